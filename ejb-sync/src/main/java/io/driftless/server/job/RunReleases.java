package io.driftless.server.job;

import io.driftless.protocol.api.JobMessages.Release;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The word of a second operator. A job may ask for it: then its runs wait until somebody other than
 * who wanted them releases or rejects them. One operator alone can't end that either: it takes the
 * word of two.
 */
@Stateless
public class RunReleases {

  private static final String RULE =
      "SELECT a.username FROM job_release r LEFT JOIN account a ON a.id = r.off_asked_by"
          + " WHERE r.kind = ?";

  private static final String ON =
      "INSERT INTO job_release (kind, changed_at) VALUES (?, ?)"
          + " ON CONFLICT (kind) DO UPDATE SET off_asked_by = NULL, changed_at = EXCLUDED.changed_at";

  private static final String OFF = "DELETE FROM job_release WHERE kind = ? AND off_asked_by <> ?";

  private static final String OFF_ASKED =
      "UPDATE job_release SET off_asked_by = ?, changed_at = ? WHERE kind = ?";

  private static final String RELEASE =
      "UPDATE job_run r SET state = 'STARTING', decided_by = ?, node = ?, boot = ?,"
          + " heartbeat_at = ? WHERE run_id = ? AND state = 'WAITING' AND NOT EXISTS (SELECT 1"
          + " FROM job_run o WHERE o.kind = r.kind AND o.ended_at IS NULL AND o.state <> 'WAITING')";

  private static final String REJECT =
      "UPDATE job_run SET state = 'REJECTED', decided_by = ?, ended_at = ? WHERE run_id = ?"
          + " AND state = 'WAITING'";

  @PersistenceContext private EntityManager store;
  @Inject private JobHost host;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /** Whether a job's runs wait for a second operator; null for a job that takes nothing away. */
  public @Nullable Release rule(JobKind kind) {
    if (!kind.takesAway()) {
      return null;
    }
    Release on =
        Sql.of(store).first(RULE, row -> new Release(true, row.getString("username")), kind.id());
    return on == null ? new Release(false, null) : on;
  }

  /** Whether a run that takes something away has to wait. */
  public boolean isNeeded(JobKind kind) {
    Release rule = rule(kind);
    return rule != null && rule.needed();
  }

  /** Asks for a second operator at once; to ask no more takes two of them. */
  public void rule(Caller by, JobKind kind, boolean needed) {
    if (!kind.takesAway()) {
      throw RefusedException.invalid("job", "This job takes nothing away.");
    }
    Sql sql = Sql.of(store);
    UUID account = by.account().value();
    boolean over = false;
    if (needed) {
      sql.update(ON, kind.id(), clock.instant());
    } else {
      over = sql.update(OFF, kind.id(), account) == 1;
      if (!over) {
        sql.update(OFF_ASKED, account, clock.instant(), kind.id());
      }
    }
    audit.ofAccount(
        by, "job.release-rule", Map.of("kind", kind.id(), "needed", needed, "over", over));
  }

  /** Lets a waiting run begin on this server. */
  public void release(Caller by, long run) {
    Sql sql = Sql.of(store);
    UUID account = by.account().value();
    if (account.equals(wanter(sql, run))) {
      throw new RefusedException(
          Refusal.DENIED, "You wanted this run yourself: another operator has to release it.");
    }
    if (sql.update(RELEASE, account, host.node(), host.boot(), clock.instant(), run) == 0) {
      throw new RefusedException(
          Refusal.JOB_UNDER_WAY, "The run does not wait, or another one of its job is under way.");
    }
    audit.ofAccount(by, "job.release", Map.of("run", run));
  }

  private static @Nullable UUID wanter(Sql sql, long run) {
    return sql.first(
        "SELECT asked_by FROM job_run WHERE run_id = ? AND asked_by IS NOT NULL",
        row -> Sql.uuid(row, "asked_by"),
        run);
  }

  /** Ends a waiting run before it begins; who wanted it may take it back so. */
  public void reject(Caller by, long run) {
    if (Sql.of(store).update(REJECT, by.account().value(), clock.instant(), run) == 0) {
      throw new RefusedException(Refusal.JOB_UNDER_WAY, "The run does not wait for a release.");
    }
    audit.ofAccount(by, "job.reject", Map.of("run", run));
  }
}
