package io.driftless.client.transfer;

import io.driftless.client.schedule.Clock;

/**
 * How fast chunks may travel, over all folders of the device together.
 *
 * @param up to the blob store
 * @param down from it
 */
public record Bandwidth(TokenBucket up, TokenBucket down) {

  /** Without limit. */
  public static Bandwidth unlimited(Clock clock) {
    return new Bandwidth(new TokenBucket(clock), new TokenBucket(clock));
  }
}
