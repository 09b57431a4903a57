package io.driftless.client.schedule;

import java.util.UUID;
import java.util.function.LongSupplier;

/** UUIDv7 from a clock and a source of random bits. Safe for several threads when both are. */
public final class RandomIds implements IdSource {

  private final Clock clock;
  private final LongSupplier randomBits;

  /**
   * Ids of this clock.
   *
   * @param randomBits 64 random bits at each call, from {@link java.security.SecureRandom} in
   *     production
   */
  public RandomIds(Clock clock, LongSupplier randomBits) {
    this.clock = clock;
    this.randomBits = randomBits;
  }

  @Override
  public UUID next() {
    long high = (clock.wallMillis() << 16) | 0x7000L | (randomBits.getAsLong() & 0x0fffL);
    long low = (randomBits.getAsLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
