package io.driftless.server.verify;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.fanout.Announcements;
import io.driftless.server.store.Sql;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Asks again for packs that nobody has verified for long, because their message ended in the
 * dead-letter queue while the blob store was away.
 */
@Singleton
public class VerifySweep {

  private static final Duration AFTER = Duration.ofHours(1);
  private static final int MOST = 500;

  private static final String UNVERIFIED =
      "SELECT workspace_id, pack_id FROM pack WHERE state = 0 AND verified_at IS NULL"
          + " AND rejected_at IS NULL AND created_at < ? ORDER BY created_at LIMIT ?";

  @PersistenceContext private EntityManager store;
  @Inject private Announcements announcements;
  @Inject private Clock clock;

  /** Asks for the oldest of them, at most 500 at once. */
  @Schedule(hour = "*", minute = "17", persistent = false, info = "packs left unverified")
  public void sweep() {
    List<Map.Entry<WorkspaceId, PackId>> packs =
        Sql.of(store)
            .list(
                UNVERIFIED,
                row ->
                    Map.entry(
                        new WorkspaceId(Sql.uuid(row, "workspace_id")),
                        new PackId(Sql.uuid(row, "pack_id"))),
                clock.instant().minus(AFTER),
                MOST);
    packs.forEach(pack -> announcements.verify(pack.getKey(), List.of(pack.getValue())));
  }
}
