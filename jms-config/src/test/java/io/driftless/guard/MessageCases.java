package io.driftless.guard;

import static io.driftless.guard.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendContinuationMessage_V3;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** What a device may write on a message, and how large it may be. */
final class MessageCases {
  private static final int LIMIT = (int) GuardSettings.DEFAULT.maxMessageBytes();
  private static final int LARGE = 600 << 10;

  /** Properties that would mean something to the broker or to a listener. */
  private static final Map<String, Object> FORGED =
      Map.ofEntries(
          Map.entry("_AMQ_VALIDATED_USER", "victim"),
          Map.entry("JMSXUserID", "victim"),
          Map.entry("driftless_device", "victim"),
          Map.entry("_AMQ_DUPL_ID", "the same as another's"),
          Map.entry("_AMQ_LVQ_NAME", "workspace"),
          Map.entry("_AMQ_SCHED_DELIVERY", 4_102_444_800_000L),
          Map.entry("_AMQ_ORIG_ADDRESS", "jms.queue.DLQ"),
          Map.entry("_AMQ_ROUTE_TO", new byte[] {0, 0, 0, 0, 0, 0, 0, 1}),
          Map.entry("_AMQ_ROUTING_TYPE", (byte) 0),
          Map.entry("_AMQ_GROUP_SEQUENCE", 1),
          Map.entry("JMSReplyTo", "queue://jms.queue.DLQ"),
          Map.entry("anything", "else"));

  private final BrokerTarget target;
  private final @Nullable RequestTap tap;

  MessageCases(BrokerTarget target, @Nullable RequestTap tap) {
    this.target = target;
    this.tap = tap;
  }

  Stream<DynamicTest> tests() {
    return Stream.of(names(), forms(), sizes()).flatMap(s -> s);
  }

  private Stream<DynamicTest> names() {
    return Stream.of("persistent", "not persistent", "large")
        .map(kind -> test("nameOfAnotherShouldBeReplaced: " + kind, c -> forge(c, kind)));
  }

  private void forge(DeviceConnection c, String kind) throws Exception {
    ClientMessage message =
        c.session().createMessage(Message.BYTES_TYPE, !kind.equals("not persistent"));
    FORGED.forEach(message::putObjectProperty);
    message.putStringProperty(DeviceNames.STAMP, target.other().device());
    message.putStringProperty(DeviceNames.ADDRESS, "10.9.9.9");
    message.putStringProperty("JMSType", "kept");
    message.setPriority((byte) 9);
    message.setExpiration(4_102_444_800_000L);
    if (kind.equals("large")) {
      message.setBodyInputStream(new Zeros(LARGE));
    } else {
      message.getBodyBuffer().writeBytes(new byte[100]);
    }
    if (tap != null) {
      tap.drain();
    }
    c.send(DeviceNames.REQUESTS, message);
    if (tap != null) {
      RequestTap.Seen seen = tap.next();
      assertThat(seen.properties())
          .containsEntry(DeviceNames.STAMP, target.own().device())
          .containsEntry(DeviceNames.ADDRESS, "127.0.0.1")
          .containsEntry("_AMQ_VALIDATED_USER", target.own().device())
          .containsEntry("JMSType", "kept")
          .doesNotContainValue("victim")
          .doesNotContainValue(target.other().device());
      assertThat(seen.properties().keySet())
          .isSubsetOf(
              DeviceNames.STAMP,
              DeviceNames.ADDRESS,
              "_AMQ_VALIDATED_USER",
              "JMSType",
              "_AMQ_LARGE_SIZE");
      assertThat(seen.priority()).isEqualTo(4);
      assertThat(seen.expiration()).isZero();
      assertThat(seen.bodyBytes()).isEqualTo(kind.equals("large") ? LARGE : 100);
    }
  }

