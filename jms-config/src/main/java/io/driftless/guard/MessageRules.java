package io.driftless.guard;

import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;

/**
 * What a device's message may look like, and what is left of it when it reaches the request queue.
 *
 * <p>Properties are dropped unless they are on the list: the broker gives many of them a meaning
 * (route to these queues, deliver later, replace the last value, treat as duplicate of), and a
 * listener may trust others. The type is checked because one of them wraps a message that the
 * broker would unwrap and route by its own address.
 */
final class MessageRules {
  private static final byte NORMAL_PRIORITY = 4;
  private static final int MAX_PROPERTY_CHARS = 128;

  /** The properties that stay: what the protocol needs for a large body, and plain labels. */
  private static final Map<SimpleString, Class<?>> KEPT =
      Map.of(
          Message.HDR_LARGE_BODY_SIZE,
          Long.class,
          Message.HDR_GROUP_ID,
          SimpleString.class,
          SimpleString.of("JMSCorrelationID"),
          SimpleString.class,
          SimpleString.of("JMSType"),
          SimpleString.class);

  private MessageRules() {}

  /** Checks where the message goes and what it is. */
  static Verdict check(ICoreMessage message) {
    if (!DeviceNames.REQUESTS_ADDRESS.equals(message.getAddressSimpleString())) {
      return Verdict.refuse(Refusal.FOREIGN_ADDRESS, "send to " + message.getAddressSimpleString());
    }
    byte type = message.getType();
    if (type != Message.BYTES_TYPE && type != Message.TEXT_TYPE) {
      return Verdict.refuse(Refusal.MESSAGE_FORM, "message of type " + type);
    }
    if (message.containsProperty(Message.HDR_LARGE_COMPRESSED)) {
      return Verdict.refuse(Refusal.MESSAGE_FORM, "compressed large message");
    }
    return Verdict.PASS;
  }

  /**
   * Strips the message of all that a device has no say in, and writes on it the device's name and
   * where its connection comes from.
   */
  static void stamp(ICoreMessage message, String device, String address) {
    for (SimpleString name : List.copyOf(message.getPropertyNames())) {
      if (!keeps(name, message.getObjectProperty(name))) {
        message.removeProperty(name);
      }
    }
    message.setPriority(NORMAL_PRIORITY);
    message.setExpiration(0);
    message.setValidatedUserID(device);
    message.putStringProperty(DeviceNames.STAMP_PROPERTY, SimpleString.of(device));
    if (!address.isEmpty()) {
      message.putStringProperty(DeviceNames.ADDRESS_PROPERTY, SimpleString.of(address));
    }
    message.reencode();
  }

  private static boolean keeps(SimpleString name, Object value) {
    Class<?> type = KEPT.get(name);
    if (type == null) {
      return false;
    }
    if (value instanceof CharSequence text) {
      return type == SimpleString.class && text.length() <= MAX_PROPERTY_CHARS;
    }
    return type.isInstance(value);
  }
}
