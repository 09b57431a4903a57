package io.driftless.guard;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.ServerSessionPacketHandler;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ActiveMQExceptionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ActiveMQExceptionMessage_V2;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * Closes the broker to devices: an incoming interceptor that asks {@link PacketRules} about every
 * packet from outside the JVM and carries out the verdict.
 *
 * <p>Never throws. The broker logs what an interceptor throws and lets the packet through, so every
 * failure in here ends the connection instead.
 */
public final class DeviceGuard implements Interceptor, GuardStatusMXBean {
  private static final Logger LOG = Logger.getLogger(DeviceGuard.class.getName());

  private final RefusalLog refusals = new RefusalLog(System.nanoTime());
  private final Connections connections;
  private final PacketRules rules;

  /** Reads its limits from the system properties {@code driftless.guard.*}. */
  public DeviceGuard() {
    this(GuardSettings.read(System::getProperty));
    register();
  }

  DeviceGuard(GuardSettings settings) {
    connections = new Connections(settings);
    rules = new PacketRules(settings, new DeviceRates(settings, System.nanoTime()));
  }

  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    try {
      if (connection.getTransportConnection() instanceof InVMConnection) {
        closeRevoked(packet);
        return true;
      }
      return carryOut(packet, (CoreRemotingConnection) connection);
    } catch (Throwable failure) {
      return closeAfter(failure, connection);
    }
  }

  @Override
  public Map<String, Long> getRefusals() {
    return refusals.counts();
  }

  @Override
  public int getConnections() {
    return connections.size();
  }

  private boolean carryOut(Packet packet, CoreRemotingConnection connection) {
    long now = System.nanoTime();
    ConnectionState state = connections.of(connection, now);
    Peer peer = new Remote(connection);
    Verdict verdict = rules.judge(packet, state, peer, now);
    if (verdict instanceof Verdict.Pass) {
      if (rules.trusts(packet, state, peer)) {
        closeRevoked(packet);
      }
      return true;
    }
    if (verdict instanceof Verdict.Answer answer) {
      connection.getChannel(packet.getChannelID(), -1).send(answer.response());
    } else if (verdict instanceof Verdict.Refuse refuse) {
      refuse(refuse, packet, state, connection);
    }
    return false;
  }

  private void refuse(
      Verdict.Refuse refuse,
      Packet packet,
      ConnectionState state,
      CoreRemotingConnection connection) {
    refusals.refused(
        new RefusalLog.Refuse(
            refuse.kind(), refuse.detail(), state.user(), connection.getRemoteAddress()),
        null,
        System.nanoTime());
    ActiveMQException reason = exception(refuse);
    if (refuse.kind() != Refusal.NO_SESSION && awaitsAnswer(packet)) {
      connection.getChannel(packet.getChannelID(), -1).send(answer(packet, reason));
    } else {
      connection.fail(reason);
    }
  }

  private record Remote(CoreRemotingConnection connection) implements Peer {

    @Override
    public @Nullable String authenticatedOn(long channel) {
      return connection.getChannel(channel, -1).getHandler()
              instanceof ServerSessionPacketHandler handler
          ? handler.getSession().getUsername()
          : null;
    }

    @Override
    public String address() {
      return RemoteAddress.withoutPort(connection.getRemoteAddress());
    }
  }

  /** Whether the sender waits for an answer, so that an exception reaches who caused it. */
  private static boolean awaitsAnswer(Packet packet) {
    return switch (packet.getType()) {
      case PacketImpl.CREATESESSION,
          PacketImpl.CREATESESSION_V2,
          PacketImpl.SESS_QUEUEQUERY,
          PacketImpl.SESS_BINDINGQUERY,
          PacketImpl.SESS_ADD_METADATA2,
          PacketImpl.SESS_UNIQUE_ADD_METADATA,
          PacketImpl.DELETE_QUEUE ->
          true;
      default -> packet.isRequiresResponse();
    };
  }

  private static Packet answer(Packet packet, ActiveMQException reason) {
    return packet.isResponseAsync()
        ? new ActiveMQExceptionMessage_V2(packet.getCorrelationID(), reason)
        : new ActiveMQExceptionMessage(reason);
  }

  private static ActiveMQException exception(Verdict.Refuse refuse) {
    String text = "refused by the guard: " + refuse.kind() + ", " + refuse.detail();
    return switch (refuse.kind()) {
      case TOO_FAST -> new ActiveMQAddressFullException(text);
      case TOO_LARGE, MESSAGE_FORM -> new ActiveMQException(text);
      default -> new ActiveMQSecurityException(text);
    };
  }

  private void closeRevoked(Packet packet) {
    String user = null;
    try {
      user = Revocation.userOf(packet);
    } catch (Exception unreadable) {
      LOG.log(Level.WARNING, "Could not read a management message", unreadable);
    }
    if (user != null) {
      int closed =
          connections.close(user, new ActiveMQDisconnectedException("device may not stay"));
      Level level = closed > 0 ? Level.INFO : Level.FINE;
      LOG.log(level, "Closed {0} connections of {1}", new Object[] {closed, user});
    }
  }

  private boolean closeAfter(Throwable failure, RemotingConnection connection) {
    try {
      refusals.refused(
          new RefusalLog.Refuse(
              Refusal.GUARD_FAILURE, failure.toString(), null, connection.getRemoteAddress()),
          failure,
          System.nanoTime());
    } catch (Throwable alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
    try {
      connection.fail(new ActiveMQSecurityException("the guard failed"));
    } catch (Throwable alsoFailed) {
      connection.getTransportConnection().close();
    }
    return false;
  }

  private void register() {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName name = new ObjectName(NAME);
      if (server.isRegistered(name)) {
        server.unregisterMBean(name);
      }
      server.registerMBean(this, name);
    } catch (JMException e) {
      LOG.log(Level.WARNING, "The guard works, but can't be watched by JMX", e);
    }
  }
}
