package io.driftless.guard;

import static io.driftless.guard.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.guard.GuardSettings.Rate;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage_V2;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard at work in a broker: limits at their edge, and connections that must end. */
class GuardBrokerTest {
  private static final long HOURLY = 1;

  @TempDir private Path folder;
  private EmbeddedBroker broker;

  @AfterEach
  void stop() throws Exception {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void sendsShouldPassUntilTheAllowanceIsUsedUp() throws Exception {
    int burst = 20;
    BrokerTarget target = start(limits(new Rate(HOURLY, burst), GuardSettings.DEFAULT.bytes()));
    int charged = 0;
    try (DeviceConnection c = DeviceConnection.open(target)) {
      while (charged <= burst + 2) {
        c.ping();
        charged++;
      }
    } catch (ActiveMQAddressFullException full) {
      assertThat(full).hasMessageContaining("TOO_FAST");
    }
    // one more may have come in by the clock
    assertThat(charged).isBetween(burst, burst + 1);
    assertThat(broker.guard().getRefusals()).containsOnlyKeys("TOO_FAST");
  }

  @Test
  void newConnectionShouldNotRefillTheAllowance() throws Exception {
    BrokerTarget target = start(limits(new Rate(HOURLY, 10), GuardSettings.DEFAULT.bytes()));
    try (DeviceConnection c = DeviceConnection.open(target)) {
      assertRefused(
          () -> {
            for (int i = 0; i < 12; i++) {
              c.ping();
            }
          });
    }
    try (DeviceConnection c = DeviceConnection.open(target)) {
      assertRefused(
          () -> {
            c.ping();
            c.ping();
          });
    }
  }

  @Test
  void bytesShouldBeBoundedAsWell() throws Exception {
    BrokerTarget target = start(limits(GuardSettings.DEFAULT.messages(), new Rate(1, 100_000)));
    try (DeviceConnection c = DeviceConnection.open(target)) {
      assertRefused(
          () -> {
            for (int i = 0; i < 3; i++) {
              ClientMessage message = c.session().createMessage(ClientMessage.BYTES_TYPE, true);
              message.getBodyBuffer().writeBytes(new byte[40_000]);
              c.send(DeviceNames.REQUESTS, message);
            }
          });
    }
  }

  /** In one packet, as a client sends that is told to. */
  @Test
  void senderOfAMessageThatIsTooLargeShouldBeToldAndStay() throws Exception {
    BrokerTarget target = start(GuardSettings.DEFAULT);
    String url = target.url() + "&minLargeMessageSize=" + (8 << 20);
    try (DeviceConnection c =
        DeviceConnection.open(new BrokerTarget(url, target.own(), target.other()))) {
      assertThatThrownBy(() -> c.send(DeviceNames.REQUESTS, tooLarge(c)))
          .isInstanceOf(ActiveMQException.class)
          .hasMessageContaining("refused by the guard: TOO_LARGE");
      c.ping();
    }
  }

  /** In pieces, as clients send by themselves: no piece but the last is waited for. */
  @Test
  void senderOfALargeMessageThatIsTooLargeShouldLoseItsConnection() throws Exception {
    BrokerTarget target = start(GuardSettings.DEFAULT);
    try (DeviceConnection c = DeviceConnection.open(target)) {
      assertThatThrownBy(() -> c.send(DeviceNames.REQUESTS, tooLarge(c)))
          .isInstanceOf(ActiveMQException.class);
      assertThatThrownBy(c::ping).isInstanceOf(ActiveMQException.class);
    }
  }

  private static ClientMessage tooLarge(DeviceConnection c) {
    ClientMessage message = c.session().createMessage(ClientMessage.BYTES_TYPE, true);
    message.getBodyBuffer().writeBytes(new byte[3 << 20]);
    return message;
  }

  @Test
  void revocationShouldCloseEveryConnectionOfTheDeviceAndNoOther() throws Exception {
    BrokerTarget target = start(GuardSettings.DEFAULT);
    try (DeviceConnection first = DeviceConnection.open(target);
        DeviceConnection second = DeviceConnection.open(target);
        DeviceConnection bystander = openOther(target)) {
      CountDownLatch closed = new CountDownLatch(2);
      first.session().addFailureListener(new ClosedListener(closed));
      second.session().addFailureListener(new ClosedListener(closed));
      broker.revoke(target.own().device());
      closeConnectionsOf(target.own().device());
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      assertRefused(first::ping);
      assertRefused(() -> second.send(DeviceNames.REQUESTS));
      assertRefused(() -> DeviceConnection.open(target).close());
      bystander.ping();
    }
  }

  /** The broker forgets a session whose name another connection takes; the guard must not. */
  @Test
  void revocationShouldFindASessionThatHidesBehindItsName() throws Exception {
    BrokerTarget target = start(GuardSettings.DEFAULT);
    try (DeviceConnection hidden = DeviceConnection.open(target);
        DeviceConnection decoy = DeviceConnection.open(target)) {
      String name = ((ClientSessionInternal) hidden.session()).getName();
      takeName(decoy, name, target);
      assertThat(broker.server().getSessions())
          .as("what the broker itself would close")
          .filteredOn(session -> session.getName().equals(name))
          .hasSize(1);
      decoy.close();
      CountDownLatch closed = new CountDownLatch(1);
      hidden.session().addFailureListener(new ClosedListener(closed));
      broker.revoke(target.own().device());
      closeConnectionsOf(target.own().device());
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void failureOfTheGuardShouldCloseTheConnection() throws Exception {
    BrokerTarget target = start(GuardSettings.DEFAULT);
    try (DeviceConnection c = DeviceConnection.open(target)) {
      // of the right type, but with nothing inside that the rules could read
      var hollow = new SessionSendMessage((ClientMessage) null, true, null);
      assertThat(
              broker
                  .guard()
                  .intercept(
                      hollow,
                      broker.server().getRemotingService().getConnections().stream()
                          .filter(r -> !r.getRemoteAddress().startsWith("invm"))
                          .findFirst()
                          .orElseThrow()))
          .isFalse();
    }
    assertThat(broker.guard().getRefusals()).isNotEmpty();
  }

  @Test
  void closedConnectionsShouldBeForgotten() throws Exception {
    BrokerTarget target = start(GuardSettings.DEFAULT);
    for (int i = 0; i < 5; i++) {
      DeviceConnection.open(target).close();
    }
    for (int i = 0; i < 500 && broker.guard().getConnections() > 0; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(broker.guard().getConnections()).isZero();
  }

  private BrokerTarget start(GuardSettings settings) throws Exception {
    broker = EmbeddedBroker.start(folder, settings);
    return new BrokerTarget(broker.url(), broker.enrol("laptop"), broker.enrol("desktop"));
  }

  private static GuardSettings limits(Rate messages, Rate bytes) {
    GuardSettings base = GuardSettings.DEFAULT;
    return new GuardSettings(base.maxMessageBytes(), messages, bytes, base.packets(), Set.of());
  }

  private static DeviceConnection openOther(BrokerTarget target) throws Exception {
    return DeviceConnection.open(target.url(), target.other().device(), target.other().secret());
  }

  private static void takeName(DeviceConnection connection, String name, BrokerTarget target)
      throws Exception {
    connection
        .firstChannel()
        .sendBlocking(
            new CreateSessionMessage_V2(
                name,
                50,
                PacketImpl.ARTEMIS_2_37_0_VERSION,
                target.own().device(),
                target.own().secret(),
                100_000,
                false,
                true,
                true,
                false,
                -1,
                null,
                null),
            PacketImpl.CREATESESSION_RESP);
  }

  /** The management message that the server sends when it revokes a device. */
  private void closeConnectionsOf(String device) throws Exception {
    try (ClientSession session = broker.session()) {
      ClientMessage message = session.createMessage(true);
      ManagementHelper.putOperationInvocation(
          message, ResourceNames.BROKER, "closeConnectionsForUser", device);
      session.createProducer("activemq.management").send(message);
    }
  }
}
