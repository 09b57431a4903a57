package io.driftless.server.fanout;

import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message;
import io.driftless.server.journal.ServerEpochs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Puts messages into the queues of devices, as part of the caller's JTA transaction; there has to
 * be one.
 */
@ApplicationScoped
public class DeviceMessages {

  /** The property by which the broker replaces an older message of the same name in a queue. */
  private static final String LAST_VALUE_NAME = "_AMQ_LVQ_NAME";

  private static final Logger LOG = System.getLogger(DeviceMessages.class.getName());

  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Inject private ServerEpochs epochs;

  /** Sends a message to a device. */
  public void send(DeviceId device, Message message) {
    send(device, encoded(message));
  }

  /** Sends a message that is encoded already. */
  public void send(DeviceId device, byte[] envelope) {
    BytesMessage message = jms.createBytesMessage();
    write(message, envelope);
    jms.createProducer().send(jms.createQueue(device.queueName()), message);
  }

  /**
   * Sends an update, which replaces an older one of its workspace that the device has not read yet.
   * A device without a queue is left out: it was unlinked meanwhile, or finds out by its cursor.
   */
  void sendUpdate(DeviceId device, WorkspaceId workspace, byte[] envelope) {
    try {
      BytesMessage message = jms.createBytesMessage();
      write(message, envelope);
      message.setStringProperty(LAST_VALUE_NAME, "update-" + workspace);
      jms.createProducer().send(jms.createQueue(device.queueName()), message);
    } catch (InvalidDestinationRuntimeException e) {
      LOG.log(Level.WARNING, "Device {0} has no queue and misses an update", device);
    } catch (JMSException e) {
      throw failed(e);
    }
  }

  /** A message in an envelope of the current epoch. */
  byte[] encoded(Message message) {
    return EnvelopeCodec.encode(Envelope.of(epochs.current(), message));
  }

  private static void write(BytesMessage message, byte[] bytes) {
    try {
      message.writeBytes(bytes);
    } catch (JMSException e) {
      throw failed(e);
    }
  }

  private static JMSRuntimeException failed(JMSException e) {
    return new JMSRuntimeException("A message can't be written", e.getErrorCode(), e);
  }
}
