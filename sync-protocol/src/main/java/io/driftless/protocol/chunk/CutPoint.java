package io.driftless.protocol.chunk;

/**
 * Finds where a chunk ends: FastCDC (Xia and others, USENIX ATC 2016) with a 64-bit gear hash and
 * normalization 2.
 *
 * <p>The hash of a position depends on the 64 bytes before it: {@code h = (h << 1) + gear[byte]}.
 * It is warmed up on the 64 bytes before the minimum, so whether a position may end a chunk depends
 * on content alone, not on where the chunk began; an edit therefore disturbs few boundaries. A
 * chunk ends after the first byte where the highest {@code log2(average) + 2} bits of the hash are
 * zero, from the average length on where the highest {@code log2(average) - 2} are, and at the
 * maximum in any case.
 */
final class CutPoint {

  /** How many bytes the gear hash remembers. */
  static final int WINDOW = Long.SIZE;

  private static final long[] GEAR = GearTable.create();
  private static final int NORMALIZATION = 2;

  private final int min;
  private final int average;
  private final int max;
  private final int strictShift;
  private final int looseShift;

  CutPoint(ChunkingProfile profile) {
    min = profile.minBytes();
    average = profile.averageBytes();
    max = profile.maxBytes();
    int bits = Integer.numberOfTrailingZeros(average);
    strictShift = Long.SIZE - (bits + NORMALIZATION);
    looseShift = Long.SIZE - (bits - NORMALIZATION);
  }

  /**
   * The length of the chunk that begins at {@code from}. The caller passes at least the profile's
   * maximum of bytes, or all that is left of the content.
   *
   * @param length how many bytes there are; at least 1
   */
  int find(byte[] content, int from, int length) {
    if (length <= min) {
      return length;
    }
    int strictEnd = from + Math.min(length, average);
    int end = from + Math.min(length, max);
    int at = from + min - WINDOW;
    long hash = 0;
    for (int warm = from + min; at < warm; at++) {
      hash = (hash << 1) + GEAR[content[at] & 0xff];
    }
    for (; at < strictEnd; at++) {
      hash = (hash << 1) + GEAR[content[at] & 0xff];
      if (hash >>> strictShift == 0) {
        return at + 1 - from;
      }
    }
    for (; at < end; at++) {
      hash = (hash << 1) + GEAR[content[at] & 0xff];
      if (hash >>> looseShift == 0) {
        return at + 1 - from;
      }
    }
    return end - from;
  }
}
