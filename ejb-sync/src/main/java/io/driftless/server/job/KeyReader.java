package io.driftless.server.job;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.inject.Inject;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys in their order, page by page, or those that a dry run has listed. The checkpoint is
 * the last key that was read. Keys come and go meanwhile, and the writer decides on each anew.
 */
public abstract class KeyReader extends AbstractItemReader {

  /** As many as a step writes in one transaction at most. */
  protected static final int PAGE = 1_000;

  @Inject private StepPart part;
  private final Deque<String> ahead = new ArrayDeque<>();
  private String last = "";
  private boolean ended;
  private final Pace pace = new Pace();
  private int read;

  /** The keys behind a key, at most {@link #PAGE}; the first page begins behind the empty one. */
  protected abstract List<String> page(StepPart step, String after);

  @Override
  public void open(@Nullable Serializable checkpoint) {
    last = checkpoint == null ? "" : (String) checkpoint;
    ahead.clear();
    ended = part.isEmpty();
  }

  @Override
  public @Nullable Object readItem() {
    if (ahead.isEmpty() && !ended) {
      pace.rest(read, part.scope().pace());
      Long listOf = part.scope().listOf();
      ahead.addAll(listOf == null ? page(part, last) : part.journal().listed(listOf, last, PAGE));
      read = ahead.size();
      ended = ahead.isEmpty();
    }
    String next = ahead.poll();
    if (next != null) {
      last = next;
    }
    return next;
  }

  @Override
  public Serializable checkpointInfo() {
    return last;
  }
}
