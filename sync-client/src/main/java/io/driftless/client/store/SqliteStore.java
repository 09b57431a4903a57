package io.driftless.client.store;

import io.driftless.client.store.StoreBatch.KnownContent;
import io.driftless.client.tree.NodeState;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.ChunkLocation;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link ClientStore} in SQLite: write-ahead log, each transaction forced to the disk. Opened by
 * {@link SqliteFile}.
 */
final class SqliteStore implements ClientStore {

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE node (id BLOB PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID",
          "CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
          "CREATE TABLE chunk (hash BLOB PRIMARY KEY, pack BLOB NOT NULL, entry INTEGER NOT NULL,"
              + " position INTEGER NOT NULL, stored INTEGER NOT NULL, raw INTEGER NOT NULL,"
              + " codec INTEGER NOT NULL) WITHOUT ROWID",
          "CREATE TABLE recipe (content BLOB NOT NULL, profile INTEGER NOT NULL,"
              + " chunks BLOB NOT NULL, PRIMARY KEY (content, profile)) WITHOUT ROWID",
          "CREATE TABLE spot (hash BLOB PRIMARY KEY, content BLOB NOT NULL,"
              + " position INTEGER NOT NULL, length INTEGER NOT NULL) WITHOUT ROWID");

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  SqliteStore(Connection connection) {
    this.connection = connection;
  }

