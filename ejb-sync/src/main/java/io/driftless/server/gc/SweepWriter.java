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
import java.util.List;
import java.util.UUID;

/** Sweeps chunks: a commit that names one from now on is told that it is missing. */
@Named
@Dependent
public class SweepWriter extends AbstractItemWriter {

  private static final String PLACES =
      "DELETE FROM chunk_location WHERE workspace_id = ? AND hash = ANY (?)";
  private static final String CHUNKS =
      "DELETE FROM chunk WHERE workspace_id = ? AND hash = ANY (?)";
  private static final String REVIVE =
      "UPDATE chunk SET state = 1, quarantined_at = NULL WHERE workspace_id = ? AND hash = ANY (?)";

  @Inject private StepPart part;

  @Override
  public void writeItems(List<Object> items) {
    Collecting collecting = new Collecting(part);
    collecting.lockWithMarks();
    List<Known> known = collecting.chunks(items.stream().map(String.class::cast).toList());
    List<Known> swept = of(known, ChunkFate.SWEEP);
    List<Known> revived = of(known, ChunkFate.REVIVE);
    RunJournal journal = part.journal();
    if (part.scope().dryRun()) {
      journal.list(
          swept.stream()
              .map(chunk -> new RunJournal.Item(chunk.hash(), chunk.rawLength()))
              .toList());
    } else {
      write(swept, revived);
    }
    journal.count("chunks", swept.size());
    journal.count("bytes", swept.stream().mapToLong(Known::rawLength).sum());
    journal.count("revived", revived.size());
  }

  private List<Known> of(List<Known> chunks, ChunkFate fate) {
    LifeTimes times = Collecting.times(part.scope());
    return chunks.stream().filter(chunk -> ChunkLife.sweep(chunk.facts(), times) == fate).toList();
  }

  private void write(List<Known> swept, List<Known> revived) {
    UUID workspace = part.workspace().value();
    byte[][] gone = Collecting.bytes(swept.stream().map(Known::hash).toList());
    part.sql().update(PLACES, workspace, gone);
    part.sql().update(CHUNKS, workspace, gone);
    if (!revived.isEmpty()) {
      byte[][] back = Collecting.bytes(revived.stream().map(Known::hash).toList());
      part.sql().update(REVIVE, workspace, back);
      part.journal().error(revived.size() + " chunks were quarantined although versions name them");
    }
  }
}
