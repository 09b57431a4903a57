package io.driftless.server.gc;

import io.driftless.server.gc.Collecting.Known;
import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import io.driftless.server.life.ChunkLife;
import io.driftless.server.life.ChunkLife.ChunkFate;
import io.driftless.server.life.LifeTimes;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.List;

/** Quarantines chunks that no version names. */
@Named
@Dependent
public class QuarantineWriter extends AbstractItemWriter {

  private static final String QUARANTINE =
      "UPDATE chunk SET state = 2, quarantined_at = ?"
          + " WHERE workspace_id = ? AND state = 1 AND hash = ANY (?)";

  @Inject private StepPart part;
  @Inject private Clock clock;

  @Override
  public void writeItems(List<Object> items) {
    Collecting collecting = new Collecting(part);
    collecting.lockWithMarks();
    LifeTimes times = Collecting.times(part.scope());
    List<Known> unused =
        collecting.chunks(items.stream().map(String.class::cast).toList()).stream()
            .filter(chunk -> ChunkLife.quarantine(chunk.facts(), times) == ChunkFate.QUARANTINE)
            .toList();
    RunJournal journal = part.journal();
    if (part.scope().dryRun()) {
      journal.list(
          unused.stream()
              .map(chunk -> new RunJournal.Item(chunk.hash(), chunk.rawLength()))
              .toList());
    } else {
      part.sql()
          .update(
              QUARANTINE,
              clock.instant(),
              part.workspace().value(),
              Collecting.bytes(unused.stream().map(Known::hash).toList()));
    }
    journal.count("chunks", unused.size());
    journal.count("bytes", unused.stream().mapToLong(Known::rawLength).sum());
  }
}
