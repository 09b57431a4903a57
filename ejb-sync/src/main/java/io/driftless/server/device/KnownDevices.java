package io.driftless.server.device;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The broker's memory of devices that it has let in, so that they are let in while the database is
 * down (the caching realm of docs/broker-security.md). Whoever shuts a device out empties it, or
 * the device would be let in again.
 */
@ApplicationScoped
class KnownDevices {

  private static final Logger LOG = System.getLogger(KnownDevices.class.getName());

  private static final String REALM =
      "jboss.as:subsystem=elytron,caching-realm=driftless-known-devices";

  /** Forgets all; each is read again when it comes. */
  void forget() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName realm = new ObjectName(REALM);
      if (server.isRegistered(realm)) {
        server.invoke(realm, "clearCache", new Object[0], new String[0]);
      } else {
        LOG.log(Level.DEBUG, "There is no {0}: the broker is elsewhere", REALM);
      }
    } catch (JMException e) {
      throw new IllegalStateException("The broker's memory of devices can't be emptied", e);
    }
  }
}
