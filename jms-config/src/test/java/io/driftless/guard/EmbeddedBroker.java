package io.driftless.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorImpl;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * A real broker in the test's JVM, set up as {@code broker.cli} sets up the server's: one CORE door
 * on a free port, the guard in it, device secrets looked up on every use.
 */
final class EmbeddedBroker implements AutoCloseable, RequestTap {
  /** Name and password of the server's own account. */
  static final String SERVER = "server";

  private final Map<String, String> secrets = new ConcurrentHashMap<>(Map.of(SERVER, SERVER));
  private final ActiveMQServer server;
  private final DeviceGuard guard;
  private final int port;
  private final ServerLocator locator;
  private final ClientSessionFactory factory;

  private EmbeddedBroker(Path folder, GuardSettings settings) throws Exception {
    port = freePort();
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration
        .setJournalDirectory(folder.resolve("journal").toString())
        .setBindingsDirectory(folder.resolve("bindings").toString())
        .setLargeMessagesDirectory(folder.resolve("large").toString())
        .setPagingDirectory(folder.resolve("paging").toString())
        .setJournalType(JournalType.NIO)
        .setJournalDatasync(false)
        .setSecurityEnabled(true)
        .setSecurityInvalidationInterval(10_000)
        .addAcceptorConfiguration(
            "door", "tcp://127.0.0.1:" + port + "?protocols=CORE;bufferSize=65536")
        .addAcceptorConfiguration("in-vm", "vm://" + port);
    configuration.getWildcardConfiguration().setRoutingEnabled(false);
    configuration.addAddressSetting("#", settings().setMaxDeliveryAttempts(10));
    configuration.addAddressSetting(
        "jms.queue.sync.device.#",
        settings().setMaxDeliveryAttempts(-1).setDefaultLastValueQueue(true));
    configuration.putSecurityRoles("#", Set.of(role("server", true, true)));
    configuration.putSecurityRoles(
        DeviceNames.REQUESTS, Set.of(role("server", true, true), role("device", true, false)));
    configuration.putSecurityRoles(
        "jms.queue.sync.device.#", Set.of(role("server", true, true), role("device", false, true)));
    for (String queue :
        Set.of(
            DeviceNames.REQUESTS,
            "jms.queue.sync.fanout",
            "jms.queue.sync.verify",
            "jms.queue.DLQ",
            "jms.queue.ExpiryQueue")) {
      configuration.addQueueConfiguration(queue(queue));
    }
    server = new ActiveMQServerImpl(configuration, new SecretTable());
    server.start();
    guard = new DeviceGuard(settings);
    server.getRemotingService().addIncomingInterceptor(guard);
    locator = ServerLocatorImpl.newLocator("vm://" + port);
    factory = locator.createSessionFactory();
  }

  static EmbeddedBroker start(Path folder) throws Exception {
    return start(folder, GuardSettings.DEFAULT);
  }

  static EmbeddedBroker start(Path folder, GuardSettings settings) throws Exception {
    return new EmbeddedBroker(folder, settings);
  }

  /** Enrols a device: its secret, and its queue. */
  BrokerTarget.Account enrol(String device) throws Exception {
    secrets.put(device, "secret of " + device);
    server.createQueue(
        queue(DeviceNames.queueOf(device)).setLastValue(true).setAutoCreateAddress(true), true);
    return new BrokerTarget.Account(device, "secret of " + device);
  }

  void revoke(String device) {
    secrets.remove(device);
  }

  String url() {
    return "tcp://127.0.0.1:" + port + "?enable1xPrefixes=true";
  }

  DeviceGuard guard() {
    return guard;
  }

  ActiveMQServer server() {
    return server;
  }

  /** A session of the server itself, inside the JVM. */
  ClientSession session() throws Exception {
    ClientSession session = factory.createSession(SERVER, SERVER, false, true, true, false, 1);
    session.start();
    return session;
  }

  @Override
  public void drain() throws Exception {
    try (ClientSession session = session();
        ClientConsumer consumer = session.createConsumer(DeviceNames.REQUESTS)) {
      for (ClientMessage m = consumer.receiveImmediate();
          m != null;
          m = consumer.receiveImmediate()) {
        m.acknowledge();
      }
    }
  }

  @Override
  public Seen next() throws Exception {
    try (ClientSession session = session();
        ClientConsumer consumer = session.createConsumer(DeviceNames.REQUESTS)) {
      ClientMessage message = consumer.receive(10_000);
      if (message == null) {
        throw new AssertionError("no request arrived");
      }
      message.acknowledge();
      Map<String, Object> properties = new HashMap<>();
      for (SimpleString name : message.getPropertyNames()) {
        Object value = message.getObjectProperty(name);
        properties.put(
            name.toString(), value instanceof SimpleString text ? text.toString() : value);
      }
      return new Seen(
          properties, message.getPriority(), message.getExpiration(), message.getBodySize());
    }
  }

  @Override
  public void close() throws Exception {
    locator.close();
    server.stop();
  }

  private static AddressSettings settings() {
    return new AddressSettings()
        .setAutoCreateQueues(false)
        .setAutoCreateAddresses(false)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false)
        .setMaxSizeBytes(2 << 20)
        .setPageSizeBytes(1 << 20)
        .setInitialQueueBufferSize(16)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
  }

  private static Role role(String name, boolean send, boolean consume) {
    boolean all = send && consume;
    return new Role(name, send, consume, all, all, all, all, all, all, all, all, all, all);
  }

  private static QueueConfiguration queue(String name) {
    return QueueConfiguration.of(name)
        .setAddress(name)
        .setRoutingType(RoutingType.ANYCAST)
        .setDurable(true)
        .setAutoDelete(false);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Secrets in a map, asked anew on every use, as the server's realm asks its database. */
  private final class SecretTable implements ActiveMQSecurityManager {
    @Override
    public boolean validateUser(String user, String password) {
      return user != null && password != null && password.equals(secrets.get(user));
    }

    @Override
    public boolean validateUserAndRole(
        String user, String password, Set<Role> roles, CheckType type) {
      String role = SERVER.equals(user) ? "server" : "device";
      return validateUser(user, password)
          && roles.stream().anyMatch(r -> r.getName().equals(role) && type.hasRole(r));
    }
  }
}
