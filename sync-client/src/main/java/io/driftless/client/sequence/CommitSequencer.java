package io.driftless.client.sequence;

import io.driftless.client.schedule.Clock;
import io.driftless.protocol.id.WorkspaceId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives the commits of all folders of a device their numbers: never one twice, over all restarts.
 * Each comes with the number up to which every answer is on the disk, so that the server may forget
 * those.
 *
 * <p>Numbers are kept in blocks: the mark on the disk is at or above every number given, so a
 * restart only skips some. What has no answer is not kept here but in the folder's database, with
 * the commit itself; each folder tells it when it begins ({@link #resumed}). Until all have told,
 * the server is told that nothing may be forgotten, which is always true enough. So a stop at any
 * moment, also between taking a number and using it, does no harm.
 *
 * <p>Safe for the engine threads of several folders.
 */
public final class CommitSequencer {

  static final long BLOCK = 256;
  private static final long MOST_LEAP = 1L << 40;

  /** Where the highest number that may have been given is kept. */
  public interface HighMark {

    /** The mark; null when there is none, as on a new device. */
    @Nullable Long read();

    /** Puts another mark in place; when it returns, that survives a power cut. */
    void write(long mark);
  }

  /**
   * A number for one commit.
   *
   * @param sequence above all given before
   * @param answeredThrough every answer to a commit up to it is on the disk
   */
  public record Ticket(long sequence, long answeredThrough) {}

  private final HighMark mark;
  private final Clock clock;
  private final Set<WorkspaceId> awaited;
  private final TreeMap<Long, WorkspaceId> open = new TreeMap<>();
  private long leap = 1;
  private long first = Long.MAX_VALUE;
  private long taken;
  private long next;
  private long reserved;

  /**
   * A sequencer over what was kept.
   *
   * @param folders the workspaces of the folders that may have a commit without answer
   */
  public CommitSequencer(HighMark mark, Clock clock, Collection<WorkspaceId> folders) {
    this.mark = mark;
    this.clock = clock;
    this.awaited = new HashSet<>(folders);
    Long kept = mark.read();
    // Without a mark: later than all that this device can have used in an earlier life.
    reserved = kept == null ? clock.wallMillis() : kept;
    next = reserved + 1;
  }

  /**
   * A folder begins.
   *
   * @param inFlight the number of its commit without answer; null when it has none
   */
  public synchronized void resumed(WorkspaceId folder, @Nullable Long inFlight) {
    open.values().removeIf(folder::equals);
    if (inFlight != null) {
      open.put(inFlight, folder);
      next = Math.max(next, inFlight + 1);
    }
    awaited.remove(folder);
  }

  /** A number for a folder's next commit. */
  public synchronized Ticket next(WorkspaceId folder) {
    long sequence = next;
    if (sequence > reserved) {
      mark.write(sequence + BLOCK - 1);
      reserved = sequence + BLOCK - 1;
    }
    next = sequence + 1;
    first = Math.min(first, sequence);
    open.put(sequence, folder);
    return new Ticket(sequence, awaited.isEmpty() ? open.firstKey() - 1 : 0);
  }

  /** The answer to a commit is on the disk, or none is awaited any more. */
  public synchronized void answered(long sequence) {
    open.remove(sequence);
  }

  /** The server took the commit with this number. */
  public synchronized void taken(long sequence) {
    // One of an earlier life says nothing of the numbers that were used since.
    if (sequence >= first) {
      taken = Math.max(taken, sequence);
    }
  }

  /**
   * The server calls a number used. Before it has taken any of this life, it knows later ones of an
   * earlier life, as after the loss of the mark under a clock that was set back, or in a home that
   * was restored: continues beyond them. How far that is nobody knows, so each time leaps further.
   * Afterwards only somebody else can have used a later number than the one that was taken.
   *
   * @return false when another client uses the numbers of this device, such as one with a copy of
   *     its home
   */
  public synchronized boolean skip(long refused) {
    if (taken > 0 && refused > taken) {
      return false;
    }
    leap = Math.min(leap * 16, MOST_LEAP);
    next = Math.max(next + leap, clock.wallMillis());
    return true;
  }

  /** A folder is no longer synced: nobody waits for its answers. */
  public void forget(WorkspaceId folder) {
    resumed(folder, null);
  }

  /** What is open, for tests. */
  synchronized Map<Long, WorkspaceId> open() {
    return Map.copyOf(open);
  }
}
