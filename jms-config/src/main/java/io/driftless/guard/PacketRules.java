package io.driftless.guard;

import java.util.List;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateProducerMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionAddMetaDataMessageV2;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionBindingQueryMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionBindingQueryResponseMessage_V5;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionCreateConsumerMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionQueueQueryMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionQueueQueryResponseMessage_V3;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionRequestProducerCreditsMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendContinuationMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage;
import org.apache.activemq.artemis.core.server.QueueQueryResult;
import org.jspecify.annotations.Nullable;

/**
 * Decides about every packet from outside the JVM. Whatever is not named here is refused.
 *
 * <p>A connection first opens sessions (the only packets without one are pings, topology news and
 * confirmations). After that, each packet belongs to the session on its channel, and the session's
 * authenticated user is the device that the packet is judged by. Names are compared as they are: a
 * queue name with {@code ::}, a wildcard, a comma or another case is simply another name.
 */
final class PacketRules {
  /** Artemis 2.37, the first that speaks the protocol as this class reads it. */
  static final int OLDEST_VERSION = PacketImpl.ARTEMIS_2_37_0_VERSION;

  private static final int MAX_METADATA_CHARS = 256;

  private final GuardSettings settings;
  private final DeviceRates rates;

  PacketRules(GuardSettings settings, DeviceRates rates) {
    this.settings = settings;
    this.rates = rates;
  }

  /** Judges one packet; changes the message inside it where it may pass stamped. */
  Verdict judge(Packet packet, ConnectionState state, Peer peer, long nowNanos) {
    boolean trusted = trusts(packet, state, peer);
    if (!trusted && !state.takePacket(nowNanos)) {
      return Verdict.refuse(Refusal.TOO_FAST, "packets");
    }
    return switch (packet.getType()) {
      case PacketImpl.PING, PacketImpl.PACKETS_CONFIRMED, PacketImpl.CHECK_FOR_FAILOVER ->
          Verdict.PASS;
      case PacketImpl.SUBSCRIBE_TOPOLOGY, PacketImpl.SUBSCRIBE_TOPOLOGY_V2 ->
          state.subscribe()
              ? Verdict.PASS
              : Verdict.refuse(Refusal.TOO_FAST, "topology subscriptions");
      case PacketImpl.CREATESESSION, PacketImpl.CREATESESSION_V2 ->
          openSession((CreateSessionMessage) packet, state);
      // Carries no credentials, only a session's name. The client opens a new session instead.
      case PacketImpl.REATTACH_SESSION ->
          new Verdict.Answer(new ReattachSessionResponseMessage(-1, false));
      case PacketImpl.SESS_CLOSE -> {
        state.close(packet.getChannelID());
        yield Verdict.PASS;
      }
      default -> trusted ? Verdict.PASS : inSession(packet, state, peer, nowNanos);
    };
  }

  /** Whether the packet comes from an authenticated account that is no device and passes freely. */
  boolean trusts(Packet packet, ConnectionState state, Peer peer) {
    if (settings.trustedUsers().isEmpty() || !state.isOpen(packet.getChannelID())) {
      return false;
    }
    String user = peer.authenticatedOn(packet.getChannelID());
    return user != null && settings.trustedUsers().contains(user);
  }

  private Verdict openSession(CreateSessionMessage session, ConnectionState state) {
    String user = session.getUsername();
    if (user == null || !(DeviceNames.isDeviceId(user) || settings.trustedUsers().contains(user))) {
      return Verdict.refuse(Refusal.IDENTITY, "user name that is no device id");
    }
    if (!state.claim(user)) {
      return Verdict.refuse(Refusal.IDENTITY, "second user on one connection");
    }
    if (session.getVersion() < OLDEST_VERSION) {
      return Verdict.refuse(Refusal.OLD_CLIENT, "protocol version " + session.getVersion());
    }
    if (session.isXA() && !settings.trustedUsers().contains(user)) {
      return Verdict.refuse(Refusal.XA, "session for distributed transactions");
    }
    return state.open(session.getSessionChannelID())
        ? Verdict.PASS
        : Verdict.refuse(Refusal.NO_SESSION, "channel taken, or too many sessions");
  }

