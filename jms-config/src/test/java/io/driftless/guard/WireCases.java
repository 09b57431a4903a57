package io.driftless.guard;

import static io.driftless.guard.Refused.assertRefused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ClusterConnectMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.DisconnectMessage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Other protocols at the same door, packets that no device sends, and too much of everything. */
final class WireCases {
  private static final int PATIENCE_MILLIS = 1_500;

  private final BrokerTarget target;

  WireCases(BrokerTarget target) {
    this.target = target;
  }

  Stream<DynamicTest> tests() {
    return Stream.of(hellos(), metadata(), strangePackets(), floods()).flatMap(s -> s);
  }

  private Stream<DynamicTest> hellos() {
    String login =
        "login:" + target.own().device() + "\npasscode:" + target.own().secret() + "\n\n\0";
    return Stream.of(
        hello("STOMP", "CONNECT\naccept-version:1.2\nhost:x\n" + login, "CONNECTED"),
        hello("STOMP 1.0", "STOMP\n" + login, "CONNECTED"),
        hello("AMQP", "AMQP\0\1\0\0", "AMQP"),
        hello("AMQP with SASL", "AMQP\3\1\0\0", "AMQP"),
        hello("MQTT", "\20\14\0\4MQTT\4\2\0\74\0\0", "\40\2"),
        hello("OpenWire", "\0\0\0\20\1ActiveMQ\0\0\0\14", "ActiveMQ"),
        hello("HornetQ", "HORNETQ\0\0\0\1", "HORNETQ"));
  }

  private DynamicTest hello(String protocol, String greeting, String welcome) {
    return DynamicTest.dynamicTest(
        "helloShouldNotBeAnswered: " + protocol,
        () -> assertThat(answerTo(greeting)).doesNotContain(welcome));
  }

  /** What the door says to this greeting, until it hangs up or stays silent. */
  private String answerTo(String greeting) throws IOException {
    URI address = URI.create(target.url().split("[?,]", 2)[0].replace("(", ""));
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      if (target.url().contains("httpUpgradeEnabled=true")) {
        out.write(upgrade(address).getBytes(ISO_8859_1));
        out.flush();
        assertThat(readHead(socket.getInputStream())).startsWith("HTTP/1.1 101");
      }
      out.write(greeting.getBytes(ISO_8859_1));
      out.flush();
      StringBuilder answer = new StringBuilder();
      try {
        for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
          answer.append((char) b);
        }
      } catch (SocketTimeoutException silence) {
        answer.append(' ');
      } catch (IOException hungUp) {
        answer.append("hung up");
      }
      return answer.toString();
    }
  }

  private static String upgrade(URI address) {
    return "GET / HTTP/1.1\r\nHost: "
        + address.getAuthority()
        + "\r\nUpgrade: activemq-remoting\r\nConnection: Upgrade\r\n"
        + "Sec-ActiveMQRemoting-Key: aGVsbG8gZnJvbSBhIHRlc3Q=\r\n"
        + "httpUpgradeEndpoint: http-acceptor\r\n\r\n";
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private Stream<DynamicTest> metadata() {
    return Stream.of(
        test(
            "uniqueMetadataShouldBeRefused",
            c ->
                assertRefused(
                    () -> c.session().addUniqueMetaData("jms-client-id", "one of a kind"))),
        test(
            "strangeMetadataShouldBeRefused",
            c -> assertRefused(() -> c.session().addMetaData("anything", "else"))),
        test(
            "longMetadataShouldBeRefused",
            c ->
                assertRefused(
                    () -> c.session().addMetaData("jms-client-id", "x".repeat(100_000)))));
  }

  private Stream<DynamicTest> strangePackets() {
    return Stream.of(
            new ClusterConnectMessage("ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!"),
            new DisconnectMessage(SimpleString.of("node")),
            // of these, the broker reads more than is there, and that must end the same way
            new PacketImpl(PacketImpl.CREATE_SHARED_QUEUE),
            new PacketImpl(PacketImpl.NODE_ANNOUNCE),
            new PacketImpl(PacketImpl.BACKUP_REGISTRATION),
            new PacketImpl(PacketImpl.BACKUP_REQUEST),
            new PacketImpl(PacketImpl.QUORUM_VOTE),
            new PacketImpl(PacketImpl.SCALEDOWN_ANNOUNCEMENT),
            new PacketImpl(PacketImpl.FEDERATION_DOWNSTREAM_CONNECT),
            new PacketImpl(PacketImpl.REPLICATION_APPEND),
            new PacketImpl((byte) 1))
        .map(
            packet ->
                test(
                    "packetShouldBeRefused: type " + packet.getType(),
                    c -> assertRefused(() -> c.sendRaw(packet))));
  }

  private Stream<DynamicTest> floods() {
    return Stream.of(
        test(
            "floodOfPacketsShouldCostTheConnection",
            c -> {
              Packet start = new PacketImpl(PacketImpl.SESS_START);
              long many = 10 * GuardSettings.DEFAULT.packets().burst();
              assertRefused(
                  () -> {
                    for (long i = 0; i < many; i++) {
                      c.channel().send(start);
                    }
                    c.ping();
                  });
            }));
  }

  private DynamicTest test(String name, ThrowingConsumer<DeviceConnection> body) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          try (DeviceConnection connection = DeviceConnection.open(target)) {
            body.accept(connection);
          }
        });
  }
}
