package io.driftless.server.journal;

import io.driftless.protocol.cursor.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page of a snapshot will hold. The walk finds it in a fifth of the time that the rows take,
 * so that who reads the pages can have the next one walked while this one's rows are read.
 *
 * @param replayFrom where the changes since the first page begin
 * @param nextPage opaque; null after the last page
 * @param revisions of the rows, in their order
 */
public record SnapshotPlan(Cursor replayFrom, @Nullable String nextPage, List<Long> revisions) {
  public SnapshotPlan {
    revisions = List.copyOf(revisions);
  }
}
