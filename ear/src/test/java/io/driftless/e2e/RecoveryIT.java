package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.stack.PartName;
import io.driftless.stack.host.ProcessRecord;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The server, or its sessions at the database, die between the two phases of its transactions: the
 * database holds what was prepared until the server is back, which then ends it within seconds, and
 * every commit takes effect once.
 */
class RecoveryIT {

  private static final int DEVICES = 6;
  private static final int COMMITS = 60;

  /** A look for transactions in doubt every 5 seconds, 2 more between its two phases, and slack. */
  private static final int RECOVERED_WITHIN_SECONDS = 30;

  private static final String PREPARED = "SELECT count(*) FROM pg_prepared_xacts";

  /** What a database that shuts down, crashes or fails over does to the sessions of its clients. */
  private static final String END_SESSIONS =
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
          + " WHERE application_name = 'driftless' AND pid <> pg_backend_pid()";

  private static final int TIMES_ENDED = 10;

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void stopSending() {
    thread.shutdownNow();
  }

  /** A device with a workspace of its own, so that commits run side by side. */
  private record Sender(RawDevice device, WorkspaceId workspace, List<CommitRequest> requests) {

    void sendAll() throws Exception {
      for (CommitRequest request : requests) {
        device.send(request);
      }
    }

    Sender again() throws Exception {
      return new Sender(device.again(), workspace, requests);
    }
  }

  @Test
  void preparedTransactionsShouldEndAndCommitsTakeEffectOnce() throws Exception {
    List<Sender> senders = senders();
    Future<?> sending = sendAll(senders);
    long left = dieWithSomethingPrepared();
    sending.cancel(true); // it is told that the server is gone
    assertThat(left).isPositive();
    assertThat(database.number(PREPARED)).isEqualTo(left);
    stack.start(PartName.WILDFLY);
    long since = System.nanoTime();
    awaitNothingPrepared();
    System.out.printf(
        "%d prepared transactions were ended %d ms after the server was ready%n",
        left, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
    for (Sender before : senders) {
      try (RawDevice gone = before.device()) {
        Sender back = before.again();
        back.sendAll(); // as a client does that connects again without their answers
        assertAppliedOnce(back);
      }
    }
  }

  @Test
  void sessionsEndedBetweenThePhasesShouldLeaveNothingBehind() throws Exception {
    List<Sender> senders = senders();
    Future<?> sending = sendAll(senders);
    int times = endSessionsWithSomethingPrepared(sending);
    assertThat(times).isPositive();
    sending.get();
    for (Sender sender : senders) {
      assertAppliedOnce(sender);
    }
    awaitNothingPrepared();
    System.out.printf("sessions were ended %d times with something prepared%n", times);
  }

  private List<Sender> senders() throws Exception {
    List<Sender> senders = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      senders.add(sender());
    }
    return senders;
  }

  /** In turn, so that commits of all workspaces are on their way at once. */
  private Future<?> sendAll(List<Sender> senders) {
    return thread.submit(
        () -> {
          for (int i = 0; i < COMMITS; i++) {
            for (Sender sender : senders) {
              sender.device().send(sender.requests().get(i));
            }
          }
          return null;
        });
  }

  private Sender sender() throws Exception {
    WorkspaceId workspace =
        WorkspaceId.of(stack.makeWorkspace("ada", "doubt " + UUID.randomUUID()));
    String epoch = stack.call("GET", "/api/v1/connect", "ada", Map.of()).path("epoch").asText();
    RawDevice device = RawDevice.enrol(stack, "ada", Cursor.start(ServerEpoch.of(epoch)));
    List<CommitRequest> requests = new ArrayList<>();
    for (int i = 0; i < COMMITS; i++) {
      requests.add(device.request(workspace, RawDevice.folder("folder " + i)));
    }
    return new Sender(device, workspace, requests);
  }

  /**
   * Halts the server as soon as the database holds a prepared transaction, and kills it if that is
   * there still: then nobody is about to end it. How many there were.
   */
  private long dieWithSomethingPrepared() throws Exception {
    ProcessRecord server = StackOfTests.running().process(PartName.WILDFLY).orElseThrow();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    try (Connection connection = database.connect()) {
      while (System.nanoTime() < end) {
        if (ServerDatabase.number(connection, PREPARED) > 0) {
          server.signal("STOP");
          TimeUnit.MILLISECONDS.sleep(200); // what it has sent to the database already is done
          long prepared = ServerDatabase.number(connection, PREPARED);
          if (prepared > 0) {
            stack.kill(PartName.WILDFLY);
            return prepared;
          }
          server.signal("CONT");
        }
      }
    }
    throw new AssertionError("Nothing was prepared in a minute");
  }

  /** How often there was something prepared when all sessions were ended. */
  private int endSessionsWithSomethingPrepared(Future<?> sending) throws Exception {
    int times = 0;
    try (Connection connection = database.connect()) {
      while (times < TIMES_ENDED && !sending.isDone()) {
        if (ServerDatabase.number(connection, PREPARED) > 0) {
          ServerDatabase.number(connection, END_SESSIONS);
          times += ServerDatabase.number(connection, PREPARED) > 0 ? 1 : 0;
        }
      }
    }
    return times;
  }

  private void awaitNothingPrepared() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECOVERED_WITHIN_SECONDS);
    while (database.number(PREPARED) > 0) {
      assertThat(System.nanoTime()).as("transactions are in doubt still").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void assertAppliedOnce(Sender sender) throws Exception {
    try (RawDevice device = sender.device()) {
      List<CommitRequest> open = new ArrayList<>(sender.requests());
      while (!open.isEmpty()) {
        CommitAnswer answer = device.answer();
        assertThat(answer.refused()).isNull();
        assertThat(answer.answers()).hasOnlyElementsOfType(ChangeAnswer.Applied.class);
        open.removeIf(request -> request.commit().equals(answer.commit()));
      }
      for (String rows :
          List.of("count(*)", "count(DISTINCT node_id)", "count(DISTINCT commit_id)")) {
        assertThat(
                database.number(
                    "SELECT " + rows + " FROM journal WHERE workspace_id = ?",
                    sender.workspace().value()))
            .isEqualTo(COMMITS);
      }
    }
  }
}
