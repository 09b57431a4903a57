package io.driftless.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.client.link.LinkState.Down;
import io.driftless.client.server.ServerException;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message;
import io.driftless.protocol.message.Message.PackRejected;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmsMessageLinkTest {

  private static final DeviceId DEVICE = new DeviceId("laptop-1");
  private static final String QUEUE = DEVICE.queueName();
  private static final ServerEpoch EPOCH = new ServerEpoch(new UUID(1, 2));

  @TempDir Path temp;
  private TestBroker broker;
  private final RecordedLink seen = new RecordedLink();
  private final AtomicInteger renewals = new AtomicInteger();
  private final List<JmsMessageLink> links = new ArrayList<>();

  @BeforeEach
  void startBroker() throws Exception {
    broker = new TestBroker(temp);
    broker.createQueue(QUEUE);
    broker.createQueue(JmsLine.REQUESTS);
    broker.secrets.put(DEVICE.value(), "secret");
  }

  @AfterEach
  void stopAll() throws Exception {
    links.forEach(JmsMessageLink::close);
    broker.close();
  }

  private JmsMessageLink open(String secret, LeaseRenewal lease) {
    JmsMessageLink link =
        new JmsMessageLink(
            new BrokerLogin(broker.address(), DEVICE, secret),
            lease,
            () -> new BrokerLogin(broker.address(), DEVICE, secret));
    links.add(link);
    link.start(seen);
    return link;
  }

  private JmsMessageLink openUp() throws InterruptedException {
    JmsMessageLink link = open("secret", renewals::incrementAndGet);
    seen.awaitState(LinkState::isUp);
    return link;
  }

  private static Envelope message(int number) {
    return Envelope.of(
        EPOCH,
        new PackRejected(
            new WorkspaceId(new UUID(3, number)), new PackId(new UUID(4, number)), "n" + number));
  }

  @Test
  void messagesShouldArriveInTheOrderOfTheQueue() throws Exception {
    List<Message> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      broker.send(QUEUE, message(i));
      sent.add(message(i).body());
    }
    openUp();
    assertThat(seen.bodies(100)).isEqualTo(sent);
  }

  @Test
  void onlyAcknowledgedMessagesShouldBeForgotten() throws Exception {
    broker.send(QUEUE, message(1));
    broker.send(QUEUE, message(2));
    broker.send(QUEUE, message(3));
    JmsMessageLink first = openUp();
    seen.await(3).get(1).acknowledge();
    first.close();
    seen.clear();
    openUp();
    assertThat(seen.bodies(2)).containsExactly(message(1).body(), message(3).body());
    assertThat(broker.messages(QUEUE)).isEqualTo(2);
  }

  @Test
  void sentBytesShouldArriveUnchangedEvenWhenLarge() throws Exception {
    JmsMessageLink link = openUp();
    byte[] small = EnvelopeCodec.encode(message(1));
    byte[] large = new byte[Limits.MAX_COMMIT_BYTES];
    large[12_345] = 7;
    link.send(small);
    link.send(large);
    assertThat(broker.receive(JmsLine.REQUESTS)).isEqualTo(small);
    assertThat(broker.receive(JmsLine.REQUESTS)).isEqualTo(large);
  }

  @Test
  void linkShouldComeUpAgainAfterABrokerRestartAndLoseNothing() throws Exception {
    JmsMessageLink link = openUp();
    broker.send(QUEUE, message(1));
    seen.await(1); // not acknowledged
    link.send(EnvelopeCodec.encode(message(9)));
    broker.stop();
    seen.awaitState(state -> state instanceof Down);
    assertThatThrownBy(() -> link.send(new byte[1])).isInstanceOf(LinkDownException.class);
    seen.clear();
    broker.start();
    seen.awaitState(LinkState::isUp);
    broker.send(QUEUE, message(2));
    assertThat(seen.bodies(2)).containsExactly(message(1).body(), message(2).body());
    seen.await(2).forEach(MessageLink.Delivery::acknowledge);
    link.send(EnvelopeCodec.encode(message(10)));
    assertThat(broker.receive(JmsLine.REQUESTS)).isEqualTo(EnvelopeCodec.encode(message(9)));
    assertThat(broker.receive(JmsLine.REQUESTS)).isEqualTo(EnvelopeCodec.encode(message(10)));
    link.close();
    assertThat(broker.messages(QUEUE)).isZero();
  }

  @Test
  void closedConnectionShouldBeOpenedAgainAndOldAcknowledgementsShouldHarmNobody()
      throws Exception {
    openUp();
    broker.send(QUEUE, message(1));
    MessageLink.Delivery old = seen.await(1).get(0);
    seen.clear();
    broker.closeConnections();
    seen.awaitState(LinkState::isUp);
    seen.await(1);
    old.acknowledge();
    broker.send(QUEUE, message(2));
    assertThat(seen.bodies(2)).containsExactly(message(1).body(), message(2).body());
  }

  @Test
  void refusedDeviceShouldRenewItsLeaseAndComeUp() throws Exception {
    broker.secrets.remove(DEVICE.value());
    open(
        "secret",
        () -> {
          renewals.incrementAndGet();
          broker.secrets.put(DEVICE.value(), "secret");
        });
    seen.awaitState(LinkState::isUp);
    assertThat(renewals).hasValue(1);
  }

  @Test
  void endedSignOnShouldBeToldWhileTheLinkKeepsTrying() throws Exception {
    JmsMessageLink link =
        open(
            "wrong",
            () -> {
              throw new ServerException(
                  ServerException.Kind.SIGN_ON, "sign-on", "Run 'driftless login' again.");
            });
    seen.awaitState(state -> state instanceof Down down && down.code().equals("sign-on"));
    broker.secrets.put(DEVICE.value(), "wrong");
    seen.awaitState(LinkState::isUp);
    assertThat(link.state().isUp()).isTrue();
  }

  @Test
  void serverThatCannotCheckTheSignOnShouldBeToldAndNotTakenForARefusal() throws Exception {
    JmsMessageLink link =
        open(
            "secret",
            () -> {
              throw new ServerException(ServerException.Kind.BUSY, "busy", "status 503");
            });
    seen.awaitState(LinkState::isUp);
    broker.secrets.remove(DEVICE.value()); // as while the database that knows them is down
    assertThatThrownBy(() -> link.send(EnvelopeCodec.encode(message(1))))
        .isInstanceOf(LinkDownException.class);
    seen.awaitState(
        state ->
            state instanceof Down down
                && down.code().equals("busy")
                && down.reason().contains("can't check this device's sign-on just now"));
    seen.clear();
    broker.secrets.put(DEVICE.value(), "secret");
    seen.awaitState(LinkState::isUp);
  }

  @Test
  void brokerThatMovedShouldBeFoundByAskingTheServer() throws Exception {
    try (TestBroker moved = new TestBroker(temp.resolve("moved"))) {
      moved.createQueue(QUEUE);
      moved.createQueue(JmsLine.REQUESTS);
      moved.secrets.put(DEVICE.value(), "secret");
      broker.stop();
      JmsMessageLink link =
          new JmsMessageLink(
              new BrokerLogin(broker.address(), DEVICE, "secret"),
              renewals::incrementAndGet,
              () -> new BrokerLogin(moved.address(), DEVICE, "secret"));
      links.add(link);
      link.start(seen);
      seen.awaitState(LinkState::isUp);
      moved.send(QUEUE, message(1));
      assertThat(seen.bodies(1)).containsExactly(message(1).body());
      link.close();
    }
  }

  @Test
  void unlinkedDeviceShouldBeToldSo() throws Exception {
    open(
        "wrong",
        () -> {
          throw new ServerException(ServerException.Kind.NOT_FOUND, "no-device", "no such device");
        });
    seen.awaitState(state -> state instanceof Down down && down.code().equals("refused"));
  }

  @Test
  void unreadableMessageShouldArriveAsUnknownSoThatCursorsAreCompared() throws Exception {
    broker.send(QUEUE, new byte[] {1, 2, 3});
    broker.send(QUEUE, message(2));
    openUp();
    assertThat(seen.bodies(2))
        .containsExactly(new Message.Unknown("unreadable"), message(2).body());
  }

  @Test
  void brokerThatIsNotThereShouldBeTold() throws Exception {
    broker.stop();
    open("secret", renewals::incrementAndGet);
    seen.awaitState(state -> state instanceof Down down && down.code().equals("unreachable"));
    broker.start();
    seen.awaitState(LinkState::isUp);
    assertThat(renewals).hasValue(0);
  }
}
