package io.driftless.server.gc;

import io.driftless.server.gc.OrphanReader.Found;
import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import io.driftless.server.life.ChunkLife.PackFate;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Condemns packs that no commit has named; the unique key of their row decides between this and a
 * commit. One that came back after it was deleted is deleted again.
 */
@Named
@Dependent
public class OrphanWriter extends AbstractItemWriter {

  private static final String CONDEMN =
      "INSERT INTO pack (workspace_id, pack_id, state, size_bytes, entries, created_at,"
          + " condemned_at) SELECT ?, o.pack_id, 1, o.size_bytes, 0, ?, ?"
          + " FROM unnest(?::uuid[], ?::bigint[]) AS o (pack_id, size_bytes)"
          + " ON CONFLICT (workspace_id, pack_id) DO NOTHING";

  private static final String AGAIN =
      "UPDATE pack SET deleted_at = NULL"
          + " WHERE workspace_id = ? AND state = 1 AND pack_id = ANY (?)";

  @Inject private StepPart part;
  @Inject private Clock clock;

  @Override
  public void writeItems(List<Object> items) {
    List<Found> found = items.stream().map(Found.class::cast).toList();
    List<Found> orphans = found.stream().filter(one -> one.fate() == PackFate.CONDEMN).toList();
    RunJournal journal = part.journal();
    long packs = orphans.size();
    if (part.scope().dryRun()) {
      journal.list(
          found.stream()
              .map(one -> new RunJournal.Item(one.pack().toString(), one.lengthBytes()))
              .toList());
    } else {
      new Collecting(part).lock();
      packs =
          part.sql()
              .update(
                  CONDEMN,
                  part.workspace().value(),
                  clock.instant(),
                  clock.instant(),
                  orphans.stream().map(one -> one.pack().value()).toArray(UUID[]::new),
                  orphans.stream().map(Found::lengthBytes).toArray(Long[]::new));
      part.sql()
          .update(
              AGAIN,
              part.workspace().value(),
              found.stream()
                  .filter(one -> one.fate() == PackFate.DELETE)
                  .map(one -> one.pack().value())
                  .toArray(UUID[]::new));
    }
    journal.count("packs", packs);
    journal.count("bytes", packs == 0 ? 0 : orphans.stream().mapToLong(Found::lengthBytes).sum());
    journal.count("again", (long) found.size() - orphans.size());
  }
}
