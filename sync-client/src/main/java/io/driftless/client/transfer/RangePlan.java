package io.driftless.client.transfer;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.ChunkLocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which ranges of which packs to read for some chunks: neighbours are read at once, small gaps
 * included, since a request costs about as much as the bytes of a small gap. Packs keep the order
 * in which they were wanted first; a chunk wanted twice is read once.
 */
final class RangePlan {

  /** A gap up to this is read along. */
  static final int MAX_GAP_BYTES = 1 << 15;

  /** A range is not made longer than this; a single chunk may be. */
  static final int MAX_RANGE_BYTES = 1 << 22;

  private RangePlan() {}

  /**
   * One read.
   *
   * @param chunks those within, by offset
   */
  record Range(PackId pack, long offset, int length, List<ChunkLocation> chunks) {}

  static List<Range> of(Collection<ChunkLocation> wanted) {
    Set<Sha256> seen = new HashSet<>();
    Map<PackId, List<ChunkLocation>> packs = new LinkedHashMap<>();
    for (ChunkLocation chunk : wanted) {
      if (seen.add(chunk.hash())) {
        packs.computeIfAbsent(chunk.pack(), pack -> new ArrayList<>()).add(chunk);
      }
    }
    List<Range> ranges = new ArrayList<>();
    packs.forEach((pack, chunks) -> addRanges(pack, chunks, ranges));
    return ranges;
  }

  private static void addRanges(PackId pack, Collection<ChunkLocation> chunks, List<Range> ranges) {
    List<ChunkLocation> sorted = new ArrayList<>(chunks);
    sorted.sort(Comparator.comparingLong(ChunkLocation::offset));
    int first = 0;
    for (int next = 1; next <= sorted.size(); next++) {
      if (next == sorted.size()
          || !joins(sorted.get(first), sorted.get(next - 1), sorted.get(next))) {
        List<ChunkLocation> within = List.copyOf(sorted.subList(first, next));
        long offset = sorted.get(first).offset();
        ranges.add(new Range(pack, offset, (int) (end(sorted.get(next - 1)) - offset), within));
        first = next;
      }
    }
  }

  private static boolean joins(ChunkLocation first, ChunkLocation last, ChunkLocation next) {
    return next.offset() >= end(last)
        && next.offset() - end(last) <= MAX_GAP_BYTES
        && end(next) - first.offset() <= MAX_RANGE_BYTES;
  }

  private static long end(ChunkLocation chunk) {
    return chunk.offset() + chunk.storedLength();
  }
}
