package io.driftless.server.request;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Keeps requests that could not be served where an operator sees them. */
@ApplicationScoped
public class DeadLetters {

  private static final Logger LOG = System.getLogger(DeadLetters.class.getName());

  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Resource(lookup = "java:/jms/queue/DLQ")
  private Queue queue;

  /** Puts a copy into the dead-letter queue, with the transaction that takes the message. */
  void keep(Message message, String reason) throws JMSException {
    Message copy = Letter.readAgain(message).copy(jms);
    if (copy == null) {
      copy = jms.createMessage();
    }
    copy.setStringProperty(Letter.REASON, reason);
    jms.createProducer().send(queue, copy);
    LOG.log(
        Level.WARNING,
        "A request is kept in the dead-letter queue: {0} ({1})",
        reason,
        ReceivedRequest.describe(message));
  }
}
