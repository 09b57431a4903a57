package io.driftless.server.gc;

import io.driftless.server.gc.ChunkMarks.Slice;
import io.driftless.server.job.Pace;
import io.driftless.server.job.StepPart;
import io.driftless.server.store.Sql;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads which versions there are, in portions that are marked in one transaction: many small
 * versions, or a stretch of a huge one. The checkpoint is where the last portion ended.
 */
@Named
@Dependent
public class MarkReader extends AbstractItemReader {

  private static final int VERSIONS = 500;
  private static final int CHUNKS = 20_000;

  private static final String PAGE =
      "SELECT node_id, number, chunks FROM version WHERE workspace_id = ?"
          + " AND (node_id, number) >= (?, ?) AND recipe IS NOT NULL"
          + " ORDER BY node_id, number LIMIT ?";

  @Inject private StepPart part;
  private Place next = Place.START;
  private boolean ended;
  private final Pace pace = new Pace();
  private int read;

  /** The stretches that are marked together. */
  record Portion(List<Slice> slices) {}

  /** Where a portion begins: a version, and a chunk of its recipe. */
  private record Place(UUID node, int number, int chunk) implements Serializable {
    private static final Place START = new Place(new UUID(0, 0), 0, 0);
  }

  @Override
  public void open(@Nullable Serializable checkpoint) {
    ended = part.isEmpty();
    next = checkpoint == null ? Place.START : (Place) checkpoint;
    if (checkpoint == null && !ended) {
      marks().begin();
    }
  }

  @Override
  public @Nullable Object readItem() {
    if (ended) {
      return null;
    }
    pace.rest(read, part.scope().pace());
    List<Slice> slices = new ArrayList<>();
    int chunks = 0;
    List<Slice> page = page();
    for (Slice version : page) {
      int first =
          version.node().equals(next.node()) && version.number() == next.number()
              ? next.chunk()
              : 0;
      int some = Math.min(version.chunks() - first, CHUNKS - chunks);
      if (some > 0) {
        slices.add(new Slice(version.node(), version.number(), first, some));
        chunks += some;
      }
      next = new Place(version.node(), version.number(), first + Math.max(some, 0));
      read = chunks;
      if (chunks == CHUNKS) {
        return new Portion(slices);
      }
    }
    if (page.size() == VERSIONS) {
      next = new Place(next.node(), next.number() + 1, 0);
    } else {
      ended = true;
      marks().complete();
    }
    return slices.isEmpty() && ended ? null : new Portion(slices);
  }

  private List<Slice> page() {
    return part.sql()
        .list(
            PAGE,
            row ->
                new Slice(Sql.uuid(row, "node_id"), row.getInt("number"), 0, row.getInt("chunks")),
            part.workspace().value(),
            next.node(),
            next.number(),
            VERSIONS);
  }

  private ChunkMarks marks() {
    return new ChunkMarks(part.sql(), part.workspace().value(), part.scope().run());
  }

  @Override
  public Serializable checkpointInfo() {
    return next;
  }
}
