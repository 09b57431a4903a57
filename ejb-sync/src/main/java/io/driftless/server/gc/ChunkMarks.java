package io.driftless.server.gc;

import io.driftless.server.store.Sql;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The chunks that the versions of a workspace name, as one run gathered them. Once complete they
 * are brought up to the workspace's head under its lock, so that what is not marked then is named
 * by no version at all.
 */
final class ChunkMarks {

  private static final String BEGIN =
      "INSERT INTO chunk_mark_state (workspace_id, run_id, revision, complete)"
          + " SELECT id, ?, head_revision, false FROM workspace WHERE id = ?"
          + " ON CONFLICT (workspace_id) DO UPDATE SET run_id = EXCLUDED.run_id,"
          + " revision = EXCLUDED.revision, complete = false";

  private static final String ADD =
      "INSERT INTO chunk_mark (workspace_id, hash)"
          + " SELECT DISTINCT v.workspace_id, substring(v.recipe FROM 1 + 32 * g.i FOR 32)"
          + " FROM unnest(?::uuid[], ?::integer[], ?::integer[], ?::integer[])"
          + " AS s (node_id, number, first, chunks)"
          + " JOIN version v ON v.workspace_id = ? AND v.node_id = s.node_id"
          + " AND v.number = s.number AND v.recipe IS NOT NULL"
          + " CROSS JOIN LATERAL generate_series(s.first, s.first + s.chunks - 1) AS g (i)"
          + " ON CONFLICT DO NOTHING";

  private static final String CATCH_UP =
      "INSERT INTO chunk_mark (workspace_id, hash)"
          + " SELECT DISTINCT v.workspace_id, substring(v.recipe FROM 1 + 32 * g.i FOR 32)"
          + " FROM version v CROSS JOIN LATERAL generate_series(0, v.chunks - 1) AS g (i)"
          + " WHERE v.workspace_id = ? AND v.revision > ? AND v.revision <= ?"
          + " AND v.recipe IS NOT NULL ON CONFLICT DO NOTHING";

  private static final String STATE =
      "SELECT run_id, revision, complete, (SELECT head_revision FROM workspace WHERE id = ?) AS head"
          + " FROM chunk_mark_state WHERE workspace_id = ?";

  private final Sql sql;
  private final UUID workspace;
  private final long run;

  ChunkMarks(Sql sql, UUID workspace, long run) {
    this.sql = sql;
    this.workspace = workspace;
    this.run = run;
  }

  /** A stretch of a version's recipe. */
  record Slice(UUID node, int number, int first, int chunks) {}

  /** Forgets what other runs marked, and notes the head as the revision to mark up to. */
  void begin() {
    sql.update(BEGIN, run, workspace);
    sql.update("DELETE FROM chunk_mark WHERE workspace_id = ?", workspace);
  }

  /** Marks the chunks of some stretches; how many were not marked before. */
  int add(List<Slice> slices) {
    return sql.update(
        ADD,
        slices.stream().map(Slice::node).toArray(UUID[]::new),
        slices.stream().map(Slice::number).toArray(Integer[]::new),
        slices.stream().map(Slice::first).toArray(Integer[]::new),
        slices.stream().map(Slice::chunks).toArray(Integer[]::new),
        workspace);
  }

  /** All versions up to the revision of the beginning are marked. */
  void complete() {
    sql.update(
        "UPDATE chunk_mark_state SET complete = true WHERE workspace_id = ? AND run_id = ?",
        workspace,
        run);
  }

  /**
   * Marks what was committed since. Called twice: before the lock, where it may be much, and under
   * it, where it is little.
   *
   * @throws IllegalStateException when the marks are not this run's, or not complete
   */
  void catchUp() {
    State state =
        Objects.requireNonNullElse(
            sql.first(
                STATE,
                row ->
                    new State(
                        row.getLong("run_id"),
                        row.getLong("revision"),
                        row.getBoolean("complete"),
                        row.getLong("head")),
                workspace,
                workspace),
            new State(0, 0, false, 0));
    if (state.run() != run || !state.complete()) {
      throw new IllegalStateException(
          "The marks of workspace %s are of another run or not complete; start a new run"
              .formatted(workspace));
    }
    if (state.head() > state.revision()) {
      sql.update(CATCH_UP, workspace, state.revision(), state.head());
      sql.update(
          "UPDATE chunk_mark_state SET revision = ? WHERE workspace_id = ?",
          state.head(),
          workspace);
    }
  }

  private record State(long run, long revision, boolean complete, long head) {}
}
