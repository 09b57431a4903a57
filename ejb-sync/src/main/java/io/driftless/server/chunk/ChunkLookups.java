package io.driftless.server.chunk;

import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.ChunkMessages.ChunksFound;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a device which chunks it may name without uploading them: verified ones, and those in packs
 * that it uploaded itself. A claim of another device could be a lie, and what rests on it would be
 * lost with the lie. The commit rule decides by the same measure.
 */
@ApplicationScoped
public class ChunkLookups {

  private static final String TRUSTED =
      "SELECT c.hash FROM chunk c WHERE c.workspace_id = ? AND c.hash = ANY (?)"
          + " AND (c.state > 0 OR EXISTS (SELECT 1 FROM chunk_location l JOIN pack p"
          + " ON p.workspace_id = l.workspace_id AND p.pack_id = l.pack_id"
          + " WHERE l.workspace_id = c.workspace_id AND l.hash = c.hash AND p.uploader = ?))";

  @PersistenceContext private EntityManager store;

  /**
   * Those of the chunks that the device may name, each with a place; in the caller's transaction,
   * which has checked membership.
   *
   * @param device null for a caller without one, who is trusted with verified chunks only
   */
  public ChunksFound lookup(WorkspaceId workspace, @Nullable DeviceId device, ChunkLookup wanted) {
    if (wanted.hashes().isEmpty()) {
      return new ChunksFound(List.of());
    }
    Sql sql = Sql.of(store);
    List<Sha256> trusted =
        sql.list(
            TRUSTED,
            row -> Sha256.ofBytes(row.getBytes("hash")),
            workspace.value(),
            wanted.hashes().stream().map(Sha256::bytes).toArray(byte[][]::new),
            device == null ? "" : device.value());
    return new ChunksFound(List.copyOf(ChunkPlaces.find(sql, workspace.value(), trusted).all()));
  }
}
