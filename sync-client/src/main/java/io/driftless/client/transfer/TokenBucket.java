package io.driftless.client.transfer;

import io.driftless.client.schedule.Clock;

/**
 * Keeps a direction of the line below a rate. Bytes are paid for when they are about to move, or
 * have: who takes more than there is goes into debt, and is told how long to wait before the next
 * ones. What was not used is kept for {@value #CREDIT_MILLIS} ms, so that a pause does not end in a
 * burst. Safe for several threads; they share the rate.
 */
public final class TokenBucket {

  static final long CREDIT_MILLIS = 250;

  private static final double MILLIS = 1_000;

  private final Clock clock;
  private long bytesPerSecond;
  private double freeAtMillis;

  /** A bucket without limit. */
  public TokenBucket(Clock clock) {
    this.clock = clock;
  }

  /**
   * Sets the rate, from now on.
   *
   * @param rate bytes a second; 0 for no limit
   */
  public synchronized void limit(long rate) {
    if (rate != bytesPerSecond) {
      bytesPerSecond = rate;
      freeAtMillis = (double) (clock.steadyMillis() - CREDIT_MILLIS);
    }
  }

  /** Takes bytes; answers after how many milliseconds the next ones may move. */
  synchronized long take(long bytes) {
    if (bytesPerSecond == 0) {
      return 0;
    }
    long now = clock.steadyMillis();
    freeAtMillis =
        Math.max(freeAtMillis, (double) (now - CREDIT_MILLIS)) + bytes * MILLIS / bytesPerSecond;
    return Math.max(0, (long) Math.ceil(freeAtMillis - now));
  }
}
