package io.driftless.client.link;

import io.driftless.client.address.BrokerAddress;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.message.Envelope;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * A real broker in this process, with the names of the product's, its journal on disk and its port
 * kept over a restart. Lets in who is in {@link #secrets}.
 */
final class TestBroker implements AutoCloseable {

  private static final String PREFIX = "jms.queue.";

  final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Path folder;
  private final int port;
  private EmbeddedActiveMQ broker;

  TestBroker(Path folder) throws Exception {
    this.folder = folder;
    this.port = freePort();
    secrets.put("server", "server-secret");
    start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  BrokerAddress address() {
    return new BrokerAddress("127.0.0.1", port, false, false);
  }

  void start() throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setJournalDirectory(folder.resolve("journal").toString());
    configuration.setBindingsDirectory(folder.resolve("bindings").toString());
    configuration.setLargeMessagesDirectory(folder.resolve("large").toString());
    configuration.setPagingDirectory(folder.resolve("paging").toString());
    configuration.setSecurityInvalidationInterval(0);
    configuration.setAuthenticationCacheSize(0);
    configuration.addAcceptorConfiguration("test", "tcp://127.0.0.1:" + port + "?protocols=CORE");
    broker = new EmbeddedActiveMQ();
    broker.setConfiguration(configuration);
    broker.setSecurityManager(new Secrets());
    broker.start();
  }

  void createQueue(String name) throws Exception {
    broker
        .getActiveMQServer()
        .createQueue(
            QueueConfiguration.of(PREFIX + name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true),
            true);
  }

  void stop() throws Exception {
    broker.stop();
  }

  /** Closes every connection, as a revocation does. */
  void closeConnections() throws Exception {
    broker.getActiveMQServer().getActiveMQServerControl().closeConnectionsForAddress("127.0.0.1");
  }

  long messages(String queue) throws Exception {
    return broker
        .getActiveMQServer()
        .locateQueue(SimpleString.of(PREFIX + queue))
        .getMessageCount();
  }

  void send(String queue, byte[] body) throws Exception {
    withServerSession(
        session -> {
          MessageProducer producer = session.createProducer(session.createQueue(queue));
          BytesMessage message = session.createBytesMessage();
          message.writeBytes(body);
          producer.send(message);
          return null;
        });
  }

  void send(String queue, Envelope envelope) throws Exception {
    send(queue, EnvelopeCodec.encode(envelope));
  }

  /** Takes one message off a queue. */
  byte[] receive(String queue) throws Exception {
    return withServerSession(
        session -> {
          Message message = session.createConsumer(session.createQueue(queue)).receive(10_000);
          return message == null ? null : message.getBody(byte[].class);
        });
  }

  private <T> T withServerSession(Work<T> work) throws Exception {
    String url = "tcp://127.0.0.1:" + port + "?enable1xPrefixes=true&useEpoll=false";
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        var connection = factory.createConnection("server", "server-secret");
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      connection.start();
      return work.run(session);
    }
  }

  @Override
  public void close() throws Exception {
    broker.stop();
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Session session) throws JMSException;
  }

  private final class Secrets implements ActiveMQSecurityManager {

    @Override
    public boolean validateUser(String user, String password) {
      return user != null && password != null && password.equals(secrets.get(user));
    }

    @Override
    public boolean validateUserAndRole(
        String user, String password, Set<Role> roles, CheckType checkType) {
      return validateUser(user, password);
    }
  }
}
