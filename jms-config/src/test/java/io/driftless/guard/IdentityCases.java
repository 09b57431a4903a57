package io.driftless.guard;

import static io.driftless.guard.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.XAConnection;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage_V2;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage_V3;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionXACommitMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionXAForgetMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionXAJoinMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionXAPrepareMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionXAResumeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionXARollbackMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionXAStartMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Who may open a session, of which kind, and whose session a packet counts for. */
final class IdentityCases {
  private static final int CURRENT = PacketImpl.ARTEMIS_2_37_0_VERSION;

  private final BrokerTarget target;

  IdentityCases(BrokerTarget target) {
    this.target = target;
  }

  Stream<DynamicTest> tests() {
    return Stream.of(logins(), transactions(), sessions()).flatMap(s -> s);
  }

  private Stream<DynamicTest> logins() {
    String own = target.own().device();
    String secret = target.own().secret();
    return Stream.of(
        login("wrong secret", own, secret + "x"),
        login("no secret", own, null),
        login("secret of another device", own, target.other().secret()),
        login("name of another device", target.other().device(), secret),
        login("name in another case", own.toUpperCase(Locale.ROOT), secret),
        login("name with a space", own + " ", secret),
        login("unknown name", "no-such-device", secret),
        login("anonymous", null, null),
        login("empty name", "", ""),
        login("guest", "guest", "guest"),
        login("wildcard", "#", secret),
        login("cluster account", "ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!"),
        login("statement in the name", "' OR '1'='1", secret));
  }

  private DynamicTest login(String name, String user, String password) {
    return DynamicTest.dynamicTest(
        "loginShouldBeRefused: " + name,
        () -> assertRefused(() -> DeviceConnection.open(target.url(), user, password).close()));
  }

  private Stream<DynamicTest> transactions() {
    Xid xid = new FixedXid();
    Stream<Packet> packets =
        Stream.of(
            new SessionXAStartMessage(xid),
            new SessionXAJoinMessage(xid),
            new SessionXAResumeMessage(xid),
            new SessionXAPrepareMessage(xid),
            new SessionXACommitMessage(xid, true),
            new SessionXARollbackMessage(xid),
            new SessionXAForgetMessage(xid),
            new PacketImpl(PacketImpl.SESS_XA_INDOUBT_XIDS),
            new PacketImpl(PacketImpl.SESS_XA_SUSPEND),
            new PacketImpl(PacketImpl.SESS_XA_GET_TIMEOUT));
    Stream<DynamicTest> raw =
        packets.map(
            packet ->
                test(
                    "transactionPacketShouldBeRefused: type " + packet.getType(),
                    c -> assertRefused(() -> c.sendRaw(packet))));
    return Stream.concat(
        raw,
        Stream.of(
            DynamicTest.dynamicTest(
                "transactionSessionShouldBeRefused", () -> assertRefused(this::openXaSession)),
            DynamicTest.dynamicTest(
                "recoverByJmsShouldBeRefused", () -> assertRefused(this::recoverByJms))));
  }

  private void openXaSession() throws Exception {
    DeviceConnection.open(target.url(), target.own().device(), target.own().secret(), true).close();
  }

  private void recoverByJms() throws Exception {
    try (var factory = new ActiveMQXAConnectionFactory(DeviceConnection.oneTry(target.url()));
        XAConnection connection =
            factory.createXAConnection(target.own().device(), target.own().secret())) {
      var resource = connection.createXASession().getXAResource();
      for (Xid xid : resource.recover(XAResource.TMSTARTRSCAN)) {
        resource.rollback(xid);
      }
    }
  }

  private Stream<DynamicTest> sessions() {
    return Stream.of(
        test(
            "secondUserOnOneConnectionShouldBeRefused",
            c ->
                assertRefused(
                    () ->
                        c.factory()
                            .createSession(
                                target.other().device(),
                                target.other().secret(),
                                false,
                                true,
                                true,
                                false,
                                1))),
        test(
            "sessionOfAnOldProtocolShouldBeRefused",
            c -> assertRefused(() -> createSession(c, PacketImpl.ADDRESSING_CHANGE_VERSION, 100))),
        test(
            "sessionOnAChannelInUseShouldBeRefused",
            c -> assertRefused(() -> createSession(c, CURRENT, c.channel().getID()))),
        test("secondSessionOnANewChannelShouldPass", c -> createSession(c, CURRENT, 100)),
        test(
            "sessionsWithoutEndShouldBeRefused",
            c ->
                assertRefused(
                    () -> {
                      for (int i = 0; i <= ConnectionState.MAX_SESSIONS; i++) {
                        createSession(c, CURRENT, 100 + i);
                      }
                    })),
        test(
            "packetWithoutSessionShouldBeRefused",
            c ->
                assertRefused(
                    () -> {
                      ClientMessage message = c.session().createMessage(true);
                      message.setAddress(DeviceNames.REQUESTS);
                      var packet = new SessionSendMessage_V3((CoreMessage) message, false, null, 0);
                      c.channel().getConnection().getChannel(4711, -1).send(packet);
                      c.ping();
                    })),
        test(
            "queueByTheReplicationPacketShouldBeRefused",
            c ->
                assertRefused(
                    () ->
                        c.sendRawOnFirst(
                            new CreateQueueMessage(
                                DeviceNames.REQUESTS_ADDRESS,
                                SimpleString.of("stolen"),
                                null,
                                true,
                                false,
                                false)))),
        DynamicTest.dynamicTest("sessionOfAnotherShouldNotBeTakenOver", this::takeOver));
  }

  private void createSession(DeviceConnection c, int version, long channel) throws Exception {
    c.firstChannel()
        .sendBlocking(
            new CreateSessionMessage_V2(
                "session-" + version + "-" + channel,
                channel,
                version,
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

  private void takeOver() throws Exception {
    try (DeviceConnection victim =
            DeviceConnection.open(target.url(), target.other().device(), target.other().secret());
        DeviceConnection thief = DeviceConnection.open(target)) {
      String name = ((ClientSessionInternal) victim.session()).getName();
      var answer =
          (ReattachSessionResponseMessage)
              thief
                  .firstChannel()
                  .sendBlocking(
                      new ReattachSessionMessage(name, -1), PacketImpl.REATTACH_SESSION_RESP);
      assertThat(answer.isReattached()).isFalse();
      victim.ping();
    }
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

  /** Any transaction's name; it need not exist to be refused. */
  private static final class FixedXid implements Xid {
    @Override
    public int getFormatId() {
      return 131_077;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return "a transaction of the server".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
      return "branch".getBytes(StandardCharsets.UTF_8);
    }
  }
}
