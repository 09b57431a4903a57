package io.driftless.server.gc;

import io.driftless.server.gc.MarkReader.Portion;
import io.driftless.server.job.StepPart;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Marks the chunks of portions of versions. */
@Named
@Dependent
public class MarkWriter extends AbstractItemWriter {

  @Inject private StepPart part;

  @Override
  public void writeItems(List<Object> items) {
    ChunkMarks marks = new ChunkMarks(part.sql(), part.workspace().value(), part.scope().run());
    for (Object item : items) {
      Portion portion = (Portion) item;
      part.journal().count("chunks", marks.add(portion.slices()));
      part.journal()
          .count("references", portion.slices().stream().mapToLong(slice -> slice.chunks()).sum());
      part.journal()
          .count("versions", portion.slices().stream().filter(slice -> slice.first() == 0).count());
    }
  }
}
