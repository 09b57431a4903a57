package io.driftless.server.store;

import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.server.commit.StoredVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The chunks that a commit's versions are the first to name, under the workspace's lock. A chunk
 * counts once, for the first version in the order of the commit, and again only after it was
 * collected and came back.
 */
final class NewChunks {

  private static final String STORE =
      "INSERT INTO chunk (workspace_id, hash, raw_length, created_at, named)"
          + " SELECT ?, c.hash, c.raw_length, ?, c.named"
          + " FROM unnest(?::bytea[], ?::integer[], ?::boolean[]) AS c (hash, raw_length, named)"
          + " ON CONFLICT (workspace_id, hash) DO NOTHING RETURNING hash, raw_length, named";

  private static final String NAME =
      "UPDATE chunk SET named = true WHERE workspace_id = ? AND NOT named AND hash = ANY (?)"
          + " RETURNING hash, raw_length, named";

  private final Sql sql;
  private final UUID workspace;
  private final Set<Sha256> unseen = new HashSet<>();
  private final Map<Sha256, Integer> lengths = new HashMap<>();

  /** Those of these versions; the packs that the commit brings are stored next. */
  NewChunks(Sql sql, UUID workspace, List<StoredVersion> versions) {
    this.sql = sql;
    this.workspace = workspace;
    versions.forEach(version -> unseen.addAll(version.given()));
  }

  /** Stores the chunks of a new pack that are not known yet. */
  void store(List<ChunkLocation> entries, Instant now) {
    note(
        sql.list(
            STORE,
            Row::of,
            workspace,
            now,
            entries.stream().map(entry -> entry.hash().bytes()).toArray(byte[][]::new),
            entries.stream().map(ChunkLocation::rawLength).toArray(Integer[]::new),
            entries.stream().map(entry -> unseen.contains(entry.hash())).toArray(Boolean[]::new)));
  }

  /** Looks at those that were stored before; call it once, after all packs. */
  void name() {
    if (!unseen.isEmpty()) {
      byte[][] rest = unseen.stream().map(Sha256::bytes).toArray(byte[][]::new);
      note(sql.list(NAME, Row::of, workspace, rest));
    }
  }

  private void note(List<Row> rows) {
    rows.stream()
        .filter(Row::named)
        .forEach(
            row -> {
              lengths.put(row.hash(), row.length());
              unseen.remove(row.hash());
            });
  }

  /** The bytes of a version that no version before it had; ask once for each, in order. */
  long bytesOf(StoredVersion version) {
    long bytes = 0;
    for (Sha256 chunk : version.given()) {
      Integer length = lengths.remove(chunk);
      bytes += length == null ? 0 : length;
    }
    return bytes;
  }

  private record Row(Sha256 hash, int length, boolean named) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          Sha256.ofBytes(row.getBytes("hash")), row.getInt("raw_length"), row.getBoolean("named"));
    }
  }
}
