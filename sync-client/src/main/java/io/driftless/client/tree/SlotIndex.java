package io.driftless.client.tree;

import java.util.function.IntUnaryOperator;

/**
 * A set of slots to be found by hash: open addressing with linear probing in one array of ints.
 * Whoever looks something up walks from {@link #start} by {@link #after} and compares:
 *
 * <pre>{@code
 * for (int at = index.start(hash); index.slot(at) >= 0; at = index.after(at)) ...
 * }</pre>
 */
final class SlotIndex {

  private static final int FIRST_CAPACITY = 16;

  private final IntUnaryOperator hashOfSlot;

  /** Slot plus one; 0 is free. At most three quarters are taken. */
  private int[] table = new int[FIRST_CAPACITY];

  private int size;

  /**
   * An empty index.
   *
   * @param hashOfSlot the hash under which a slot that is in the index was put there
   */
  SlotIndex(IntUnaryOperator hashOfSlot) {
    this.hashOfSlot = hashOfSlot;
  }

  /** The position where a hash would be first. */
  int start(int hash) {
    return (int) (((spread(hash) & 0xFFFFFFFFL) * table.length) >>> Integer.SIZE);
  }

  /** The next position. */
  int after(int at) {
    return at + 1 == table.length ? 0 : at + 1;
  }

  /** The slot at a position; negative when it is free, and nothing follows. */
  int slot(int at) {
    return table[at] - 1;
  }

  /** Adds a slot that is not in the index. */
  void add(int slot, int hash) {
    if (4L * (size + 1) > 3L * table.length) {
      grow();
    }
    int at = start(hash);
    while (table[at] != 0) {
      at = after(at);
    }
    table[at] = slot + 1;
    size++;
  }

  /** Removes a slot if it is in the index; those behind it move up so that no gap hides them. */
  void remove(int slot, int hash) {
    int at = start(hash);
    while (table[at] != slot + 1) {
      if (table[at] == 0) {
        return;
      }
      at = after(at);
    }
    size--;
    int gap = at;
    for (int next = after(gap); table[next] != 0; next = after(next)) {
      int home = start(hashOfSlot.applyAsInt(table[next] - 1));
      boolean mayMove = gap <= next ? home <= gap || home > next : home <= gap && home > next;
      if (mayMove) {
        table[gap] = table[next];
        gap = next;
      }
    }
    table[gap] = 0;
  }

  /** Makes room for so many at once, which spares growing step by step. */
  void expect(int slots) {
    int wanted = slots + slots / 2;
    if (wanted > table.length) {
      resize(wanted);
    }
  }

  private void grow() {
    resize(table.length + table.length / 2);
  }

  private void resize(int length) {
    int[] old = table;
    table = new int[length];
    size = 0;
    for (int entry : old) {
      if (entry != 0) {
        add(entry - 1, hashOfSlot.applyAsInt(entry - 1));
      }
    }
  }

  private static int spread(int hash) {
    int mixed = (hash ^ (hash >>> 16)) * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }
}
