package io.driftless.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.guard.BrokerTarget.Account;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.security.auth.login.Configuration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorImpl;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker as {@code src/main/broker} sets it up, with devices in a real database: the whole
 * suite, and what the server does from outside of its JVM.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandaloneBrokerTest implements RequestTap {

  private static final Path FILES = Path.of("src/main/broker").toAbsolutePath();
  private static final String SERVER = "driftless.server";
  private static final String PASSWORD = "a long password";

  private final Map<String, String> before = new HashMap<>();
  private EmbeddedPostgres database;
  private ActiveMQServer server;
  private ServerLocator locator;
  private int port;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    database = EmbeddedPostgres.start();
    change(
        "CREATE TABLE device (id text PRIMARY KEY, virtual boolean NOT NULL DEFAULT false,"
            + " secret_hash text NOT NULL, revoked_at timestamptz,"
            + " lease_until timestamptz NOT NULL DEFAULT now() + interval '1 hour')");
    Files.writeString(folder.resolve("server-users.properties"), SERVER + "=" + PASSWORD + "\n");
    Files.writeString(folder.resolve("server-roles.properties"), "server=" + SERVER + "\n");
    port = freePort();
    set("driftless.broker.data", folder.resolve("data").toString());
    set("driftless.broker.etc", folder.toString());
    set("driftless.broker.host", "127.0.0.1");
    set("driftless.broker.port", Integer.toString(port));
    set("driftless.broker.tls", "false");
    set("driftless.db.url", database.getJdbcUrl("postgres", "postgres"));
    set("driftless.db.user", "postgres");
    set("driftless.db.password", "postgres");
    set("driftless.guard.trustedUsers", SERVER);
    set("java.security.auth.login.config", FILES.resolve("login.config").toString());
    Configuration.setConfiguration(null);
    FileConfiguration configuration = new FileConfiguration();
    FileDeploymentManager files =
        new FileDeploymentManager(FILES.resolve("broker.xml").toUri().toString());
    files.addDeployable(configuration);
    files.readConfiguration();
    server = new ActiveMQServerImpl(configuration, new ActiveMQJAASSecurityManager("driftless"));
    server.start();
    locator = ServerLocatorImpl.newLocator(url());
  }

  private void set(String property, String value) {
    before.put(property, System.getProperty(property));
    System.setProperty(property, value);
  }

  @AfterAll
  void stop() throws Exception {
    locator.close();
    server.stop();
    before.forEach(
        (property, value) -> {
          if (value == null) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, value);
          }
        });
    Configuration.setConfiguration(null);
    database.close();
  }

  private String url() {
    return "tcp://127.0.0.1:" + port + "?enable1xPrefixes=true";
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void change(String statement, Object... parameters) throws Exception {
    try (Connection connection = database.getPostgresDatabase().getConnection();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < parameters.length; i++) {
        prepared.setObject(i + 1, parameters[i]);
      }
      prepared.executeUpdate();
    }
  }

  private Account enrol(String device) throws Exception {
    String secret = "secret of " + device;
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    change(
        "INSERT INTO device (id, secret_hash) VALUES (?, ?)",
        device,
        HexFormat.of().formatHex(digest));
    String queue = DeviceNames.queueOf(device);
    String wanted =
        "{\"name\":\"%1$s\",\"address\":\"%1$s\",\"routing-type\":\"ANYCAST\",\"durable\":true,"
            + "\"last-value\":true,\"auto-create-address\":true,\"auto-delete\":false}";
    try (ClientSession session = session();
        ClientRequestor requestor = new ClientRequestor(session, "activemq.management")) {
      ask(session, requestor, "createQueue", wanted.formatted(queue), true);
    }
    return new Account(device, secret);
  }

  /** A session of the server, over the network like everybody's. */
  private ClientSession session() throws Exception {
    ClientSession session =
        locator.createSessionFactory().createSession(SERVER, PASSWORD, false, true, true, false, 1);
    session.start();
    return session;
  }

  @TestFactory
  Stream<DynamicTest> refusals() throws Exception {
    BrokerTarget target = new BrokerTarget(url(), enrol("laptop-7f3a"), enrol("desktop-02c1"));
    return new BrokerRefusalSuite(target, this).tests();
  }

  @Test
  void fileShouldSayWhatTheScriptSays() {
    assertThat(settings("jms.queue.sync.requests").getDeadLetterAddress().toString())
        .isEqualTo("jms.queue.sync.failed");
    assertThat(settings("jms.queue.sync.device.x").isDefaultLastValueQueue()).isTrue();
    assertThat(settings("jms.queue.sync.device.x").getMaxDeliveryAttempts()).isEqualTo(-1);
    assertThat(settings("jms.queue.sync.device.x").getPageLimitBytes()).isEqualTo(16L << 20);
    for (String address : new String[] {"jms.queue.sync.requests", "jms.queue.sync.device.x"}) {
      assertThat(settings(address).isAutoCreateQueues()).isFalse();
      assertThat(settings(address).isAutoCreateAddresses()).isFalse();
    }
    assertThat(server.getConfiguration().getWildcardConfiguration().isRoutingEnabled()).isFalse();
    for (String queue :
        new String[] {"DLQ", "sync.requests", "sync.failed", "sync.fanout", "sync.verify"}) {
      assertThat(server.locateQueue(SimpleString.of("jms.queue." + queue)) != null)
          .as(queue)
          .isTrue();
    }
  }

  private AddressSettings settings(String address) {
    return server.getAddressSettingsRepository().getMatch(address);
  }

  @Test
  void revocationFromTheServerShouldCloseTheConnectionsOfTheDevice() throws Exception {
    Account device = enrol("phone-11aa");
    BrokerTarget target = new BrokerTarget(url(), device, device);
    try (DeviceConnection connection = DeviceConnection.open(target);
        ClientSession management = session()) {
      CountDownLatch closed = new CountDownLatch(1);
      connection.session().addFailureListener(new ClosedListener(closed));
      change("UPDATE device SET revoked_at = now() WHERE id = ?", device.device());
      try (ClientRequestor requestor = new ClientRequestor(management, "activemq.management")) {
        ask(management, requestor, "clearAuthenticationCache");
        ask(management, requestor, "closeConnectionsForUser", device.device());
      }
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
    Refused.assertRefused(() -> DeviceConnection.open(target));
  }

  private static void ask(
      ClientSession session, ClientRequestor requestor, String operation, Object... arguments)
      throws Exception {
    ClientMessage request = session.createMessage(false);
    ManagementHelper.putOperationInvocation(request, "broker", operation, arguments);
    assertThat(ManagementHelper.hasOperationSucceeded(requestor.request(request)))
        .as(operation)
        .isTrue();
  }

  @Test
  void lapsedLeaseShouldKeepTheDeviceOut() throws Exception {
    Account device = enrol("tablet-22bb");
    change("UPDATE device SET lease_until = now() WHERE id = ?", device.device());
    Refused.assertRefused(() -> DeviceConnection.open(new BrokerTarget(url(), device, device)));
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
}
