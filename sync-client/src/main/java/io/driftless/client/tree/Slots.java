package io.driftless.client.tree;

import io.driftless.protocol.id.NodeId;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives each node a small number, its slot, for as long as it is needed, and keeps what is known of
 * it there: a {@link NodeState}, or packed bytes of {@link PackedNode}. The same calls give the
 * same numbers.
 */
final class Slots {

  /** No slot. */
  static final int NONE = -1;

  private static final int FIRST_CAPACITY = 16;

  private long[] high = new long[FIRST_CAPACITY];
  private long[] low = new long[FIRST_CAPACITY];
  private @Nullable Object[] known = new @Nullable Object[FIRST_CAPACITY];
  private int[] free = new int[FIRST_CAPACITY];
  private boolean[] taken = new boolean[FIRST_CAPACITY];
  private int freeCount;
  private int used;
  private int nodes;
  private final SlotIndex ids = new SlotIndex(slot -> hash(high[slot], low[slot]));

  /** Of a node; {@link #NONE} when it has none. */
  int of(NodeId id) {
    long most = id.value().getMostSignificantBits();
    long least = id.value().getLeastSignificantBits();
    int at = ids.start(hash(most, least));
    for (int slot = ids.slot(at); slot >= 0; slot = ids.slot(at)) {
      if (low[slot] == least && high[slot] == most) {
        return slot;
      }
      at = ids.after(at);
    }
    return NONE;
  }

  /** Of a node, given now when it has none. */
  int claim(NodeId id) {
    int slot = of(id);
    if (slot != NONE) {
      return slot;
    }
    slot = freeCount > 0 ? free[--freeCount] : used++;
    if (slot == high.length) {
      grow(slot + Math.max(slot / 8, FIRST_CAPACITY));
    }
    high[slot] = id.value().getMostSignificantBits();
    low[slot] = id.value().getLeastSignificantBits();
    taken[slot] = true;
    ids.add(slot, hash(high[slot], low[slot]));
    return slot;
  }

  /** Takes a slot back of which nothing is known. */
  void release(int slot) {
    ids.remove(slot, hash(high[slot], low[slot]));
    taken[slot] = false;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = slot;
  }

  NodeId id(int slot) {
    return new NodeId(new UUID(high[slot], low[slot]));
  }

  /** Whether it is {@link NodeId#ROOT}. */
  boolean isRoot(int slot) {
    return high[slot] == 0 && low[slot] == 0;
  }

  /** What is known: a {@link NodeState}, bytes, or null for nothing. */
  @Nullable Object known(int slot) {
    return known[slot];
  }

  void know(int slot, @Nullable Object what) {
    nodes += (what == null ? 0 : 1) - (known[slot] == null ? 0 : 1);
    known[slot] = what;
  }

  boolean isTaken(int slot) {
    return taken[slot];
  }

  /** All slots are below this. */
  int bound() {
    return used;
  }

  /** How many have something known. */
  int nodes() {
    return nodes;
  }

  private void grow(int capacity) {
    high = Arrays.copyOf(high, capacity);
    low = Arrays.copyOf(low, capacity);
    known = Arrays.copyOf(known, capacity);
    taken = Arrays.copyOf(taken, capacity);
  }

  private static int hash(long most, long least) {
    long both = most ^ least;
    return (int) (both >> 32) ^ (int) both;
  }
}
