package io.driftless.bench.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * Versions, chunks and packs in the database as commits of a long time would have left them: half
 * of the chunks are named twice, by versions of 20 chunks each, half by none. No blobs: the stages
 * of the collector that this is for do not look at them.
 */
final class JobRows {

  private static final int CHUNKS_OF_VERSION = 20;
  private static final int CHUNKS_OF_PACK = 100;

  private static final String PACKS =
      "INSERT INTO pack (workspace_id, pack_id, state, size_bytes, entries, verified_at)"
          + " SELECT ?, ('00000000-0000-4000-8000-' || lpad(to_hex(p), 12, '0'))::uuid, 0, 1, 100,"
          + " now() FROM generate_series(0, ?) AS p";

  private static final String CHUNKS =
      "INSERT INTO chunk (workspace_id, hash, raw_length, state, created_at)"
          + " SELECT ?, sha256(i::text::bytea), 65536, 1, now() - interval '1 year'"
          + " FROM generate_series(0, ?) AS i";

  private static final String PLACES =
      "INSERT INTO chunk_location (workspace_id, hash, pack_id, entry, byte_offset, stored_length,"
          + " raw_length, codec, verified) SELECT ?, sha256(i::text::bytea),"
          + " ('00000000-0000-4000-8000-' || lpad(to_hex(i / 100), 12, '0'))::uuid, i % 100, 0, 1, 1,"
          + " 0, true FROM generate_series(0, ?) AS i";

  private static final String VERSIONS =
      "INSERT INTO version (workspace_id, node_id, number, size, digest, modified_nanos, executable,"
          + " profile, recipe, recipe_digest, chunks, device_id, account_id, revision, created_at)"
          + " SELECT ?, gen_random_uuid(), 1, 1, ''::bytea, 0, false, 1,"
          + " (SELECT string_agg(sha256(((v * 10 + k) %% %d)::text::bytea), ''::bytea)"
          + " FROM generate_series(0, 19) AS k), ''::bytea, 20, 'none', gen_random_uuid(), 0, now()"
          + " FROM generate_series(0, ?) AS v";

  private JobRows() {}

  /** Fills a workspace; how many references its versions hold, as many as there are chunks. */
  static long fill(Connection database, UUID workspace, int chunks) throws SQLException {
    int versions = chunks / CHUNKS_OF_VERSION;
    write(database, PACKS, workspace, chunks / CHUNKS_OF_PACK - 1);
    write(database, CHUNKS, workspace, chunks - 1);
    write(database, PLACES, workspace, chunks - 1);
    write(database, VERSIONS.formatted(chunks / 2), workspace, versions - 1);
    try (Statement analyze = database.createStatement()) {
      analyze.execute("ANALYZE");
    }
    return (long) versions * CHUNKS_OF_VERSION;
  }

  private static void write(Connection database, String rows, UUID workspace, int last)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(rows)) {
      statement.setObject(1, workspace);
      statement.setInt(2, last);
      statement.executeUpdate();
    }
  }
}
