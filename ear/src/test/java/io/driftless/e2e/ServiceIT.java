package io.driftless.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.driftless.protocol.api.AuditMessages.AuditProblem;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.message.Message.Update;
import io.driftless.server.audit.AuditAnchoring;
import io.driftless.server.audit.AuditCheck;
import io.driftless.server.broker.BrokerControl;
import io.driftless.server.device.QueueCheck;
import io.driftless.server.parts.DeadLetterWatch;
import io.driftless.server.request.CommitUseCase;
import io.driftless.server.request.Origin;
import io.driftless.server.verify.VerifySweep;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.MapMessage;
import jakarta.jms.Queue;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The service from within the running server: what its transaction leaves when it is rolled back,
 * and a fan-out that overtakes the commit which announced it.
 */
@ExtendWith(ArquillianExtension.class)
class ServiceIT {

  private static final long PATIENCE_MILLIS = 30_000;
  private static final long SHORT_MILLIS = 500;

  @Resource(lookup = "java:jboss/datasources/DriftlessBatch")
  private DataSource database;

  @Resource(lookup = "java:/ConnectionFactory")
  private ConnectionFactory broker;

  @Resource(lookup = "java:/jms/queue/SyncFanout")
  private Queue fanout;

  @Resource private UserTransaction transaction;

  @Resource(lookup = "java:/jms/queue/BrokerManagement")
  private Queue management;

  @EJB(lookup = "java:global/driftless/ejb-sync/CommitUseCase")
  private CommitUseCase commits;

  @EJB(lookup = "java:global/driftless/ejb-sync/QueueCheck")
  private QueueCheck queueCheck;

  @EJB(lookup = "java:global/driftless/ejb-sync/VerifySweep")
  private VerifySweep verifySweep;

  @EJB(lookup = "java:global/driftless/ejb-sync/DeadLetterWatch")
  private DeadLetterWatch deadLetters;

  @EJB(lookup = "java:global/driftless/ejb-sync/AuditAnchoring")
  private AuditAnchoring anchoring;

  @EJB(lookup = "java:global/driftless/ejb-sync/AuditCheck")
  private AuditCheck auditCheck;

  @Resource(lookup = "java:/jms/queue/SyncRequests")
  private Queue requests;

  @Resource(lookup = "java:/jms/queue/DLQ")
  private Queue dead;

  private final UUID account = UUID.randomUUID();
  private final WorkspaceId workspace = new WorkspaceId(UUID.randomUUID());
  private final DeviceId device = new DeviceId("it-" + UUID.randomUUID());
  private ServerEpoch epoch;
  private long sequence;

  /** The test's own archive; it sees the classes of the one that is deployed. */
  @Deployment
  static WebArchive archive() {
    return ShrinkWrap.create(WebArchive.class, "service-it.war")
        .addClasses(ServiceIT.class, AuditSql.class)
        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
        .addAsManifestResource(
            new StringAsset(
                "Dependencies: deployment.driftless.ear, deployment.driftless.ear.ejb-sync.jar\n"),
            "MANIFEST.MF");
  }

  @BeforeEach
  void enrol() throws SQLException {
    epoch = new ServerEpoch(value("SELECT epoch FROM server_state", UUID.class));
    queues().createQueue(device);
    change(
        "INSERT INTO account (id, issuer, subject, username) VALUES (?, 'it', ?, 'it')",
        account,
        account.toString());
    change(
        "INSERT INTO workspace (id, name, storage_account, container) VALUES (?, 'it', 'default', ?)",
        workspace.value(),
        "ws-" + workspace);
    change(
        "INSERT INTO membership (workspace_id, account_id, role) VALUES (?, ?, 'OWNER')",
        workspace.value(),
        account);
    enrol(device);
  }

  /** Its row only. */
  private void enrol(DeviceId id) throws SQLException {
    change(
        "INSERT INTO device (id, account_id, name, platform, secret_hash, lease_until)"
            + " VALUES (?, ?, 'it', 'linux', 'none', now() + interval '1 hour')",
        id.value(),
        account);
  }

  @AfterEach
  void unlink() throws SQLException {
    change("UPDATE device SET revoked_at = now() WHERE account_id = ?", account);
    queues().deleteQueue(device);
  }

  @Test
  void rollbackShouldLeaveNothing() throws Exception {
    CommitRequest request = request("never");
    transaction.begin();
    CommitAnswer lost = commit(request);
    transaction.rollback();
    assertNull(lost.refused());
    for (String table : List.of("journal", "node", "commit_log")) {
      assertEquals(
          0,
          number("SELECT count(*) FROM " + table + " WHERE workspace_id = ?", workspace.value()));
    }
    assertEquals(0, number("SELECT count(*) FROM audit WHERE scope_id = ?", workspace.value()));
    assertEquals(0, number("SELECT head_revision FROM workspace WHERE id = ?", workspace.value()));
    assertNull(received(SHORT_MILLIS));
  }

