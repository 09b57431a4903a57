package io.driftless.simulator;

/**
 * A stream of chance from one seed. Everybody has an own one, so that leaving out one thing changes
 * as little as possible of what happens elsewhere.
 */
final class Chance {

  private long state;

  Chance(long seed) {
    state = mix(seed);
  }

  /** The stream of somebody in the history of a seed. */
  static Chance of(long seed, String whose) {
    return of(seed, whose, 0);
  }

  /** The stream of one occasion. */
  static Chance of(long seed, String whose, long occasion) {
    long own = seed;
    for (int i = 0; i < whose.length(); i++) {
      own = mix(own * 31 + whose.charAt(i));
    }
    return new Chance(mix(own) + occasion);
  }

  /** The finaliser of SplittableRandom (Steele, Lea, Flood 2014). */
  private static long mix(long value) {
    long z = value + 0x9E37_79B9_7F4A_7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }

  long bits() {
    state += 0x9E37_79B9_7F4A_7C15L;
    return mix(state);
  }

  /** A number from 0 to below the bound. */
  int below(int bound) {
    return (int) Long.remainderUnsigned(bits(), bound);
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return below(times) == 0;
  }
}
