package io.driftless.server.compact;

import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.server.compact.PackCopying.Copy;
import io.driftless.server.life.ChunkLife;
import io.driftless.server.life.ChunkLife.ChunkState;
import io.driftless.server.store.Sql;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Changes the places of chunks over to a copy, under the workspace's lock. Only what has its old
 * place still, and is not in quarantine, gets the new one: what was swept meanwhile stays swept.
 */
record PlaceSwitch(Sql sql, UUID workspace, Instant now) {

  /** The key decides between this and a cleanup that took the copy for an orphan. */
  private static final String PACK =
      "INSERT INTO pack (workspace_id, pack_id, state, uploader, size_bytes, entries, created_at,"
          + " verified_at) VALUES (?, ?, 0, NULL, ?, ?, ?, ?)"
          + " ON CONFLICT (workspace_id, pack_id) DO NOTHING";

  private static final String THERE =
      "SELECT DISTINCT l.hash, c.state FROM chunk_location l JOIN chunk c"
          + " ON c.workspace_id = l.workspace_id AND c.hash = l.hash"
          + " WHERE l.workspace_id = ? AND l.hash = ANY (?) AND l.pack_id = ANY (?)";

  private static final String FROM =
      "DELETE FROM chunk_location WHERE workspace_id = ? AND hash = ANY (?) AND pack_id = ANY (?)";

  private static final String TO =
      "INSERT INTO chunk_location (workspace_id, hash, pack_id, entry, byte_offset, stored_length,"
          + " raw_length, codec, verified) SELECT ?, n.hash, ?, n.entry, n.byte_offset,"
          + " n.stored_length, n.raw_length, n.codec, true"
          + " FROM unnest(?::bytea[], ?::integer[], ?::bigint[], ?::integer[], ?::integer[],"
          + " ?::smallint[]) AS n (hash, entry, byte_offset, stored_length, raw_length, codec)";

  private static final String USED =
      "UPDATE workspace SET used_bytes = used_bytes + ? WHERE id = ?";

  /** Changes over what is still where it was copied from; how many chunks. */
  int over(UUID[] old, Copy copy) {
    UUID pack = copy.pack().value();
    List<ChunkLocation> entries = copy.index().locations(copy.pack());
    long bytes = copy.index().dataLength();
    if (sql.update(PACK, workspace, pack, bytes, entries.size(), now, now) == 0) {
      return 0; // taken for an orphan: nothing moves there, and a later run copies again
    }
    sql.update(USED, bytes, workspace);
    Set<Sha256> moving = moving(old, entries);
    List<ChunkLocation> over =
        entries.stream().filter(entry -> moving.contains(entry.hash())).toList();
    byte[][] hashes = over.stream().map(entry -> entry.hash().bytes()).toArray(byte[][]::new);
    sql.update(FROM, workspace, hashes, old);
    return sql.update(
        TO,
        workspace,
        pack,
        hashes,
        over.stream().map(ChunkLocation::entry).toArray(Integer[]::new),
        over.stream().map(ChunkLocation::offset).toArray(Long[]::new),
        over.stream().map(ChunkLocation::storedLength).toArray(Integer[]::new),
        over.stream().map(ChunkLocation::rawLength).toArray(Integer[]::new),
        over.stream().map(entry -> (short) entry.codec()).toArray(Short[]::new));
  }

  private Set<Sha256> moving(UUID[] old, List<ChunkLocation> entries) {
    Set<Sha256> moving = new HashSet<>();
    sql.list(
            THERE,
            row -> Map.entry(Sha256.ofBytes(row.getBytes("hash")), row.getInt("state")),
            workspace,
            entries.stream().map(entry -> entry.hash().bytes()).toArray(byte[][]::new),
            old)
        .forEach(
            found -> {
              if (ChunkLife.moves(ChunkState.stored(found.getValue()), true)) {
                moving.add(found.getKey());
              }
            });
    return moving;
  }
}
