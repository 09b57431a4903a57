package io.driftless.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.codec.MalformedMessageException;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.message.Message.Update;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A device that speaks the protocol itself, without a client: to send what no client would. */
final class RawDevice implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private static final Map<String, String> NEW = Map.of("name", "raw", "platform", "linux");

  final String id;
  private final String secret;
  private final ActiveMQConnectionFactory factory;
  private final Connection connection;
  private final Session session;
  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  private Cursor cursor;
  private boolean handedOn;
  private long sequence;
  private long answered;

  private RawDevice(String id, String secret, ActiveMQConnectionFactory factory, Cursor cursor)
      throws JMSException {
    this.id = id;
    this.secret = secret;
    this.factory = factory;
    this.connection = factory.createConnection(id, secret);
    this.cursor = cursor;
    this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    Session listening = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    listening
        .createConsumer(listening.createQueue("sync.device." + id))
        .setMessageListener(this::receive);
    connection.start();
  }

  /** Enrols over the API and connects to the broker. */
  static RawDevice enrol(RunningStack stack, String user, Cursor cursor)
      throws IOException, InterruptedException, JMSException {
    return connect(stack, stack.call("POST", "/api/v1/devices", user, NEW), cursor);
  }

  /** Enrols for whoever calls the API, and connects to the broker. */
  static RawDevice enrol(Api api, RunningStack stack, Cursor cursor)
      throws IOException, InterruptedException, JMSException {
    return connect(stack, api.call("POST", "/devices", NEW).json(), cursor);
  }

  private static RawDevice connect(RunningStack stack, JsonNode enrolled, Cursor cursor)
      throws IOException, JMSException {
    URI broker = URI.create(stack.address("broker"));
    String id = enrolled.path("device").asText();
    String secret = enrolled.path("secret").asText();
    @SuppressWarnings("resource") // the connection closes it
    ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory(
            "tcp://%s:%d?httpUpgradeEnabled=true&httpUpgradeEndpoint=http-acceptor&enable1xPrefixes=true"
                .formatted(broker.getHost(), broker.getPort()));
    return new RawDevice(id, secret, factory, cursor);
  }

  /** The same device over another connection; what it has sent and received is forgotten. */
  RawDevice again() throws JMSException {
    handedOn = true;
    return new RawDevice(id, secret, factory, cursor);
  }

  /** A new folder in the root. */
  static Change folder(String name) {
    return new Change.MakeFolder(new NodeId(UUID.randomUUID()), NodeId.ROOT, name, 0);
  }

  /** A commit with the device's next sequence. */
  CommitRequest request(WorkspaceId workspace, Change... changes) {
    sequence++;
    return new CommitRequest(
        workspace, new CommitId(UUID.randomUUID()), sequence, answered, cursor, List.of(changes));
  }

  void send(CommitRequest request) throws JMSException {
    send(EnvelopeCodec.encode(Envelope.of(cursor.epoch(), request)));
  }

  void send(byte[] bytes) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(bytes);
    session.createProducer(session.createQueue("sync.requests")).send(message);
  }

  /** The next answer. */
  CommitAnswer answer() throws InterruptedException {
    CommitAnswer answer = (CommitAnswer) next(CommitAnswer.class::isInstance);
    answered = Math.max(answered, answer.sequence());
    if (answer.head() != null) {
      cursor = answer.head();
    }
    return answer;
  }

  /** The next update that reaches at least this revision. */
  Update update(Revision atLeast) throws InterruptedException {
    return (Update)
        next(
            message ->
                message instanceof Update update && !atLeast.isAfter(update.to().revision()));
  }

  /** The next message that fits; others are dropped. */
  Message next(Predicate<Message> wanted) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Message message = received.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        throw new AssertionError("Device " + id + " got nothing in " + PATIENCE_SECONDS + " s");
      }
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  /** What arrived and was not asked for yet. */
  List<Message> unread() {
    return List.copyOf(received);
  }

  private void receive(jakarta.jms.Message message) {
    try {
      BytesMessage body = (BytesMessage) message;
      byte[] bytes = new byte[(int) body.getBodyLength()];
      body.readBytes(bytes);
      received.add(EnvelopeCodec.decode(bytes).body());
    } catch (JMSException | MalformedMessageException e) {
      throw new IllegalStateException("Device " + id + " got a message that it can't read", e);
    }
  }

  /** Disconnects and unlinks, since a person may have a hundred devices only. */
  @Override
  public void close() throws JMSException {
    connection.close();
    if (!handedOn) {
      try {
        ServerDatabase.ofStack()
            .change("UPDATE device SET revoked_at = now() WHERE revoked_at IS NULL AND id = ?", id);
      } catch (SQLException e) {
        throw new IllegalStateException("Device " + id + " can't be unlinked", e);
      }
    }
  }
}
