package io.driftless.server.job;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of runs: each change in a transaction, and with it the audit. */
@Stateless
public class RunRecords {

  private static final String NEW =
      "INSERT INTO job_run (kind, workspace_id, dry_run, list_of, settings, started_by, asked_by,"
          + " state, node, boot, heartbeat_at, created_at)"
          + " VALUES (?, ?, ?, ?, ?::jsonb, ?, COALESCE(?, (SELECT changed_by FROM job_schedule"
          + " WHERE kind = ?)), ?, ?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING RETURNING run_id";

  private static final String OPEN =
      "SELECT run_id, kind, state, execution_id, node, boot, heartbeat_at FROM job_run"
          + " WHERE ended_at IS NULL AND state <> 'WAITING'";

  private static final String AGAIN =
      "UPDATE job_run r SET ended_at = NULL, state = 'STARTING', node = ?, boot = ?,"
          + " heartbeat_at = ? WHERE run_id = ? AND ended_at IS NOT NULL AND NOT EXISTS ("
          + "SELECT 1 FROM job_run o WHERE o.kind = r.kind AND o.ended_at IS NULL AND o.state <> 'WAITING')";

  /** Lists and counts of runs are kept so long. */
  private static final Duration KEPT = Duration.ofDays(90);

  @PersistenceContext private EntityManager store;
  @Inject private JobHost host;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /** A run that is not over. */
  public record Open(
      long run,
      String kind,
      RunState state,
      @Nullable Long execution,
      String node,
      UUID boot,
      Instant heartbeat) {}

  /**
   * What is to be run, checked.
   *
   * @param waits whether a second operator has to release it first
   */
  public record Order(
      JobKind kind,
      @Nullable WorkspaceId workspace,
      boolean dryRun,
      @Nullable Long listOf,
      Map<String, Long> settings,
      boolean waits) {}

  /**
   * Notes a new run.
   *
   * @param by null for the schedule
   * @throws RefusedException when one of its kind is under way
   */
  public long begin(Order order, @Nullable Caller by) {
    Sql sql = Sql.of(store);
    Instant now = clock.instant();
    forget(sql, now.minus(KEPT));
    WorkspaceId workspace = order.workspace();
    AccountId account = by == null ? null : by.account();
    Long run =
        sql.first(
            NEW,
            row -> row.getLong("run_id"),
            order.kind().id(),
            workspace == null ? null : workspace.value(),
            order.dryRun(),
            order.listOf(),
            RunJournal.text(order.settings()),
            account == null ? null : account.value(),
            account == null ? null : account.value(),
            order.kind().id(),
            (order.waits() ? RunState.WAITING : RunState.STARTING).name(),
            host.node(),
            host.boot(),
            now,
            now);
    if (run == null) {
      throw underWay(order.kind().id());
    }
    audit(by, workspace, "job.start", run, order);
    return run;
  }

  /** Old runs, and what the batch repository keeps of them. */
  private static void forget(Sql sql, Instant before) {
    List<Long> instances =
        sql.list(
            "SELECT DISTINCT e.jobinstanceid FROM job_run r JOIN job_execution e"
                + " ON e.jobexecutionid = r.execution_id WHERE r.ended_at < ?",
            row -> row.getLong("jobinstanceid"),
            before);
    Long[] old = instances.toArray(Long[]::new);
    sql.update(
        "DELETE FROM partition_execution WHERE stepexecutionid IN (SELECT s.stepexecutionid"
            + " FROM step_execution s JOIN job_execution e USING (jobexecutionid)"
            + " WHERE e.jobinstanceid = ANY (?))",
        (Object) old);
    sql.update(
        "DELETE FROM step_execution WHERE jobexecutionid IN (SELECT jobexecutionid"
            + " FROM job_execution WHERE jobinstanceid = ANY (?))",
        (Object) old);
    sql.update("DELETE FROM job_execution WHERE jobinstanceid = ANY (?)", (Object) old);
    sql.update("DELETE FROM job_instance WHERE jobinstanceid = ANY (?)", (Object) old);
    sql.update("DELETE FROM job_run WHERE ended_at < ?", before);
  }

