package io.driftless.server.figures;

import io.driftless.server.store.Sql;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** What of the figures is read from the database. */
@ApplicationScoped
class StoreFigures {

  private static final String STORED =
      "SELECT (SELECT COALESCE(sum(used_bytes), 0) FROM workspace) AS used,"
          + " (SELECT count(*) FROM chunk WHERE state = 2) AS quarantined,"
          + " (SELECT COALESCE(sum(raw_length), 0) FROM chunk WHERE state = 2)"
          + " AS quarantined_bytes, (SELECT COALESCE(sum(size_bytes), 0) FROM pack"
          + " WHERE state = 1 AND deleted_at IS NULL) AS condemned_bytes,"
          + " (SELECT count(*) FROM pack WHERE state = 0 AND verified_at IS NULL"
          + " AND rejected_at IS NULL) AS unverified,"
          + " (SELECT count(*) FROM device WHERE NOT virtual AND revoked_at IS NULL) AS devices,"
          + " (SELECT count(*) FROM device WHERE NOT virtual AND revoked_at IS NULL"
          + " AND lease_until < now()) AS away, (SELECT COALESCE(extract(epoch FROM"
          + " max(completed_at)), 0) FROM backup_pin) AS backed_up,"
          + " (SELECT count(*) FROM burst WHERE state = 'PARKED') AS parked_bursts";

  private static final String CONTENT =
      "SELECT (SELECT COALESCE(sum(size), 0) FROM version WHERE recipe IS NOT NULL) AS named,"
          + " (SELECT COALESCE(sum(raw_length), 0) FROM chunk WHERE state <> 2) AS distinct_bytes";

  private static final String JOBS =
      "SELECT s.kind, EXISTS (SELECT 1 FROM job_run r WHERE r.kind = s.kind"
          + " AND r.ended_at IS NULL AND r.state <> 'WAITING') AS running, (SELECT extract(epoch FROM max(ended_at))"
          + " FROM job_run r WHERE r.kind = s.kind AND r.state = 'COMPLETED' AND NOT r.dry_run)"
          + " AS completed, COALESCE((SELECT r.state = 'FAILED' FROM job_run r"
          + " WHERE r.kind = s.kind AND r.ended_at IS NOT NULL ORDER BY r.run_id DESC LIMIT 1),"
          + " false) AS failed, COALESCE((SELECT sum(c.value) FROM job_count c"
          + " WHERE c.run_id = (SELECT max(r.run_id) FROM job_run r WHERE r.kind = s.kind"
          + " AND r.state <> 'WAITING')), 0) AS counted,"
          + " COALESCE((SELECT extract(epoch FROM now() - r.created_at) FROM job_run r"
          + " WHERE r.kind = s.kind AND r.ended_at IS NULL AND r.state <> 'WAITING'), 0)"
          + " AS running_seconds FROM job_schedule s";

  @Resource(lookup = "java:jboss/datasources/DriftlessBatch")
  private DataSource dataSource;

  /** What is stored, and the devices. */
  record Stored(
      double usedBytes,
      double quarantinedChunks,
      double quarantinedBytes,
      double condemnedBytes,
      double unverifiedPacks,
      double devices,
      double devicesAway,
      double backedUpSeconds,
      double parkedBursts) {

    static final Stored UNKNOWN =
        new Stored(
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN);
  }

  /**
   * What the versions name, and what of it is distinct: their ratio is that of deduplication, and
   * what is distinct over what is stored that of compression. Reads whole tables.
   */
  record Contents(double namedBytes, double distinctBytes) {
    static final Contents UNKNOWN = new Contents(Double.NaN, Double.NaN);
  }

  /**
   * A job.
   *
   * @param completedSeconds when a run of it last ended well, since 1970; 0 for never
   * @param counted what its last run has counted so far, in all stages and workspaces
   * @param runningSeconds how long its run has gone on; 0 when none does
   */
  record Job(
      String kind,
      boolean running,
      double completedSeconds,
      boolean failed,
      double counted,
      double runningSeconds) {}

  Stored stored() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return Objects.requireNonNull(new Sql(connection).first(STORED, StoreFigures::stored));
    }
  }

  Contents contents() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return Objects.requireNonNull(
          new Sql(connection)
              .first(
                  CONTENT,
                  row -> new Contents(row.getDouble("named"), row.getDouble("distinct_bytes"))));
    }
  }

  List<Job> jobs() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return new Sql(connection)
          .list(
              JOBS,
              row ->
                  new Job(
                      row.getString("kind"),
                      row.getBoolean("running"),
                      row.getDouble("completed"),
                      row.getBoolean("failed"),
                      row.getDouble("counted"),
                      row.getDouble("running_seconds")));
    }
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getDouble("used"),
        row.getDouble("quarantined"),
        row.getDouble("quarantined_bytes"),
        row.getDouble("condemned_bytes"),
        row.getDouble("unverified"),
        row.getDouble("devices"),
        row.getDouble("away"),
        row.getDouble("backed_up"),
        row.getDouble("parked_bursts"));
  }
}
