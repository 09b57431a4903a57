package io.driftless.server.compact;

import io.driftless.server.job.RunScope;
import io.driftless.server.job.StepPart;
import io.driftless.server.life.ChunkLife;
import io.driftless.server.life.ChunkLife.PackFill;
import io.driftless.server.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The packs of a workspace of which little is still needed, as a run counts that. */
final class SparsePacks {

  /** Only what was verified moves: nothing is copied that nobody has read. */
  private static final String FILL =
      "SELECT p.pack_id, p.size_bytes, (SELECT COALESCE(sum(l.stored_length), 0)"
          + " FROM chunk_location l JOIN chunk c ON c.workspace_id = l.workspace_id"
          + " AND c.hash = l.hash WHERE l.workspace_id = p.workspace_id AND l.pack_id = p.pack_id"
          + " AND l.verified AND c.state = 1) AS living_bytes FROM pack p WHERE p.workspace_id = ?"
          + " AND p.state = 0 AND p.verified_at IS NOT NULL AND p.rejected_at IS NULL"
          + " AND p.created_at <= ?";

  private static final String AFTER =
      "SELECT * FROM ("
          + FILL
          + " AND p.pack_id > ?) AS fill WHERE living_bytes > 0"
          + " AND living_bytes * 100 < size_bytes * ? ORDER BY pack_id LIMIT ?";

  private static final String AMONG = FILL + " AND p.pack_id = ANY (?)";

  private final Sql sql;
  private final UUID workspace;
  private final RunScope scope;

  SparsePacks(StepPart part) {
    this.sql = part.sql();
    this.workspace = part.workspace().value();
    this.scope = part.scope();
  }

  /** A pack, and how full it is. */
  record Sparse(UUID pack, PackFill fill) {}

  /** Those behind a pack, in the order of their ids. */
  List<String> after(String pack, int limit) {
    return sql.list(
        AFTER,
        row -> Sql.uuid(row, "pack_id").toString(),
        workspace,
        scope.started().minusMillis(scope.millis("ageSeconds")),
        pack.isEmpty() ? new UUID(0, 0) : UUID.fromString(pack),
        scope.setting("livingPercent"),
        limit);
  }

  /** Those of these packs that the rule says are to be rewritten. */
  List<Sparse> among(List<Object> packs) {
    return sql
        .list(
            AMONG,
            SparsePacks::sparse,
            workspace,
            scope.started().minusMillis(scope.millis("ageSeconds")),
            packs.stream().map(pack -> UUID.fromString((String) pack)).toArray(UUID[]::new))
        .stream()
        .filter(pack -> ChunkLife.isSparse(pack.fill(), scope.setting("livingPercent")))
        .toList();
  }

  private static Sparse sparse(ResultSet row) throws SQLException {
    return new Sparse(
        Sql.uuid(row, "pack_id"),
        new PackFill(row.getLong("living_bytes"), row.getLong("size_bytes")));
  }
}