  private void audit(
      @Nullable Caller by, @Nullable WorkspaceId workspace, String action, long run, Order order) {
    if (by == null) {
      return; // the schedule's change was audited
    }
    Map<String, Object> detail = new TreeMap<>();
    detail.put("run", run);
    detail.put("kind", order.kind().id());
    detail.put("dryRun", order.dryRun());
    detail.put("settings", order.settings());
    detail.put("waits", order.waits());
    if (workspace == null) {
      audit.ofAccount(by, action, detail);
    } else {
      audit.inWorkspace(by, workspace, action, detail);
    }
  }

  private static RefusedException underWay(String kind) {
    return new RefusedException(
        Refusal.JOB_UNDER_WAY, "A run of the job %s is under way.".formatted(kind));
  }

  /** Refuses unless there is such a workspace. */
  public void checkWorkspace(WorkspaceId workspace) {
    if (Sql.of(store)
            .first(
                "SELECT 1 AS one FROM workspace WHERE id = ?",
                row -> row.getInt("one"),
                workspace.value())
        == null) {
      throw RefusedException.notFound("workspace");
    }
  }

  /** Notes the execution that a run goes on in. */
  public void running(long run, long execution) {
    Sql.of(store)
        .update(
            "UPDATE job_run SET execution_id = ?, state = CASE WHEN state = 'STOPPING' THEN state"
                + " ELSE 'RUNNING' END WHERE run_id = ?",
            execution,
            run);
  }

  /**
   * Notes that an operator wants it stopped; the server that runs it looks for that. Whether it was
   * not over yet.
   */
  public boolean stopping(long run, Caller by) {
    int changed =
        Sql.of(store)
            .update(
                "UPDATE job_run SET state = 'STOPPING' WHERE run_id = ? AND ended_at IS NULL", run);
    audit.ofAccount(by, "job.stop", Map.of("run", run, "over", changed == 0));
    return changed == 1;
  }

  /** Takes a run that is over up again, on this server. */
  public void again(long run, Caller by) {
    int changed = Sql.of(store).update(AGAIN, host.node(), host.boot(), clock.instant(), run);
    if (changed == 0) {
      throw underWay("of that run");
    }
    audit.ofAccount(by, "job.restart", Map.of("run", run));
  }

  /** Notes how a run ended. */
  public void ended(long run, RunState state) {
    Sql.of(store)
        .update(
            "UPDATE job_run SET state = ?, ended_at = ? WHERE run_id = ? AND ended_at IS NULL",
            state.name(),
            clock.instant(),
            run);
  }

  /** Notes that this server is alive, and that its runs are. */
  public void heartbeat() {
    Sql.of(store)
        .update(
            "UPDATE job_run SET heartbeat_at = ? WHERE ended_at IS NULL AND boot = ?",
            clock.instant(),
            host.boot());
  }

  /** Takes over a run of a server that is gone; whether it is ours now. */
  public boolean adopt(Open run) {
    return Sql.of(store)
            .update(
                "UPDATE job_run SET node = ?, boot = ?, heartbeat_at = ?"
                    + " WHERE run_id = ? AND boot = ? AND ended_at IS NULL",
                host.node(),
                host.boot(),
                clock.instant(),
                run.run(),
                run.boot())
        == 1;
  }

  /** The runs that are not over. */
  public List<Open> open() {
    return Sql.of(store).list(OPEN, RunRecords::open);
  }

  private static Open open(ResultSet row) throws SQLException {
    return new Open(
        row.getLong("run_id"),
        row.getString("kind"),
        RunState.valueOf(row.getString("state")),
        row.getObject("execution_id", Long.class),
        row.getString("node"),
        Sql.uuid(row, "boot"),
        row.getTimestamp("heartbeat_at").toInstant());
  }
}