  /** Makes the tables of a new database. */
  void create(int version) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.executeUpdate(table);
      }
      statement.executeUpdate("PRAGMA user_version = " + version);
    }
    connection.commit();
  }

  @Override
  public void loadNodes(Consumer<NodeState> taker) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, state FROM node")) {
      while (rows.next()) {
        NodeId id = NodeCodec.key(rows.getBytes(1));
        taker.accept(NodeCodec.decode(id, rows.getBytes(2)));
      }
      statement.executeUpdate("PRAGMA shrink_memory"); // nobody asks for these pages again
    } catch (SQLException | RuntimeException e) {
      throw failed("reading the nodes", e);
    }
  }

  @Override
  public Map<String, byte[]> loadValues() {
    Map<String, byte[]> values = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, value FROM setting")) {
      while (rows.next()) {
        values.put(rows.getString(1), rows.getBytes(2));
      }
      return values;
    } catch (SQLException e) {
      throw failed("reading the settings", e);
    }
  }

  @Override
  public void write(StoreBatch batch) {
    try {
      writeNodes(batch);
      writeValues(batch);
      writeChunks(batch);
      for (KnownContent content : batch.contents()) {
        writeContent(content);
      }
      runBatch("INSERT OR REPLACE INTO spot VALUES (?, ?, ?, ?)");
      connection.commit();
    } catch (SQLException e) {
      throw failed("writing", e);
    }
  }

  private void writeNodes(StoreBatch batch) throws SQLException {
    PreparedStatement put = statement("INSERT OR REPLACE INTO node VALUES (?, ?)");
    PreparedStatement drop = statement("DELETE FROM node WHERE id = ?");
    boolean puts = false;
    for (Map.Entry<NodeId, NodeState> entry : batch.nodes().entrySet()) {
      byte[] key = NodeCodec.key(entry.getKey());
      if (entry.getValue().isEmpty()) {
        drop.setBytes(1, key);
        drop.executeUpdate();
      } else {
        put.setBytes(1, key);
        put.setBytes(2, NodeCodec.encode(entry.getValue()));
        put.addBatch();
        puts = true;
      }
    }
    if (puts) {
      put.executeBatch();
    }
  }

  private void writeValues(StoreBatch batch) throws SQLException {
    for (String name : batch.droppedValues()) {
      PreparedStatement drop = statement("DELETE FROM setting WHERE name = ?");
      drop.setString(1, name);
      drop.executeUpdate();
    }
    for (Map.Entry<String, byte[]> value : batch.values().entrySet()) {
      PreparedStatement put = statement("INSERT OR REPLACE INTO setting VALUES (?, ?)");
      put.setString(1, value.getKey());
      put.setBytes(2, value.getValue());
      put.executeUpdate();
    }
  }

  private void writeChunks(StoreBatch batch) throws SQLException {
    for (Sha256 hash : batch.forgottenChunks()) {
      PreparedStatement drop = statement("DELETE FROM chunk WHERE hash = ?");
      drop.setBytes(1, hash.bytes());
      drop.executeUpdate();
    }
    for (PackId pack : batch.forgottenPacks()) {
      PreparedStatement drop = statement("DELETE FROM chunk WHERE pack = ?");
      drop.setBytes(1, packKey(pack));
      drop.executeUpdate();
    }
    if (batch.chunks().isEmpty()) {
      return;
    }
    PreparedStatement put = statement("INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (ChunkLocation chunk : batch.chunks()) {
      put.setBytes(1, chunk.hash().bytes());
      put.setBytes(2, packKey(chunk.pack()));
      put.setInt(3, chunk.entry());
      put.setLong(4, chunk.offset());
      put.setInt(5, chunk.storedLength());
      put.setInt(6, chunk.rawLength());
      put.setInt(7, chunk.codec());
      put.addBatch();
    }
    put.executeBatch();
  }

  private static boolean isImplied(Sha256 content, List<Chunk> chunks) {
    return chunks.size() == 1 && chunks.get(0).hash().equals(content);
  }

  private void writeContent(KnownContent content) throws SQLException {
    Sha256 digest = content.digest();
    List<Chunk> chunks = content.chunks();
    boolean implied = isImplied(digest, chunks);
    if (chunks.isEmpty() || (implied && chunks.get(0).length() <= smallest(content.profile()))) {
      return;
    }
    PreparedStatement put = statement("INSERT OR REPLACE INTO recipe VALUES (?, ?, ?)");
    put.setBytes(1, digest.bytes());
    put.setInt(2, content.profile());
    put.setBytes(3, CutCodec.encode(chunks));
    put.executeUpdate();
    if (implied) {
      return;
    }
    PreparedStatement spot = statement("INSERT OR REPLACE INTO spot VALUES (?, ?, ?, ?)");
    for (Chunk chunk : chunks) {
      spot.setBytes(1, chunk.hash().bytes());
      spot.setBytes(2, digest.bytes());
      spot.setLong(3, chunk.offset());
      spot.setInt(4, chunk.length());
      spot.addBatch();
    }
    pendingBatch = true;
  }

  private boolean pendingBatch;

  private void runBatch(String sql) throws SQLException {
    if (pendingBatch) {
      statement(sql).executeBatch();
      pendingBatch = false;
    }
  }

  /** Content up to this size is one chunk, whatever it holds. */
  private static int smallest(int profile) {
    return ChunkingProfile.ofId(profile).map(ChunkingProfile::minBytes).orElse(0);
  }

  @Override
  public Map<Sha256, ChunkLocation> chunks(Collection<Sha256> hashes) {
    Map<Sha256, ChunkLocation> found = new HashMap<>();
    try {
      PreparedStatement query =
          statement("SELECT pack, entry, position, stored, raw, codec FROM chunk WHERE hash = ?");
      for (Sha256 hash : hashes) {
        query.setBytes(1, hash.bytes());
        try (ResultSet row = query.executeQuery()) {
          if (row.next()) {
            ByteBuffer pack = ByteBuffer.wrap(row.getBytes(1));
            found.put(
                hash,
                new ChunkLocation(
                    hash,
                    new PackId(new UUID(pack.getLong(), pack.getLong())),
                    row.getInt(2),
                    row.getLong(3),
                    row.getInt(4),
                    row.getInt(5),
                    row.getInt(6)));
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw failed("looking for chunks", e);
    }
  }

  @Override
  public List<Sha256> chunksIn(PackId pack) {
    List<Sha256> found = new ArrayList<>();
    try {
      PreparedStatement query = statement("SELECT hash FROM chunk WHERE pack = ?");
      query.setBytes(1, packKey(pack));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(Sha256.ofBytes(row.getBytes(1)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw failed("looking for the chunks of a pack", e);
    }
  }

  @Override
  public Map<Sha256, ChunkSpot> spots(Collection<Sha256> hashes) {
    Map<Sha256, ChunkSpot> found = new HashMap<>();
    try {
      PreparedStatement query =
          statement("SELECT content, position, length FROM spot WHERE hash = ?");
      for (Sha256 hash : hashes) {
        query.setBytes(1, hash.bytes());
        try (ResultSet row = query.executeQuery()) {
          if (row.next()) {
            found.put(
                hash,
                new ChunkSpot(Sha256.ofBytes(row.getBytes(1)), row.getLong(2), row.getInt(3)));
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw failed("looking for chunks on the disk", e);
    }
  }

  @Override
  public @Nullable List<Chunk> cut(Sha256 content, int profile) {
    try {
      PreparedStatement query =
          statement("SELECT chunks FROM recipe WHERE content = ? AND profile = ?");
      query.setBytes(1, content.bytes());
      query.setInt(2, profile);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? CutCodec.decode(row.getBytes(1)) : null;
      }
    } catch (SQLException e) {
      throw failed("looking for a recipe", e);
    }
  }

  @Override
  public void clear() {
    try (Statement statement = connection.createStatement()) {
      for (String table : List.of("node", "setting", "chunk", "recipe", "spot")) {
        statement.executeUpdate("DELETE FROM " + table);
      }
      connection.commit();
    } catch (SQLException e) {
      throw failed("clearing", e);
    }
  }

  @Override
  public void close() {
    try {
      for (PreparedStatement statement : statements.values()) {
        statement.close();
      }
      connection.close();
    } catch (SQLException e) {
      throw failed("closing", e);
    }
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      statements.put(sql, known);
    }
    return known;
  }

  private static byte[] packKey(PackId pack) {
    return ByteBuffer.allocate(16)
        .putLong(pack.value().getMostSignificantBits())
        .putLong(pack.value().getLeastSignificantBits())
        .array();
  }

  private static StoreException failed(String what, Exception cause) {
    return new StoreException("The internal database failed at " + what, cause);
  }
}