  @Test
  void commitAfterARollbackShouldTakeEffectOnce() throws Exception {
    CommitRequest request = request("once");
    transaction.begin();
    commit(request);
    transaction.rollback();
    transaction.begin();
    CommitAnswer answer = commit(request);
    transaction.commit();
    transaction.begin();
    assertEquals(answer, commit(request));
    transaction.commit();
    assertEquals(
        1, number("SELECT count(*) FROM journal WHERE workspace_id = ?", workspace.value()));
    Update update = assertInstanceOf(Update.class, received(PATIENCE_MILLIS));
    assertEquals(answer.head(), update.to());
    assertEquals(1, update.changes().size());
  }

  @Test
  void fanoutShouldWaitForACommitThatIsNotVisibleYet() throws Exception {
    CommitId commit = new CommitId(UUID.randomUUID());
    try (Connection branch = database.getConnection()) {
      branch.setAutoCommit(false);
      growJournal(branch, commit);
      announce(1);
      awaitWaitingFanout();
      assertNull(received(SHORT_MILLIS));
      branch.commit();
      branch.setAutoCommit(true);
    }
    Update update = assertInstanceOf(Update.class, received(PATIENCE_MILLIS));
    assertEquals(1, update.to().revision().value());
    assertEquals(commit, update.to().commit());
    assertEquals("late", update.changes().get(0).row().name());
  }

  @Test
  void updateShouldReachTheOthersWhenOneQueueIsLost() throws Exception {
    DeviceId lost = new DeviceId("it-" + UUID.randomUUID());
    DeviceId unlinked = new DeviceId("it-" + UUID.randomUUID());
    enrol(lost);
    enrol(unlinked);
    change("UPDATE device SET revoked_at = now() WHERE id = ?", unlinked.value());
    transaction.begin();
    CommitAnswer answer = commit(request("for all"));
    transaction.commit();
    Update update = assertInstanceOf(Update.class, received(PATIENCE_MILLIS));
    assertEquals(answer.head(), update.to());
    assertTrue(queues().queues().contains(lost));
    Update late = assertInstanceOf(Update.class, received(lost, PATIENCE_MILLIS));
    assertEquals(answer.head(), late.to());
    assertFalse(queues().queues().contains(unlinked));
    queues().deleteQueue(lost);
  }

  @Test
  void checkShouldMakeQueuesThatTheBrokerLost() throws Exception {
    DeviceId lost = new DeviceId("it-" + UUID.randomUUID());
    enrol(lost);
    assertFalse(queues().queues().contains(lost));
    assertTrue(queueCheck.check() > 0);
    assertTrue(queues().queues().contains(lost));
    queues().deleteQueue(lost);
    change("DELETE FROM device WHERE id = ?", lost.value());
    assertEquals(0, queueCheck.check());
  }

  @Test
  void requestThatNobodySentShouldBeKeptAndCounted() throws Exception {
    String mark = UUID.randomUUID().toString();
    byte[] body = new byte[600_000]; // beyond what the broker keeps in its journal
    try (JMSContext context = broker.createContext()) {
      BytesMessage message = context.createBytesMessage();
      message.writeBytes(body);
      message.setStringProperty("DRIFTLESS_DEVICE", "it-" + mark);
      context.createProducer().send(requests, message);
    }
    awaitKept("it-" + mark, 600_000);
  }

  /** A message of this stamp is seen by the watch, and is as long as the one that was sent. */
  private void awaitKept(String stamp, long length) throws Exception {
    String selector = "DRIFTLESS_DEVICE = '" + stamp + "'";
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (deadLetters.count() == 0) {
      assertTrue(System.nanoTime() < until, "The watch sees nothing");
      Thread.sleep(100); // it looks every 15 seconds
    }
    try (JMSContext context = broker.createContext()) {
      BytesMessage kept =
          (BytesMessage) context.createConsumer(dead, selector).receive(PATIENCE_MILLIS);
      assertNotNull(kept);
      assertEquals(length, kept.getBodyLength());
      assertNotNull(kept.getStringProperty("DRIFTLESS_REASON"));
    }
  }

  @Test
  void pastThatWasWrittenAnewShouldDifferFromItsAnchor() throws Exception {
    transaction.begin();
    commit(request("anchored"));
    transaction.commit();
    assertTrue(anchoring.anchor() > 0);
    assertEquals(List.of(), problems(null));
    change("UPDATE audit SET action = 'else' WHERE scope_id = ?", workspace.value());
    change(
        "UPDATE audit SET digest = " + AuditSql.DIGEST + " WHERE scope_id = ?", workspace.value());
    change(
        "UPDATE workspace SET audit_digest = (SELECT digest FROM audit WHERE scope_id = id)"
            + " WHERE id = ?",
        workspace.value());
    assertEquals(List.of(), problems(workspace.value())); // the chain itself holds
    assertEquals(1, problems(null).size());
  }