  private Verdict inSession(Packet packet, ConnectionState state, Peer peer, long nowNanos) {
    long channel = packet.getChannelID();
    String device = state.isOpen(channel) ? peer.authenticatedOn(channel) : null;
    if (device == null || !device.equals(state.user())) {
      return Verdict.refuse(Refusal.NO_SESSION, "packet of type " + packet.getType());
    }
    return switch (packet.getType()) {
      case PacketImpl.SESS_ACKNOWLEDGE,
          PacketImpl.SESS_INDIVIDUAL_ACKNOWLEDGE,
          PacketImpl.SESS_EXPIRED,
          PacketImpl.SESS_COMMIT,
          PacketImpl.SESS_ROLLBACK,
          PacketImpl.SESS_START,
          PacketImpl.SESS_STOP,
          PacketImpl.SESS_FLOWTOKEN,
          PacketImpl.SESS_CONSUMER_CLOSE,
          PacketImpl.SESS_FORCE_CONSUMER_DELIVERY,
          PacketImpl.REMOVE_PRODUCER ->
          Verdict.PASS;
      case PacketImpl.SESS_SEND_CONTINUATION ->
          continueLarge((SessionSendContinuationMessage) packet, state, device, nowNanos);
      default ->
          rates.takeMessage(device, nowNanos)
              ? charged(packet, state, peer, device, nowNanos)
              : Verdict.refuse(Refusal.TOO_FAST, "messages and queries");
    };
  }

  private Verdict charged(
      Packet packet, ConnectionState state, Peer peer, String device, long nowNanos) {
    return switch (packet.getType()) {
      case PacketImpl.SESS_SEND -> send((SessionSendMessage) packet, peer, device, nowNanos);
      case PacketImpl.SESS_SEND_LARGE ->
          sendLarge((SessionSendLargeMessage) packet, state, peer, device, nowNanos);
      case PacketImpl.SESS_CREATECONSUMER -> consume((SessionCreateConsumerMessage) packet, device);
      case PacketImpl.SESS_QUEUEQUERY ->
          queueQuery(((SessionQueueQueryMessage) packet).getQueueName(), device);
      case PacketImpl.SESS_BINDINGQUERY ->
          addressQuery(((SessionBindingQueryMessage) packet).getAddress(), device);
      case PacketImpl.CREATE_PRODUCER ->
          address(((CreateProducerMessage) packet).getAddress(), "producer for ", true);
      case PacketImpl.SESS_PRODUCER_REQUEST_CREDITS ->
          address(
              ((SessionRequestProducerCreditsMessage) packet).getAddress(), "credits for ", false);
      case PacketImpl.SESS_ADD_METADATA2 -> metadata((SessionAddMetaDataMessageV2) packet);
      default -> notForDevices(packet.getType());
    };
  }

  private Verdict send(SessionSendMessage packet, Peer peer, String device, long nowNanos) {
    ICoreMessage message = packet.getMessage();
    Verdict verdict = MessageRules.check(message);
    if (verdict == Verdict.PASS) {
      verdict = size(packet.getPacketSize(), packet.getPacketSize(), device, nowNanos);
    }
    if (verdict == Verdict.PASS) {
      MessageRules.stamp(message, device, peer.address());
    }
    return verdict;
  }

  private Verdict sendLarge(
      SessionSendLargeMessage packet,
      ConnectionState state,
      Peer peer,
      String device,
      long nowNanos) {
    ICoreMessage head = (ICoreMessage) packet.getLargeMessage();
    Verdict verdict = MessageRules.check(head);
    if (verdict == Verdict.PASS) {
      verdict = size(packet.getPacketSize(), packet.getPacketSize(), device, nowNanos);
    }
    if (verdict == Verdict.PASS) {
      state.beginLarge(packet.getChannelID(), packet.getPacketSize());
      MessageRules.stamp(head, device, peer.address());
    }
    return verdict;
  }

  private Verdict continueLarge(
      SessionSendContinuationMessage packet, ConnectionState state, String device, long nowNanos) {
    long added = packet.getPacketSize();
    long total = state.addLarge(packet.getChannelID(), added);
    if (total < 0) {
      return Verdict.refuse(Refusal.MESSAGE_FORM, "continuation of no message");
    }
    if (packet.getMessageBodySize() > settings.maxMessageBytes()) {
      return Verdict.refuse(
          Refusal.TOO_LARGE, "body said to be of " + packet.getMessageBodySize() + " bytes");
    }
    if (!packet.isContinues()) {
      state.endLarge(packet.getChannelID());
    }
    return size(total, added, device, nowNanos);
  }

