package io.driftless.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.guard.GuardSettings.Rate;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage_V2;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionCreateConsumerMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendContinuationMessage_V3;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage_V3;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacketRulesTest {
  private static final long CHANNEL = 11;
  private static final String DEVICE = "laptop-7f3a";

  /** Packets without content that say something about a session of the device's own. */
  private static final Set<Byte> ALLOWED_BARE =
      Set.of(
          PacketImpl.PING,
          PacketImpl.PACKETS_CONFIRMED,
          PacketImpl.CHECK_FOR_FAILOVER,
          PacketImpl.SUBSCRIBE_TOPOLOGY,
          PacketImpl.SUBSCRIBE_TOPOLOGY_V2,
          PacketImpl.SESS_ACKNOWLEDGE,
          PacketImpl.SESS_INDIVIDUAL_ACKNOWLEDGE,
          PacketImpl.SESS_EXPIRED,
          PacketImpl.SESS_COMMIT,
          PacketImpl.SESS_ROLLBACK,
          PacketImpl.SESS_START,
          PacketImpl.SESS_STOP,
          PacketImpl.SESS_CLOSE,
          PacketImpl.SESS_FLOWTOKEN,
          PacketImpl.SESS_CONSUMER_CLOSE,
          PacketImpl.SESS_FORCE_CONSUMER_DELIVERY,
          PacketImpl.REMOVE_PRODUCER);

  /** Packets that are judged by what is in them; the suite tries each. */
  private static final Set<Byte> JUDGED =
      Set.of(
          PacketImpl.CREATESESSION,
          PacketImpl.CREATESESSION_V2,
          PacketImpl.SESS_SEND,
          PacketImpl.SESS_SEND_LARGE,
          PacketImpl.SESS_SEND_CONTINUATION,
          PacketImpl.SESS_CREATECONSUMER,
          PacketImpl.SESS_QUEUEQUERY,
          PacketImpl.SESS_BINDINGQUERY,
          PacketImpl.SESS_PRODUCER_REQUEST_CREDITS,
          PacketImpl.CREATE_PRODUCER,
          PacketImpl.SESS_ADD_METADATA2,
          PacketImpl.REATTACH_SESSION);

  private final GuardSettings settings = GuardSettings.DEFAULT;
  private final PacketRules rules = new PacketRules(settings, new DeviceRates(settings, 0));

  @Test
  void everyOtherPacketShouldBeRefused() {
    Set<Byte> passed = new TreeSet<>();
    for (int type = Byte.MIN_VALUE; type <= Byte.MAX_VALUE; type++) {
      if (!JUDGED.contains((byte) type)
          && judge(rules, opened(), new PacketImpl((byte) type), DEVICE) == Verdict.PASS) {
        passed.add((byte) type);
      }
    }
    assertThat(passed).containsExactlyInAnyOrderElementsOf(ALLOWED_BARE);
  }

  @Test
  void packetOfASessionShouldBeRefusedBeforeThereIsOne() {
    ConnectionState fresh = state();
    assertRefused(judge(rules, fresh, consumer(), null), Refusal.NO_SESSION);
    assertRefused(judge(rules, fresh, consumer(), DEVICE), Refusal.NO_SESSION);
    assertRefused(judge(rules, opened(), consumer(), null), Refusal.NO_SESSION);
    assertRefused(judge(rules, opened(), consumer(), "desktop"), Refusal.NO_SESSION);
    assertThat(judge(rules, opened(), consumer(), DEVICE)).isEqualTo(Verdict.PASS);
  }

  @Test
  void messageShouldLeaveWithTheStampOnly() {
    CoreMessage message = message();
    message.putStringProperty(DeviceNames.STAMP, "desktop");
    message.putStringProperty(DeviceNames.ADDRESS, "10.9.9.9");
    message.putStringProperty("_AMQ_DUPL_ID", "x");
    message.putStringProperty(
        SimpleString.of("JMSCorrelationID"), SimpleString.of("a".repeat(129)));
    message.putStringProperty("JMSType", "kept");
    assertThat(judge(rules, opened(), send(message, 500), DEVICE)).isEqualTo(Verdict.PASS);
    assertThat(message.getPropertyNames())
        .containsExactlyInAnyOrder(
            DeviceNames.STAMP_PROPERTY,
            DeviceNames.ADDRESS_PROPERTY,
            Message.HDR_VALIDATED_USER,
            SimpleString.of("JMSType"));
    assertThat(message.getStringProperty(DeviceNames.STAMP)).isEqualTo(DEVICE);
    assertThat(message.getStringProperty(DeviceNames.ADDRESS)).isEqualTo("10.1.2.3");
  }

  @Test
  void messageShouldPassUpToTheLimitAndNotOneByteMore() {
    int limit = (int) settings.maxMessageBytes();
    assertThat(judge(rules, opened(), send(message(), limit), DEVICE)).isEqualTo(Verdict.PASS);
    assertRefused(judge(rules, opened(), send(message(), limit + 1), DEVICE), Refusal.TOO_LARGE);
  }

  @Test
  void piecesOfALargeMessageShouldBeCountedTogether() {
    ConnectionState state = opened();
    assertThat(judge(rules, state, largeHead(), DEVICE)).isEqualTo(Verdict.PASS);
    int pieces = 0;
    Verdict verdict = Verdict.PASS;
    while (verdict == Verdict.PASS) {
      verdict = judge(rules, state, piece(100_000), DEVICE);
      pieces++;
    }
    assertRefused(verdict, Refusal.TOO_LARGE);
    assertThat(pieces).isEqualTo((int) ((settings.maxMessageBytes() - 500) / 100_000) + 1);
  }

  @Test
  void packetsOfOneConnectionShouldBeBounded() {
    ConnectionState state = opened();
    Packet start = new PacketImpl(PacketImpl.SESS_START);
    for (long i = 1; i < settings.packets().burst(); i++) {
      assertThat(judge(rules, state, start, DEVICE)).isEqualTo(Verdict.PASS);
    }
    assertRefused(judge(rules, state, start, DEVICE), Refusal.TOO_FAST);
  }

  @Test
  void trustedAccountShouldPassOnlyWhenItIsAuthenticated() {
    GuardSettings trusting =
        new GuardSettings(1 << 20, new Rate(1, 1), new Rate(1, 1), new Rate(1, 9), Set.of("srv"));
    PacketRules lenient = new PacketRules(trusting, new DeviceRates(trusting, 0));
    ConnectionState state = state();
    assertThat(judge(lenient, state, session("srv", true), null)).isEqualTo(Verdict.PASS);
    Packet recover = new PacketImpl(PacketImpl.SESS_XA_INDOUBT_XIDS);
    assertRefused(judge(lenient, state, recover, null), Refusal.NO_SESSION);
    for (int i = 0; i < 100; i++) {
      assertThat(judge(lenient, state, recover, "srv")).isEqualTo(Verdict.PASS);
    }
    assertRefused(judge(lenient, state, recover, DEVICE), Refusal.NO_SESSION);
  }

  @Test
  void namesShouldBeDeviceIdsExactly() {
    for (String good : new String[] {"a", "laptop-7f3a", "0-9", "x".repeat(64)}) {
      assertThat(DeviceNames.isDeviceId(good)).as(good).isTrue();
    }
    for (String bad :
        new String[] {
          "", "A", "a.b", "a#", "a*", "a,b", "a::b", "a ", "ä", "x".repeat(65), "a\n"
        }) {
      assertThat(DeviceNames.isDeviceId(bad)).as(bad).isFalse();
    }
    assertThat(new HashSet<>(Set.of(DeviceNames.queueOf("a"))))
        .containsExactly("jms.queue.sync.device.a");
  }

  private static Peer peer(@Nullable String authenticated) {
    return new Peer() {
      @Override
      public @Nullable String authenticatedOn(long channel) {
        return channel == CHANNEL ? authenticated : null;
      }

      @Override
      public String address() {
        return "10.1.2.3";
      }
    };
  }

  private Verdict judge(
      PacketRules by, ConnectionState state, Packet packet, @Nullable String authenticated) {
    packet.setChannelID(CHANNEL);
    return by.judge(packet, state, peer(authenticated), 0);
  }

  private ConnectionState state() {
    return new ConnectionState(new TokenBucket(settings.packets(), 0));
  }

  private ConnectionState opened() {
    ConnectionState state = state();
    assertThat(judge(rules, state, session(DEVICE, false), null)).isEqualTo(Verdict.PASS);
    return state;
  }

  private static Packet session(String user, boolean xa) {
    return new CreateSessionMessage_V2(
        "s",
        CHANNEL,
        PacketRules.OLDEST_VERSION,
        user,
        "p",
        1,
        xa,
        true,
        true,
        false,
        -1,
        null,
        null);
  }

  private static Packet consumer() {
    return new SessionCreateConsumerMessage(
        1, SimpleString.of(DeviceNames.queueOf(DEVICE)), null, 0, false, true);
  }

  private static CoreMessage message() {
    CoreMessage message = new CoreMessage(0, 100);
    message.setType(Message.BYTES_TYPE);
    message.setAddress(DeviceNames.REQUESTS);
    return message;
  }

  // Sizes are set here: a packet knows its own only when it came over a wire.

  private static Packet send(CoreMessage message, int bytes) {
    return new SessionSendMessage_V3(message, true, null, 0) {
      @Override
      public int getPacketSize() {
        return bytes;
      }
    };
  }

  private static Packet largeHead() {
    return new SessionSendLargeMessage(message()) {
      @Override
      public int getPacketSize() {
        return 500;
      }
    };
  }

  private static Packet piece(int bytes) {
    return new SessionSendContinuationMessage_V3(null, new byte[bytes], true, false, -1, 0, null) {
      @Override
      public int getPacketSize() {
        return bytes;
      }
    };
  }

  private static void assertRefused(Verdict verdict, Refusal kind) {
    assertThat(verdict).isInstanceOf(Verdict.Refuse.class);
    assertThat(((Verdict.Refuse) verdict).kind()).isEqualTo(kind);
  }
}