  /** What is wrong with this test's chain, by a check of the chain alone or of everything. */
  private List<AuditProblem> problems(UUID scope) {
    return auditCheck.check(scope).problems().stream()
        .filter(problem -> workspace.value().equals(problem.scope()))
        .toList();
  }

  @Test
  void packsLeftUnverifiedShouldBeAskedForAgain() throws Exception {
    UUID old = UUID.randomUUID();
    UUID young = UUID.randomUUID();
    pack(old, "2 hours");
    pack(young, "1 minute");
    verifySweep.sweep();
    String settled = "SELECT count(*) FROM pack WHERE rejected_at IS NOT NULL AND pack_id = ?";
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (number(settled, old) == 0) { // the verifier finds that its blob is not there
      assertTrue(System.nanoTime() < until, "The verifier was not asked");
      Thread.sleep(50); // the database tells nobody
    }
    assertEquals(0, number(settled, young));
  }

  private void pack(UUID pack, String age) throws SQLException {
    change(
        "INSERT INTO pack (workspace_id, pack_id, state, size_bytes, entries, created_at)"
            + " VALUES (?, ?, 0, 100, 1, now() - ?::interval)",
        workspace.value(),
        pack,
        age);
  }

  private BrokerControl queues() {
    return new BrokerControl(broker, management);
  }

  private CommitAnswer commit(CommitRequest request) {
    byte[] bytes = EnvelopeCodec.encode(Envelope.of(epoch, request));
    return commits.commit(new Origin(device, null), request, Sha256.digest(bytes));
  }

  private CommitRequest request(String folder) {
    sequence++;
    return new CommitRequest(
        workspace,
        new CommitId(UUID.randomUUID()),
        sequence,
        0,
        Cursor.start(epoch),
        List.of(new Change.MakeFolder(new NodeId(UUID.randomUUID()), NodeId.ROOT, folder, 0)));
  }

  /** What the database branch of a commit does, without its message branch. */
  private void growJournal(Connection branch, CommitId commit) throws SQLException {
    change(
        branch,
        "UPDATE workspace SET head_revision = 1, head_commit = ? WHERE id = ?",
        commit.value(),
        workspace.value());
    change(
        branch,
        "INSERT INTO journal (workspace_id, revision, node_id, parent_id, name, kind, version,"
            + " deleted, commit_id, device_id, account_id, applied_at)"
            + " VALUES (?, 1, ?, ?, 'late', 1, 0, false, ?, ?, ?, now())",
        workspace.value(),
        UUID.randomUUID(),
        NodeId.ROOT.value(),
        commit.value(),
        device.value(),
        account);
  }

  private void announce(long revision) throws Exception {
    try (JMSContext context = broker.createContext()) {
      MapMessage growth = context.createMapMessage();
      growth.setString("workspace", workspace.toString());
      growth.setLong("from", 0);
      growth.setLong("to", revision);
      context.createProducer().send(fanout, growth);
    }
  }

  private void awaitWaitingFanout() throws Exception {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (number(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                + " AND application_name = 'driftless-batch'")
        == 0) {
      assertNotNull(System.nanoTime() < until ? "" : null, "The fan-out does not wait");
      Thread.sleep(20); // the database tells nobody who begins to wait
    }
  }

  private io.driftless.protocol.message.Message received(long millis) throws Exception {
    return received(device, millis);
  }

  private io.driftless.protocol.message.Message received(DeviceId by, long millis)
      throws Exception {
    try (JMSContext context = broker.createContext()) {
      BytesMessage message =
          (BytesMessage)
              context.createConsumer(context.createQueue(by.queueName())).receive(millis);
      if (message == null) {
        return null;
      }
      byte[] bytes = new byte[(int) message.getBodyLength()];
      message.readBytes(bytes);
      return EnvelopeCodec.decode(bytes).body();
    }
  }

  private void change(String statement, Object... parameters) throws SQLException {
    try (Connection connection = database.getConnection()) {
      change(connection, statement, parameters);
    }
  }

  private static void change(Connection connection, String statement, Object... parameters)
      throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < parameters.length; i++) {
        prepared.setObject(i + 1, parameters[i]);
      }
      prepared.executeUpdate();
    }
  }

  private <T> T value(String query, Class<T> type) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement prepared = connection.prepareStatement(query);
        ResultSet row = prepared.executeQuery()) {
      row.next();
      return row.getObject(1, type);
    }
  }

  private long number(String query, Object... parameters) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement prepared = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        prepared.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = prepared.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