  private Stream<DynamicTest> forms() {
    Stream<DynamicTest> types =
        Stream.of(
                Message.DEFAULT_TYPE,
                Message.OBJECT_TYPE,
                Message.MAP_TYPE,
                Message.STREAM_TYPE,
                Message.EMBEDDED_TYPE,
                Message.LARGE_EMBEDDED_TYPE,
                (byte) 9)
            .map(
                type ->
                    test(
                        "messageShouldBeRefused: type " + type,
                        c ->
                            assertRefused(
                                () ->
                                    c.send(
                                        DeviceNames.REQUESTS,
                                        c.session().createMessage(type, true)))));
    return Stream.concat(
        types,
        Stream.of(
            test(
                "compressedMessageShouldBeRefused",
                c ->
                    assertRefused(
                        () -> {
                          ClientMessage message =
                              c.session().createMessage(Message.BYTES_TYPE, true);
                          message.putBooleanProperty(Message.HDR_LARGE_COMPRESSED, true);
                          c.send(DeviceNames.REQUESTS, message);
                        })),
            test(
                "consumerWithAFilterShouldBeRefused",
                c ->
                    assertRefused(
                        () ->
                            c.session()
                                .createConsumer(
                                    DeviceNames.queueOf(target.own().device()), "a LIKE '%b%'"))),
            test(
                "continuationOfNoMessageShouldBeRefused",
                c ->
                    assertRefused(
                        () ->
                            c.sendRaw(
                                new SessionSendContinuationMessage_V3(
                                    null, new byte[10], false, false, 10, 0, null))))));
  }

  private Stream<DynamicTest> sizes() {
    return Stream.of(
        test(
            "largeMessageBelowTheLimitShouldPass",
            c -> c.send(DeviceNames.REQUESTS, large(c, LIMIT - (64 << 10)))),
        test(
            "largeMessageAboveTheLimitShouldBeRefused",
            c -> assertRefused(() -> c.send(DeviceNames.REQUESTS, large(c, LIMIT + 1)))),
        whole(
            "largeHeadAboveTheLimitShouldBeRefused",
            c ->
                assertRefused(
                    () -> {
                      ClientMessage message = large(c, LARGE);
                      message.putBytesProperty("padding", new byte[LIMIT]);
                      c.send(DeviceNames.REQUESTS, message);
                    })),
        whole(
            "wholeMessageBelowTheLimitShouldPass",
            c -> c.send(DeviceNames.REQUESTS, whole(c, LIMIT - 1_000))),
        whole(
            "wholeMessageAboveTheLimitShouldBeRefused",
            c -> assertRefused(() -> c.send(DeviceNames.REQUESTS, whole(c, LIMIT + 1)))));
  }

  private static ClientMessage large(DeviceConnection c, long bytes) {
    ClientMessage message = c.session().createMessage(Message.BYTES_TYPE, true);
    message.setBodyInputStream(new Zeros(bytes));
    return message;
  }

  private static ClientMessage whole(DeviceConnection c, int bytes) {
    ClientMessage message = c.session().createMessage(Message.BYTES_TYPE, true);
    message.getBodyBuffer().writeBytes(new byte[bytes]);
    return message;
  }

  /** A test on a connection that sends every message in one packet. */
  private DynamicTest whole(String name, ThrowingConsumer<DeviceConnection> body) {
    String url = target.url() + (target.url().contains("?") ? "&" : "?");
    return test(
        new BrokerTarget(url + "minLargeMessageSize=" + (8 << 20), target.own(), target.other()),
        name,
        body);
  }

  private DynamicTest test(String name, ThrowingConsumer<DeviceConnection> body) {
    return test(target, name, body);
  }

  private static DynamicTest test(
      BrokerTarget target, String name, ThrowingConsumer<DeviceConnection> body) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          try (DeviceConnection connection = DeviceConnection.open(target)) {
            body.accept(connection);
          }
        });
  }

  /** That many zeros; a stream makes the client send the message in pieces. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long bytes) {
      left = bytes;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(into, from, from + count, (byte) 0);
      left -= count;
      return count;
    }
  }
}
