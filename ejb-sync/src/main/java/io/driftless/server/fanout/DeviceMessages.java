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
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages into the queues of devices, as part of the caller's JTA transaction; there has to
 * be one. One device without a queue keeps none of the others from theirs: a queue that is missing
 * is made again when its device is still linked, else the message is dropped.
 */
@ApplicationScoped
public class DeviceMessages {

  /** The property by which the broker replaces an older message of the same name in a queue. */
  private static final String LAST_VALUE_NAME = "_AMQ_LVQ_NAME";

  /** How many queues are remembered; then all are forgotten, which costs look-ups. */
  private static final int MOST_REMEMBERED = 100_000;

  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Inject private ServerEpochs epochs;
  @Inject private LostQueues lost;

  /** A queue by name costs the broker a query, which the object spares. */
  private final Map<DeviceId, Queue> queues = new ConcurrentHashMap<>();

  /** Sends a message to a device. */
  public void send(DeviceId device, Message message) {
    put(device, encoded(message), null);
  }

  /** Sends an update, which replaces an older one of its workspace that the device has not read. */
  void sendUpdate(DeviceId device, WorkspaceId workspace, byte[] envelope) {
    put(device, envelope, "update-" + workspace);
  }

  /** A message in an envelope of the current epoch. */
  byte[] encoded(Message message) {
    return EnvelopeCodec.encode(Envelope.of(epochs.current(), message));
  }

  private void put(DeviceId device, byte[] envelope, @Nullable String lastValueName) {
    try {
      jms.createProducer().send(queue(device), message(envelope, lastValueName));
    } catch (JMSRuntimeException e) {
      queues.remove(device);
      if (lost.restored(device, e)) {
        jms.createProducer().send(queue(device), message(envelope, lastValueName));
      }
    }
  }

  private Queue queue(DeviceId device) {
    if (queues.size() > MOST_REMEMBERED) {
      queues.clear();
    }
    return queues.computeIfAbsent(device, id -> jms.createQueue(id.queueName()));
  }

  private BytesMessage message(byte[] envelope, @Nullable String lastValueName) {
    try {
      BytesMessage message = jms.createBytesMessage();
      message.writeBytes(envelope);
      if (lastValueName != null) {
        message.setStringProperty(LAST_VALUE_NAME, lastValueName);
      }
      return message;
    } catch (JMSException e) {
      throw new JMSRuntimeException("A message can't be written", e.getErrorCode(), e);
    }
  }
}
