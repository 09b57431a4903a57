package io.driftless.client.link;

import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.codec.MalformedMessageException;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message.Unknown;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the broker, from its opening until it fails or is closed. A JMS session belongs
 * to one thread at a time: the receiving session to the thread that calls {@link #receive}, which
 * also acknowledges what others put in {@link #acknowledged}; the sending one to whoever holds this
 * object's monitor.
 */
final class JmsLine implements AutoCloseable {

  static final String REQUESTS = "sync.requests";

  private static final Logger LOG = LoggerFactory.getLogger(JmsLine.class);

  /** The end of each wait costs a message to the broker and back, so a quiet line waits long. */
  private static final long QUIET_MILLIS = 60_000;

  static {
    // One line with little traffic: pools made for many would only cost memory.
    ActiveMQClient.setGlobalThreadPoolProperties(4, 1, 1);
  }

  private final ActiveMQConnectionFactory factory;
  private final Connection connection;
  private final MessageConsumer consumer;
  private final Session sending;
  private final MessageProducer producer;
  private final Queue<Message> acknowledged = new ConcurrentLinkedQueue<>();
  private volatile @Nullable JMSException failure;

  /** Messages taken that are not acknowledged yet; changed by the receiving thread only. */
  private volatile int unacknowledged;

  private JmsLine(ActiveMQConnectionFactory factory, Connection connection, BrokerLogin login)
      throws JMSException {
    this.factory = factory;
    this.connection = connection;
    connection.setExceptionListener(e -> failure = e);
    Session receiving =
        connection.createSession(false, ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE);
    consumer = receiving.createConsumer(receiving.createQueue(login.device().queueName()));
    sending = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    producer = sending.createProducer(sending.createQueue(REQUESTS));
    producer.setDeliveryMode(DeliveryMode.PERSISTENT);
    connection.start();
  }

  /** Connects; a {@link jakarta.jms.JMSSecurityException} says that the device was not let in. */
  static JmsLine open(BrokerLogin login) throws JMSException {
    ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(login.url());
    Connection connection = null;
    try {
      connection = factory.createConnection(login.device().value(), login.secret());
      return new JmsLine(factory, connection, login);
    } catch (JMSException | RuntimeException e) {
      closeQuietly(connection);
      factory.close();
      throw e;
    }
  }

  /**
   * Acknowledges what is due, then waits for a message.
   *
   * @param timeoutMillis how long while something is to be acknowledged; else it may take until
   *     {@link #wake}
   * @return null when none came in time
   * @throws JMSException when the line has failed
   */
  MessageLink.@Nullable Delivery receive(long timeoutMillis) throws JMSException {
    acknowledgeDue();
    Message message = consumer.receive(unacknowledged > 0 ? timeoutMillis : QUIET_MILLIS);
    JMSException failed = failure;
    if (failed != null) {
      throw failed;
    }
    if (message == null) {
      return null;
    }
    count(1);
    return new QueuedDelivery(envelope(message), message);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void count(int taken) {
    unacknowledged += taken;
  }

  /** Ends a long wait in {@link #receive}; nothing is received afterwards. From any thread. */
  void wake() {
    if (unacknowledged > 0) {
      return; // it does not wait long, and the acknowledgements still need their consumer
    }
    try {
      consumer.close();
    } catch (JMSException e) {
      LOG.debug("Ending the wait on a line that had failed already", e);
    }
  }

  /**
   * Sends bytes durably; returns once the broker has them on disk. A broker that does not let the
   * device send any more ends the line.
   */
  synchronized void send(byte[] envelope) throws JMSException {
    BytesMessage message = sending.createBytesMessage();
    message.writeBytes(envelope);
    try {
      producer.send(message);
    } catch (JMSSecurityException e) {
      failure = e;
      wake();
      throw e;
    }
  }

  /** Acknowledges what is due; on the receiving thread. */
  void acknowledgeDue() {
    for (Message due = acknowledged.poll(); due != null; due = acknowledged.poll()) {
      try {
        count(-1);
        due.acknowledge();
      } catch (JMSException e) {
        // The broker delivers it again, and whoever takes it finds its effect done.
        LOG.info("A message could not be acknowledged and will come again: {}", e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    closeQuietly(connection);
    factory.close();
  }

  private static void closeQuietly(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (JMSException e) {
      LOG.debug("Closing a line that had failed already", e);
    }
  }

  private static Envelope envelope(Message message) throws JMSException {
    try {
      return EnvelopeCodec.decode(bytes(message));
    } catch (MalformedMessageException e) {
      // It can never be read. As an unknown one it makes the device compare its cursors.
      LOG.warn("Message {} can't be read: {}", message.getJMSMessageID(), e.getMessage());
      return new Envelope(Limits.PROTOCOL_VERSION, null, new Unknown("unreadable"));
    }
  }

  private static byte[] bytes(Message message) throws JMSException, MalformedMessageException {
    if (!(message instanceof BytesMessage bytes)) {
      throw new MalformedMessageException("It holds no bytes");
    }
    if (bytes.getBodyLength() > Limits.MAX_MESSAGE_BYTES) {
      throw new MalformedMessageException("It has " + bytes.getBodyLength() + " bytes");
    }
    byte[] content = new byte[(int) bytes.getBodyLength()];
    bytes.readBytes(content);
    return content;
  }

  private final class QueuedDelivery implements MessageLink.Delivery {
    private final Envelope envelope;
    private final Message message;

    QueuedDelivery(Envelope envelope, Message message) {
      this.envelope = envelope;
      this.message = message;
    }

    @Override
    public Envelope envelope() {
      return envelope;
    }

    @Override
    public void acknowledge() {
      acknowledged.add(message);
    }
  }
}
