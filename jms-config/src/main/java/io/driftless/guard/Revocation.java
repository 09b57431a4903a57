package io.driftless.guard;

import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the broker's own management message that closes a user's connections. The guard only
 * listens: the message goes on, and the broker does its part as well.
 */
final class Revocation {
  private static final SimpleString MANAGEMENT = SimpleString.of("activemq.management");
  private static final String OPERATION = "closeConnectionsForUser";

  private Revocation() {}

  /** The user whose connections this packet asks to close; null for every other packet. */
  static @Nullable String userOf(Packet packet) throws Exception {
    if (packet.getType() != PacketImpl.SESS_SEND) {
      return null;
    }
    ICoreMessage message = ((SessionSendMessage) packet).getMessage();
    if (!MANAGEMENT.equals(message.getAddressSimpleString())
        || !OPERATION.equals(message.getStringProperty(ManagementHelper.HDR_OPERATION_NAME))) {
      return null;
    }
    Object[] arguments = ManagementHelper.retrieveOperationParameters(message);
    return arguments != null && arguments.length == 1 && arguments[0] instanceof String user
        ? user
        : null;
  }
}
