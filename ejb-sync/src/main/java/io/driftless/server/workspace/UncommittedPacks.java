package io.driftless.server.workspace;

import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.blob.PackPage;
import io.driftless.server.blob.PackPage.StoredPack;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Tells which packs of a container no commit has named. */
@Stateless
public class UncommittedPacks {

  @PersistenceContext private EntityManager store;

  /** The bytes of what no commit can name, and of those packs of a page that have no row. */
  public long bytes(WorkspaceId workspace, PackPage page) {
    UUID[] listed = page.packs().stream().map(pack -> pack.pack().value()).toArray(UUID[]::new);
    Set<UUID> committed =
        new HashSet<>(
            Sql.of(store)
                .list(
                    "SELECT pack_id FROM pack WHERE workspace_id = ? AND pack_id = ANY (?)",
                    row -> Sql.uuid(row, "pack_id"),
                    workspace.value(),
                    listed));
    return page.otherBytes()
        + page.packs().stream()
            .filter(pack -> !committed.contains(pack.pack().value()))
            .mapToLong(StoredPack::lengthBytes)
            .sum();
  }
}
