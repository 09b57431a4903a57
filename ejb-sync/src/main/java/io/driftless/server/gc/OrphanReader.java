package io.driftless.server.gc;

import io.driftless.protocol.id.PackId;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.blob.MissingPackException;
import io.driftless.server.blob.PackPage;
import io.driftless.server.blob.PackPage.StoredPack;
import io.driftless.server.job.RunScope;
import io.driftless.server.job.StepPart;
import io.driftless.server.life.ChunkLife;
import io.driftless.server.life.ChunkLife.PackFacts;
import io.driftless.server.life.ChunkLife.PackFate;
import io.driftless.server.life.LifeTimes;
import io.driftless.server.store.Sql;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lists a workspace's container for packs that no commit has named, and for deleted ones that a
 * late upload brought back. The checkpoint is the page of the listing. Nothing is an orphan for a
 * time after the database was restored: what it has forgotten, devices name again.
 */
@Named
@Dependent
public class OrphanReader extends AbstractItemReader {

  private static final int PAGE = 1_000;

  private static final String ROWS =
      "SELECT pack_id, state, condemned_at, deleted_at IS NOT NULL AS deleted FROM pack"
          + " WHERE workspace_id = ? AND pack_id = ANY (?)";

  @Inject private StepPart part;
  @Inject private ChunkStore blobs;

  private final Deque<Found> ahead = new ArrayDeque<>();
  private @Nullable String current;
  private @Nullable String following;
  private boolean ended;
  private Set<String> listed = Set.of();

  /**
   * A blob to look at under the lock.
   *
   * @param fate what it looks like without
   */
  record Found(PackId pack, long lengthBytes, long storedMillis, PackFate fate) {}

  private record Row(boolean deleted, PackFacts facts) {}

  @Override
  public void open(@Nullable Serializable checkpoint) {
    ahead.clear();
    following = checkpoint == null ? null : (String) checkpoint;
    ended = part.isEmpty() || rests();
    Long listOf = ended ? null : part.scope().listOf();
    if (listOf != null) {
      listed = new HashSet<>(part.journal().listed(listOf, "", Integer.MAX_VALUE));
    }
  }

  private boolean rests() {
    RunScope scope = part.scope();
    Instant until = scope.started().minusMillis(scope.millis("restoreRestSeconds"));
    boolean rests =
        part.sql()
                .first(
                    "SELECT 1 AS one FROM server_state WHERE restored_at > ?",
                    row -> row.getInt("one"),
                    until)
            != null;
    if (rests) {
      part.journal().count("resting", 1);
    }
    return rests;
  }

  @Override
  public @Nullable Object readItem() {
    while (ahead.isEmpty() && !ended) {
      current = following;
      PackPage page = page();
      if (page == null) {
        ended = true;
      } else {
        following = page.next();
        ended = following == null;
        ahead.addAll(candidates(page.packs()));
      }
    }
    return ahead.poll();
  }

  private @Nullable PackPage page() {
    String container =
        part.sql()
            .first(
                "SELECT container FROM workspace WHERE id = ?",
                row -> row.getString("container"),
                part.workspace().value());
    try {
      return container == null ? null : blobs.list(container, current, PAGE);
    } catch (MissingPackException e) {
      return null; // nothing was ever uploaded
    }
  }

  private List<Found> candidates(List<StoredPack> packs) {
    Map<UUID, Row> rows = rows(packs);
    LifeTimes times = Collecting.times(part.scope());
    boolean all = part.scope().listOf() == null;
    return packs.stream()
        .filter(pack -> all || listed.contains(pack.pack().toString()))
        .map(
            pack -> {
              Row row = rows.get(pack.pack().value());
              long stored = pack.createdAt().toEpochMilli();
              PackFate fate =
                  ChunkLife.listed(
                      row == null ? null : row.facts(),
                      row != null && row.deleted(),
                      stored,
                      times);
              return new Found(pack.pack(), pack.lengthBytes(), stored, fate);
            })
        .filter(found -> found.fate() != PackFate.KEEP)
        .toList();
  }

  private Map<UUID, Row> rows(List<StoredPack> packs) {
    Map<UUID, Row> rows = new HashMap<>();
    part.sql()
        .list(
            ROWS,
            row ->
                Map.entry(
                    Sql.uuid(row, "pack_id"),
                    new Row(
                        row.getBoolean("deleted"), new PackFacts(row.getInt("state") == 1, 0, 0))),
            part.workspace().value(),
            packs.stream().map(pack -> pack.pack().value()).toArray(UUID[]::new))
        .forEach(row -> rows.put(row.getKey(), row.getValue()));
    return rows;
  }

  @Override
  public @Nullable Serializable checkpointInfo() {
    return current;
  }
}
