package io.driftless.server.content;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.chunk.ChunkPlaces;
import io.driftless.server.store.NodeReading;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a download: which version it is, and where its chunks lie, some at a time.
 * Each checks membership anew, so that a download ends soon after its caller was removed.
 */
@Stateless
public class ContentReading {

  private static final String VERSION =
      "SELECT n.name, v.chunks, v.recipe IS NOT NULL AS file, "
          + NodeReading.VERSION_COLUMNS
          + " FROM node n JOIN version v ON v.workspace_id = n.workspace_id"
          + " AND v.node_id = n.node_id AND v.number = COALESCE(?, n.version)"
          + " AND v.pruned_at IS NULL"
          + " WHERE n.workspace_id = ? AND n.node_id = ?";

  private static final String NODE = "SELECT kind FROM node WHERE workspace_id = ? AND node_id = ?";

  private static final String SLICE =
      "SELECT substring(recipe FROM ? FOR ?) AS slice FROM version"
          + " WHERE workspace_id = ? AND node_id = ? AND number = ?";

  private static final String PLACES =
      "SELECT hash, pack_id, entry, byte_offset, stored_length, raw_length, codec"
          + " FROM chunk_location WHERE workspace_id = ? AND hash = ?"
          + " ORDER BY verified DESC, pack_id, entry LIMIT 10";

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;

  /**
   * A version of a file, live or removed.
   *
   * @param number null for the current one
   */
  public OpenContent open(
      Caller caller, WorkspaceId workspace, NodeId node, @Nullable VersionNumber number) {
    WorkspaceEntity entity = access.toRead(caller, workspace);
    Sql sql = Sql.of(store);
    Boolean folder =
        sql.first(NODE, row -> row.getInt("kind") != 0, workspace.value(), node.value());
    if (folder == null && !node.isRoot()) {
      throw RefusedException.notFound("node");
    }
    if (folder == null || folder) {
      throw RefusedException.invalid("node", "This is no file, it has no content.");
    }
    OpenContent found =
        sql.first(
            VERSION,
            row -> opened(row, entity, node),
            number == null ? null : number.value(),
            workspace.value(),
            node.value());
    if (found == null) {
      throw RefusedException.notFound("version");
    }
    return found;
  }

  private static OpenContent opened(ResultSet row, WorkspaceEntity workspace, NodeId node)
      throws SQLException {
    return new OpenContent(
        workspace.id(),
        workspace.container(),
        node,
        row.getString("name"),
        Objects.requireNonNull(NodeReading.version(row)),
        row.getInt("chunks"));
  }

  /** A place for each of some neighbouring chunks of a version, in their order. */
  public List<ChunkLocation> slice(Caller caller, OpenContent content, int first, int count) {
    access.toRead(caller, content.workspace());
    Sql sql = Sql.of(store);
    byte[] slice =
        sql.first(
            SLICE,
            row -> row.getBytes("slice"),
            first * Sha256.BYTES + 1,
            count * Sha256.BYTES,
            content.workspace().value(),
            content.node().value(),
            content.version().number().value());
    if (slice == null) {
      throw RefusedException.notFound("version");
    }
    Recipe chunks = Recipe.ofBytes(slice);
    List<ChunkLocation> located =
        ChunkPlaces.of(sql, content.workspace().value(), List.of(chunks)).locate(chunks.chunks());
    if (located == null) {
      throw lost();
    }
    return located;
  }

  /** All places of a chunk, verified ones first. */
  public List<ChunkLocation> places(Caller caller, OpenContent content, Sha256 chunk) {
    access.toRead(caller, content.workspace());
    return Sql.of(store)
        .list(PLACES, ChunkPlaces::place, content.workspace().value(), chunk.bytes());
  }

  /** A part of the content has no place where it could be read. */
  static RefusedException lost() {
    return new RefusedException(
        Refusal.UNAVAILABLE,
        "Part of this content can't be read from the blob store at the moment.",
        Map.of("part", "content"));
  }
}
