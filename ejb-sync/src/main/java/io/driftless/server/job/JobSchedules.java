package io.driftless.server.job;

import io.driftless.protocol.api.JobMessages.Schedule;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When jobs run by themselves; the same on every server of the database. */
@ApplicationScoped
@Transactional
public class JobSchedules {

  private static final String ONE =
      "SELECT minute, hour, day_of_month, month, day_of_week, zone, enabled, settings"
          + " FROM job_schedule WHERE kind = ?";

  private static final String PUT =
      "INSERT INTO job_schedule (kind, minute, hour, day_of_month, month, day_of_week, zone,"
          + " enabled, settings, changed_at, changed_by)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)"
          + " ON CONFLICT (kind) DO UPDATE SET minute = EXCLUDED.minute, hour = EXCLUDED.hour,"
          + " day_of_month = EXCLUDED.day_of_month, month = EXCLUDED.month,"
          + " day_of_week = EXCLUDED.day_of_week, zone = EXCLUDED.zone,"
          + " enabled = EXCLUDED.enabled, settings = EXCLUDED.settings,"
          + " changed_at = EXCLUDED.changed_at, changed_by = EXCLUDED.changed_by";

  private static final String CLAIM =
      "UPDATE job_schedule SET last_fired_at = ? WHERE kind = ? AND enabled"
          + " AND (last_fired_at IS NULL OR last_fired_at <= ?)";

  /** Schedules count in minutes; servers' timers for the same moment lie within this. */
  private static final Duration SAME = Duration.ofSeconds(45);

  @PersistenceContext private EntityManager store;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /** The schedule of a job; null when it has none. */
  public @Nullable Schedule of(JobKind kind) {
    return Sql.of(store).first(ONE, JobSchedules::schedule, kind.id());
  }

  /** Sets it. */
  public void put(JobKind kind, Schedule schedule, Caller by) {
    Map<String, Long> settings = schedule.settings();
    Sql.of(store)
        .update(
            PUT,
            kind.id(),
            schedule.minute(),
            schedule.hour(),
            schedule.dayOfMonth(),
            schedule.month(),
            schedule.dayOfWeek(),
            schedule.zone(),
            schedule.enabled(),
            RunJournal.text(settings == null ? Map.of() : settings),
            clock.instant(),
            by.account().value());
    audit.ofAccount(by, "job.schedule", Map.of("kind", kind.id(), "schedule", schedule));
  }

  /** Whether this server, and no other, is to start the job that is due now. */
  public boolean claim(JobKind kind) {
    Instant now = clock.instant();
    return Sql.of(store).update(CLAIM, now, kind.id(), now.minus(SAME)) == 1;
  }

  private static Schedule schedule(ResultSet row) throws SQLException {
    return new Schedule(
        row.getString("minute"),
        row.getString("hour"),
        row.getString("day_of_month"),
        row.getString("month"),
        row.getString("day_of_week"),
        row.getString("zone"),
        row.getBoolean("enabled"),
        RunJournal.settings(row.getString("settings")));
  }
}
