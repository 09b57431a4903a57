package io.driftless.server.life;

import org.jspecify.annotations.Nullable;

/**
 * What a cleanup may do with a chunk or a pack (docs/adr/0016). Asked with facts that were read
 * under the workspace's lock, after the marks were brought up to its head; the caller writes the
 * fate in the same transaction.
 *
 * <pre>
 * chunk:  claimed -> verified -> quarantined -> swept        a commit that names it: back to verified
 * pack:   (uploaded) -> live -> condemned -> deleted         condemned is for ever
 * </pre>
 *
 * <ol>
 *   <li>A quarantined chunk is named by no version.
 *   <li>A swept chunk has no place, so that a commit that names it is answered "missing".
 *   <li>A condemned pack is the place of no chunk and never becomes one.
 *   <li>A chunk changes its place in one transaction, from a pack to a stored copy of it.
 *   <li>A blob is deleted only when its pack was condemned in a transaction that has ended.
 *   <li>Nothing goes further than one stage in one run.
 * </ol>
 */
public final class ChunkLife {

  private ChunkLife() {}

  /** How far a chunk has come. */
  public enum ChunkState {
    CLAIMED,
    VERIFIED,
    QUARANTINED;

    private static final ChunkState[] STORED = values();

    /** The state that the database stores as this number. */
    public static ChunkState stored(int number) {
      return STORED[number];
    }
  }

  /**
   * A chunk as the cleanup finds it.
   *
   * @param named whether a version names it, up to the head of the workspace
   * @param places how many places it has
   * @param createdMillis when it was first named
   * @param quarantinedMillis when it was quarantined; meaningless in another state
   */
  public record ChunkFacts(
      ChunkState state, boolean named, long places, long createdMillis, long quarantinedMillis) {}

  /** What becomes of a chunk. */
  public enum ChunkFate {
    KEEP,
    /** To be swept after the grace time unless a commit names it. */
    QUARANTINE,
    /** Its row and all its places go. */
    SWEEP,
    /** A version names it, so that it should never have been quarantined. */
    REVIVE
  }

  /**
   * A pack as the cleanup finds it.
   *
   * @param condemned whether a cleanup took it
   * @param condemnedMillis when
   * @param places how many chunks have a place in it
   */
  public record PackFacts(boolean condemned, long condemnedMillis, long places) {}

  /** What becomes of a pack. */
  public enum PackFate {
    KEEP,
    /** Can't be named any more; deleted by a later run. */
    CONDEMN,
    /** Its blob goes now. */
    DELETE
  }

  /** Whether a chunk enters quarantine. What nobody has verified yet waits for the verifier. */
  public static ChunkFate quarantine(ChunkFacts chunk, LifeTimes times) {
    boolean unused = chunk.state() == ChunkState.VERIFIED && !chunk.named();
    return unused && times.isOlder(chunk.createdMillis(), times.ageMillis())
        ? ChunkFate.QUARANTINE
        : ChunkFate.KEEP;
  }

  /** Whether a chunk is swept: it was long enough in quarantine, or has no place anyway. */
  public static ChunkFate sweep(ChunkFacts chunk, LifeTimes times) {
    if (chunk.state() == ChunkState.QUARANTINED) {
      if (chunk.named()) {
        return ChunkFate.REVIVE;
      }
      return times.isOlder(chunk.quarantinedMillis(), times.graceMillis())
          ? ChunkFate.SWEEP
          : ChunkFate.KEEP;
    }
    boolean nowhere = !chunk.named() && chunk.places() == 0;
    return nowhere && times.isOlder(chunk.createdMillis(), times.ageMillis())
        ? ChunkFate.SWEEP
        : ChunkFate.KEEP;
  }

  /** Whether a pack that some commit brought is condemned: no chunk has a place in it any more. */
  public static PackFate condemn(PackFacts pack) {
    return !pack.condemned() && pack.places() == 0 ? PackFate.CONDEMN : PackFate.KEEP;
  }

  /**
   * What becomes of a blob that the store lists.
   *
   * @param row its pack's; null when no commit has named it, which is decided under the lock
   * @param deleted whether it was deleted before: a late retry of its upload brought it back
   * @param storedMillis since when it lies there
   */
  public static PackFate listed(
      @Nullable PackFacts row, boolean deleted, long storedMillis, LifeTimes times) {
    if (row == null) {
      return times.isOlder(storedMillis, times.orphanMillis()) ? PackFate.CONDEMN : PackFate.KEEP;
    }
    return row.condemned() && deleted ? PackFate.DELETE : PackFate.KEEP;
  }

  /**
   * How much of a pack is still needed.
   *
   * @param livingBytes of chunks that are verified and not in quarantine
   * @param sizeBytes of all that it was stored with
   */
  public record PackFill(long livingBytes, long sizeBytes) {

    /** What is gained when it goes. */
    public long deadBytes() {
      return Math.max(0, sizeBytes - livingBytes);
    }
  }

  /**
   * Whether a pack is rewritten: less than this share of it is needed, but something is. One that
   * holds nothing is condemned instead.
   */
  public static boolean isSparse(PackFill fill, long percent) {
    return fill.livingBytes() > 0 && fill.livingBytes() * 100 < fill.sizeBytes() * percent;
  }

  /**
   * Whether a chunk's place changes over to a copy of it that was stored and read back.
   *
   * @param there whether the place that it was copied from is still its place
   */
  public static boolean moves(ChunkState state, boolean there) {
    return there && state == ChunkState.VERIFIED;
  }

  /** Whether a condemned pack's blob is deleted now. */
  public static PackFate delete(PackFacts pack, LifeTimes times) {
    return pack.condemned() && times.isOlder(pack.condemnedMillis(), times.restMillis())
        ? PackFate.DELETE
        : PackFate.KEEP;
  }
}
