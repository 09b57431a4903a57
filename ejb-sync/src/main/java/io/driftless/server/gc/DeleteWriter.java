package io.driftless.server.gc;

import io.driftless.protocol.id.PackId;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.blob.ChunkStoreRefusedException;
import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import io.driftless.server.life.ChunkLife;
import io.driftless.server.life.ChunkLife.PackFacts;
import io.driftless.server.life.ChunkLife.PackFate;
import io.driftless.server.life.LifeTimes;
import io.driftless.server.store.Sql;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Deletes the blobs of packs that were condemned in an earlier run. A blob that the store holds
 * back is left for a later run. Repeating it does no harm: a condemned pack's name is never used
 * again.
 */
@Named
@Dependent
public class DeleteWriter extends AbstractItemWriter {

  private static final String PACKS =
      "SELECT p.pack_id, p.size_bytes, p.condemned_at FROM pack p WHERE p.workspace_id = ?"
          + " AND p.state = 1 AND p.deleted_at IS NULL AND p.pack_id = ANY (?) AND"
          + Collecting.NOT_BACKED_UP;

  private static final String DELETED =
      "UPDATE pack SET deleted_at = ? WHERE workspace_id = ? AND state = 1 AND pack_id = ANY (?)";

  @Inject private StepPart part;
  @Inject private ChunkStore blobs;
  @Inject private Clock clock;

  private record Known(UUID pack, long sizeBytes, PackFacts facts) {}

  @Override
  public void writeItems(List<Object> items) {
    LifeTimes times = Collecting.times(part.scope());
    List<Known> due =
        known(items).stream()
            .filter(pack -> ChunkLife.delete(pack.facts(), times) == PackFate.DELETE)
            .toList();
    RunJournal journal = part.journal();
    List<Known> gone = due;
    if (part.scope().dryRun()) {
      journal.list(
          due.stream()
              .map(pack -> new RunJournal.Item(pack.pack().toString(), pack.sizeBytes()))
              .toList());
    } else {
      gone = delete(due, journal);
      part.sql()
          .update(
              DELETED,
              clock.instant(),
              part.workspace().value(),
              gone.stream().map(Known::pack).toArray(UUID[]::new));
    }
    journal.count("packs", gone.size());
    journal.count("bytes", gone.stream().mapToLong(Known::sizeBytes).sum());
    journal.count("held", (long) due.size() - gone.size());
  }

  private List<Known> delete(List<Known> due, RunJournal journal) {
    String container =
        Objects.requireNonNull(
            part.sql()
                .first(
                    "SELECT container FROM workspace WHERE id = ?",
                    row -> row.getString("container"),
                    part.workspace().value()));
    List<Known> gone = new ArrayList<>(due.size());
    for (Known pack : due) {
      try {
        blobs.delete(container, new PackId(pack.pack()));
        gone.add(pack);
      } catch (ChunkStoreRefusedException e) {
        journal.error("Pack %s is held by the store: %s".formatted(pack.pack(), e.getMessage()));
      }
    }
    return gone;
  }

  private List<Known> known(List<Object> items) {
    return part.sql()
        .list(
            PACKS,
            row ->
                new Known(
                    Sql.uuid(row, "pack_id"),
                    row.getLong("size_bytes"),
                    new PackFacts(true, row.getTimestamp("condemned_at").getTime(), 0)),
            part.workspace().value(),
            items.stream().map(item -> UUID.fromString((String) item)).toArray(UUID[]::new));
  }
}
