package io.driftless.server.job;

import java.util.concurrent.TimeUnit;

/**
 * Keeps a step of a run below so many items a second, by resting before the next piece is read: no
 * row is locked then. A rest is at most half a minute, so that the piece's transaction does not run
 * out of time: a rate below a piece each half minute is not kept.
 */
public final class Pace {

  /** The longest rest. */
  static final long MOST_MILLIS = 30_000;

  private long since = System.nanoTime();

  /**
   * Rests for what is left of the time that the last piece may take.
   *
   * @param items of the last piece
   * @param perSecond 0 for no limit
   */
  public void rest(long items, long perSecond) {
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    long left = restMillis(items, perSecond, tookMillis);
    if (left > 0) {
      try {
        Thread.sleep(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("The server ends; the run goes on later", e);
      }
    }
    since = System.nanoTime();
  }

  static long restMillis(long items, long perSecond, long tookMillis) {
    if (perSecond == 0 || items == 0) {
      return 0;
    }
    return Math.max(0, Math.min(MOST_MILLIS, items * 1_000 / perSecond - tookMillis));
  }
}