  private Verdict size(long total, long added, String device, long nowNanos) {
    if (total > settings.maxMessageBytes()) {
      return Verdict.refuse(
          Refusal.TOO_LARGE,
          "message of " + total + " bytes, at most " + settings.maxMessageBytes());
    }
    return rates.takeBytes(device, added, nowNanos)
        ? Verdict.PASS
        : Verdict.refuse(Refusal.TOO_FAST, "bytes");
  }

  private static Verdict consume(SessionCreateConsumerMessage packet, String device) {
    SimpleString queue = packet.getQueueName();
    if (!isOwn(queue, device)) {
      return Verdict.refuse(Refusal.FOREIGN_QUEUE, "consume " + queue);
    }
    return packet.getFilterString() == null && !packet.isBrowseOnly()
        ? Verdict.PASS
        : Verdict.refuse(Refusal.MESSAGE_FORM, "browse, or consume by a filter");
  }

  private static Verdict queueQuery(@Nullable SimpleString queue, String device) {
    if (isOwn(queue, device)) {
      return Verdict.PASS;
    }
    if (!DeviceNames.REQUESTS_ADDRESS.equals(queue)) {
      return Verdict.refuse(Refusal.FOREIGN_QUEUE, "query queue " + queue);
    }
    // Answered here, so that a device learns that the queue is there, and not how full it is.
    QueueConfiguration requests =
        QueueConfiguration.of(DeviceNames.REQUESTS)
            .setAddress(DeviceNames.REQUESTS)
            .setRoutingType(RoutingType.ANYCAST)
            .setDurable(true)
            .setTemporary(false)
            .setAutoCreated(false)
            .setPurgeOnNoConsumers(false)
            .setMaxConsumers(-1);
    return new Verdict.Answer(
        new SessionQueueQueryResponseMessage_V3(
            new QueueQueryResult(requests, 0, 0, false, true, null)));
  }

  private static Verdict addressQuery(@Nullable SimpleString address, String device) {
    if (address == null
        || !(DeviceNames.REQUESTS_ADDRESS.equals(address) || isOwn(address, device))) {
      return Verdict.refuse(Refusal.FOREIGN_ADDRESS, "query address " + address);
    }
    // Answered here, because the broker would look at every binding it has.
    return new Verdict.Answer(
        new SessionBindingQueryResponseMessage_V5(
            true,
            List.of(address),
            false,
            false,
            false,
            -1,
            false,
            false,
            null,
            false,
            0,
            -1L,
            false,
            true));
  }

  private static Verdict address(@Nullable SimpleString address, String what, boolean optional) {
    return DeviceNames.REQUESTS_ADDRESS.equals(address) || (optional && address == null)
        ? Verdict.PASS
        : Verdict.refuse(Refusal.FOREIGN_ADDRESS, what + address);
  }

  private static Verdict metadata(SessionAddMetaDataMessageV2 packet) {
    return packet.getKey().startsWith("jms-")
            && packet.getKey().length() + packet.getData().length() <= MAX_METADATA_CHARS
        ? Verdict.PASS
        : Verdict.refuse(Refusal.UNKNOWN_PACKET, "session metadata");
  }

  private static boolean isOwn(@Nullable SimpleString queue, String device) {
    return queue != null && DeviceNames.queueOf(device).contentEquals(queue);
  }

  private static Verdict notForDevices(byte type) {
    boolean xa =
        type == PacketImpl.SESS_XA_FAILED
            || (type >= PacketImpl.SESS_XA_START && type <= PacketImpl.SESS_XA_GET_TIMEOUT_RESP);
    if (xa) {
      return Verdict.refuse(Refusal.XA, "packet of type " + type);
    }
    return switch (type) {
      case PacketImpl.CREATE_ADDRESS,
          PacketImpl.CREATE_QUEUE,
          PacketImpl.CREATE_QUEUE_V2,
          PacketImpl.CREATE_SHARED_QUEUE,
          PacketImpl.CREATE_SHARED_QUEUE_V2,
          PacketImpl.DELETE_QUEUE ->
          Verdict.refuse(Refusal.ADMINISTRATION, "packet of type " + type);
      default -> Verdict.refuse(Refusal.UNKNOWN_PACKET, "packet of type " + type);
    };
  }
}
