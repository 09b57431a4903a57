package io.driftless.server.parts;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the dead-letter queue now and then, says once of each message why it lies there, and
 * knows how many there are. Takes nothing out: that is an operator's.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DeadLetterWatch {

  private static final Logger LOG = System.getLogger(DeadLetterWatch.class.getName());

  private static final long EVERY_MILLIS = 15_000;

  /** How many are looked at; of more it is enough to know that they are many. */
  private static final int MOST = 1_000;

  private static final String ORIGIN = "_AMQ_ORIG_ADDRESS";

  @Resource private TimerService timers;

  @Resource(lookup = "java:/ConnectionFactory")
  private ConnectionFactory broker;

  @Resource(lookup = "java:/jms/queue/DLQ")
  private Queue queue;

  private volatile int count;
  private volatile Set<String> told = Set.of();

  @PostConstruct
  void start() {
    timers.createSingleActionTimer(EVERY_MILLIS, new TimerConfig(null, false));
  }

  /** How many messages lay there at the last look, 1,000 for those or more. */
  public int count() {
    return count;
  }

  @Timeout
  void look() {
    try (JMSContext context = broker.createContext();
        QueueBrowser browser = context.createBrowser(queue)) {
      Set<String> there = new LinkedHashSet<>();
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements() && there.size() < MOST) {
        Message message = (Message) messages.nextElement();
        if (there.add(message.getJMSMessageID()) && !told.contains(message.getJMSMessageID())) {
          LOG.log(Level.ERROR, "In the dead-letter queue: {0}", describe(message));
        }
      }
      told = there;
      count = there.size();
    } catch (JMSException | JMSRuntimeException e) {
      LOG.log(Level.DEBUG, "The dead-letter queue can't be looked at now", e);
    } finally {
      start();
    }
  }

  private static String describe(Message message) throws JMSException {
    @Nullable String reason = message.getStringProperty("DRIFTLESS_REASON");
    return "%s of device %s, from %s: %s"
        .formatted(
            message.getJMSMessageID(),
            message.getStringProperty("DRIFTLESS_DEVICE"),
            message.getStringProperty(ORIGIN),
            reason == null ? "failed at every attempt; the log says why" : reason);
  }
}
