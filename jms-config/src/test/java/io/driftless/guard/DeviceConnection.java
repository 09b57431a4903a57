package io.driftless.guard;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorImpl;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.ActiveMQSessionContext;

/**
 * One connection of a device with the broker's own client, and below it: packets that the client
 * would never send. Gives up at the first loss of the connection.
 */
final class DeviceConnection implements AutoCloseable {
  private static final String ONE_TRY =
      "reconnectAttempts=0&initialConnectAttempts=1&callTimeout=10000&blockOnNonDurableSend=true"
          + "&producerWindowSize=-1";

  private final ServerLocator locator;
  private final ClientSessionFactory factory;
  private final ClientSession session;

  private DeviceConnection(
      ServerLocator locator, ClientSessionFactory factory, ClientSession session) {
    this.locator = locator;
    this.factory = factory;
    this.session = session;
  }

  static DeviceConnection open(String url, String user, String password) throws Exception {
    return open(url, user, password, false);
  }

  static DeviceConnection open(BrokerTarget target) throws Exception {
    return open(target.url(), target.own().device(), target.own().secret());
  }

  static DeviceConnection open(String url, String user, String password, boolean xa)
      throws Exception {
    ServerLocator locator = ServerLocatorImpl.newLocator(oneTry(url));
    try {
      ClientSessionFactory factory = locator.createSessionFactory();
      ClientSession session = factory.createSession(user, password, xa, true, true, false, 1);
      session.start();
      return new DeviceConnection(locator, factory, session);
    } catch (Exception refused) {
      locator.close();
      throw refused;
    }
  }

  /** The address with what a test wants to differ from a real client: one try, short waits. */
  static String oneTry(String url) {
    String bare =
        url.replaceAll(
            "(?<=[?&])(reconnectAttempts|initialConnectAttempts|callTimeout|confirmationWindowSize)"
                + "=[^&]*&?",
            "");
    return bare + (bare.contains("?") ? "&" : "?") + ONE_TRY;
  }

  ClientSession session() {
    return session;
  }

  ClientSessionFactory factory() {
    return factory;
  }

  /** Sends a small durable message and waits until the broker has it. */
  void send(String address) throws Exception {
    send(address, session.createMessage(ClientMessage.BYTES_TYPE, true));
  }

  void send(String address, ClientMessage message) throws Exception {
    try (ClientProducer producer = session.createProducer((SimpleString) null)) {
      producer.send(address, message);
    }
  }

  ClientConsumer consume(String queue) throws Exception {
    return session.createConsumer(queue);
  }

  ClientConsumer browse(String queue) throws Exception {
    return session.createConsumer(queue, true);
  }

  /** The channel of the session, to put packets on that the client has no call for. */
  Channel channel() {
    return ((ActiveMQSessionContext) ((ClientSessionInternal) session).getSessionContext())
        .getSessionChannel();
  }

  /** The channel on which sessions are asked for. */
  Channel firstChannel() {
    return channel().getConnection().getChannel(1, -1);
  }

  /** Sends a raw packet, then a harmless call, which fails if the packet cost the connection. */
  void sendRaw(Packet packet) throws Exception {
    channel().send(packet);
    ping();
  }

  /** A packet on the first channel, then a harmless call. */
  void sendRawOnFirst(Packet packet) throws Exception {
    firstChannel().send(packet);
    ping();
  }

  /** A call that every device may make. */
  void ping() throws Exception {
    session.addressQuery(DeviceNames.REQUESTS_ADDRESS);
  }

  @Override
  public void close() {
    locator.close();
  }
}
