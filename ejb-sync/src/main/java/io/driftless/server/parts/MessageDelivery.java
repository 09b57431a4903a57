package io.driftless.server.parts;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Stops and starts the delivery of messages to this archive's listeners, through the management
 * operations {@code stop-delivery} and {@code start-delivery} of WildFly.
 */
@ApplicationScoped
public class MessageDelivery {

  private static final Logger LOG = System.getLogger(MessageDelivery.class.getName());

  private static final String LISTENERS =
      "jboss.as:deployment=*,subdeployment=ejb-sync.jar,subsystem=ejb3,message-driven-bean=*";

  /** Stops it; a message that is being worked on is finished first. Whether that could be done. */
  public boolean stop() {
    return invokeAll("stopDelivery");
  }

  /** Starts it again. */
  public void start() {
    invokeAll("startDelivery");
  }

  private static boolean invokeAll(String operation) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      Set<ObjectName> listeners = server.queryNames(new ObjectName(LISTENERS), null);
      for (ObjectName listener : listeners) {
        server.invoke(listener, operation, new Object[0], new String[0]);
      }
      LOG.log(Level.INFO, "{0} of {1} listeners", operation, listeners.size());
      return !listeners.isEmpty();
    } catch (JMException e) {
      // messages wait at the gate instead
      LOG.log(Level.WARNING, operation + " failed", e);
      return false;
    }
  }
}
