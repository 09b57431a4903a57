package io.driftless.server.request;

import io.driftless.protocol.api.DeadLetterMessages.DeadLetter;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.server.request.ReceivedRequest.Decoded;
import io.driftless.server.request.ReceivedRequest.Unreadable;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import java.time.Instant;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** A message of the dead-letter queue, or one on its way there. */
final class Letter {

  /** Why a letter of ours is here. */
  static final String REASON = "DRIFTLESS_REASON";

  /** The queue of all requests. */
  static final String REQUESTS = "sync.requests";

  /** Where the broker had it before it gave up on it; absent for what we put there ourselves. */
  private static final String ORIGIN = "_AMQ_ORIG_QUEUE";

  private static final String BROKER_PREFIX = "jms.queue.";
  private static final String ID_PREFIX = "ID:";

  private final Message message;

  /** Can be read from the message only once; null when it is not made of bytes. */
  private final byte @Nullable [] body;

  private Letter(Message message, byte @Nullable [] body) {
    this.message = message;
    this.body = body;
  }

  /** Reads a message that stands at its beginning. */
  static Letter read(Message message) throws JMSException {
    return new Letter(
        message, message instanceof BytesMessage body ? ReceivedRequest.whole(body) : null);
  }

  /** Reads a message that was read before, to its end or not; a large one byte by byte. */
  static Letter readAgain(Message message) throws JMSException {
    if (!(message instanceof BytesMessage body)) {
      return new Letter(message, null);
    }
    body.reset();
    byte[] bytes = new byte[(int) body.getBodyLength()];
    body.readBytes(bytes);
    return new Letter(message, bytes);
  }

  /** What finds the letter of a name; the name holds letters, digits and hyphens only. */
  static String selector(String name) {
    return "JMSMessageID = '" + ID_PREFIX + name + "'";
  }

  private String name() throws JMSException {
    String id = message.getJMSMessageID();
    return id.startsWith(ID_PREFIX) ? id.substring(ID_PREFIX.length()) : id;
  }

  /** The queue that it was meant for, without the broker's prefix. */
  String queue() throws JMSException {
    String origin = message.getStringProperty(ORIGIN);
    if (origin == null) {
      return REQUESTS;
    }
    return origin.startsWith(BROKER_PREFIX) ? origin.substring(BROKER_PREFIX.length()) : origin;
  }

  /** The letter as the API tells it. */
  DeadLetter told() throws JMSException {
    String device = message.getStringProperty(ReceivedRequest.STAMP);
    String reason = message.getStringProperty(REASON);
    CommitRequest request = null;
    if (device != null && body != null) {
      ReceivedRequest read = ReceivedRequest.read(new Origin(new DeviceId(device), null), body);
      if (read instanceof Decoded decoded) {
        request = decoded.request();
      } else if (reason == null && read instanceof Unreadable unreadable) {
        reason = unreadable.reason();
      }
    }
    return new DeadLetter(
        name(),
        Instant.ofEpochMilli(message.getJMSTimestamp()).toString(),
        queue(),
        device == null ? null : new DeviceId(device),
        request == null ? null : request.workspace(),
        request == null ? null : request.commit(),
        request == null ? null : request.changes().size(),
        body == null ? 0 : body.length,
        reason == null ? "It failed at every attempt; the log says why" : reason);
  }

  /** A new message with the same body and the same marks of the guard's; null when it can't be. */
  @Nullable Message copy(JMSContext jms) throws JMSException {
    Message copy;
    if (body != null) {
      BytesMessage bytes = jms.createBytesMessage();
      bytes.writeBytes(body);
      copy = bytes;
    } else if (message instanceof MapMessage from) {
      MapMessage map = jms.createMapMessage();
      for (Object name : Collections.list((Enumeration<?>) from.getMapNames())) {
        map.setObject((String) name, from.getObject((String) name));
      }
      copy = map;
    } else {
      return null;
    }
    keep(ReceivedRequest.STAMP, copy);
    keep(ReceivedRequest.ADDRESS, copy);
    return copy;
  }

  private void keep(String property, Message copy) throws JMSException {
    String value = message.getStringProperty(property);
    if (value != null) {
      copy.setStringProperty(property, value);
    }
  }
}
