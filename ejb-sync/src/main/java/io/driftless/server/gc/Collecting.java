package io.driftless.server.gc;

import io.driftless.server.job.RunScope;
import io.driftless.server.job.StepPart;
import io.driftless.server.life.ChunkLife.ChunkFacts;
import io.driftless.server.life.ChunkLife.ChunkState;
import io.driftless.server.life.LifeTimes;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceLock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** The facts of one workspace that the rule decides by, read under its lock. */
final class Collecting {

  private static final String CHUNKS =
      "SELECT encode(c.hash, 'hex') AS hash, c.state, c.raw_length, c.created_at, c.quarantined_at,"
          + " (SELECT 1 FROM chunk_mark m WHERE m.workspace_id = c.workspace_id"
          + " AND m.hash = c.hash LIMIT 1) IS NOT NULL AS named,"
          + " (SELECT count(*) FROM chunk_location l"
          + " WHERE l.workspace_id = c.workspace_id AND l.hash = c.hash) AS places"
          + " FROM chunk c WHERE c.workspace_id = ? AND c.hash = ANY (?)";

  /**
   * That a condemned pack {@code p} is named by no backup that is kept. A backup is noted in a
   * committed transaction before its moment, and a pack that is live at that moment is condemned by
   * a transaction that ends after it; the hour is for transactions that began before, and clocks.
   */
  static final String NOT_BACKED_UP =
      " NOT EXISTS (SELECT 1 FROM backup_pin b WHERE b.keep_until > now()"
          + " AND p.condemned_at >= b.taken_at - interval '1 hour')";

  private final StepPart part;
  private final Sql sql;
  private final UUID workspace;

  /** In the transaction of the chunk at hand. */
  Collecting(StepPart part) {
    this.part = part;
    this.sql = part.sql();
    this.workspace = part.workspace().value();
  }

  /** A chunk with what is known of it. */
  record Known(String hash, int rawLength, ChunkFacts facts) {}

  /** The times of a run. */
  static LifeTimes times(RunScope scope) {
    return new LifeTimes(
        scope.started().toEpochMilli(),
        scope.millis("ageSeconds"),
        scope.millis("graceSeconds"),
        scope.millis("orphanSeconds"),
        scope.millis("restSeconds"));
  }

  /**
   * Takes the workspace's lock, with the marks brought up to its head: what is not marked then is
   * named by no version until the transaction ends. A dry run takes no lock.
   */
  void lockWithMarks() {
    ChunkMarks marks = new ChunkMarks(sql, workspace, part.scope().run());
    marks.catchUp();
    if (!part.scope().dryRun()) {
      lock();
      marks.catchUp();
    }
  }

  /** Takes the workspace's lock. */
  void lock() {
    WorkspaceLock.take(part.store(), part.workspace());
  }

  /** What is known of these chunks; those that are gone are left out. */
  List<Known> chunks(Collection<String> hashes) {
    return sql.list(CHUNKS, Collecting::chunk, workspace, bytes(hashes));
  }

  static byte[][] bytes(Collection<String> hashes) {
    return hashes.stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new);
  }

  private static Known chunk(ResultSet row) throws SQLException {
    Timestamp quarantined = row.getTimestamp("quarantined_at");
    return new Known(
        row.getString("hash"),
        row.getInt("raw_length"),
        new ChunkFacts(
            ChunkState.stored(row.getInt("state")),
            row.getBoolean("named"),
            row.getLong("places"),
            row.getTimestamp("created_at").getTime(),
            quarantined == null ? 0 : quarantined.getTime()));
  }
}
