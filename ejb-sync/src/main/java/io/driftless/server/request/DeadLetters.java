package io.driftless.server.request;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Keeps requests that could not be served where an operator sees them. */
@ApplicationScoped
public class DeadLetters {

  /** Says why a message lies in the dead-letter queue. */
  static final String REASON = "DRIFTLESS_REASON";

  private static final Logger LOG = System.getLogger(DeadLetters.class.getName());

  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Resource(lookup = "java:/jms/queue/DLQ")
  private Queue queue;

  /** Puts a copy into the dead-letter queue, with the transaction that takes the message. */
  void keep(Message message, String reason) throws JMSException {
    BytesMessage copy = jms.createBytesMessage();
    @Nullable String device = message.getStringProperty(ReceivedRequest.STAMP);
    if (device != null) {
      copy.setStringProperty(ReceivedRequest.STAMP, device);
    }
    copy.setStringProperty(REASON, reason);
    if (message instanceof BytesMessage body) {
      body.reset();
      byte[] bytes = new byte[(int) body.getBodyLength()];
      body.readBytes(bytes);
      copy.writeBytes(bytes);
    }
    jms.createProducer().send(queue, copy);
    LOG.log(
        Level.WARNING,
        "A request is kept in the dead-letter queue: {0} ({1})",
        reason,
        ReceivedRequest.describe(message));
  }
}
