package io.driftless.guard;

import io.driftless.guard.GuardSettings.Rate;

/**
 * An allowance of units that refills steadily up to a burst. Starts full. Thread-safe; time is
 * whatever monotonic nanoseconds the caller passes.
 */
final class TokenBucket {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Rate rate;
  private double units;
  private long seenNanos;

  TokenBucket(Rate rate, long nowNanos) {
    this.rate = rate;
    this.units = rate.burst();
    this.seenNanos = nowNanos;
  }

  /** Takes that many units if they are there, or none. */
  synchronized boolean take(long wanted, long nowNanos) {
    refill(nowNanos);
    if (wanted > units) {
      return false;
    }
    units -= wanted;
    return true;
  }

  /** Whether nothing is missing, so that a new bucket would be equal to this one. */
  synchronized boolean isFull(long nowNanos) {
    refill(nowNanos);
    return units >= rate.burst();
  }

  private void refill(long nowNanos) {
    long elapsed = nowNanos - seenNanos;
    if (elapsed > 0) {
      double gained = (double) elapsed / NANOS_PER_SECOND * (double) rate.perSecond();
      units = Math.min((double) rate.burst(), units + gained);
      seenNanos = nowNanos;
    }
  }
}
