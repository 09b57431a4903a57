package io.driftless.client.tree;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who is where in one tree, by slots: each folder's children as a list in the order in which they
 * came, and found by name. At most one child has a name.
 */
final class Siblings {

  private static final int FIRST_CAPACITY = 16;

  /** Tells the name that a slot has in this tree. */
  @FunctionalInterface
  interface Names {
    String nameOf(int slot);
  }

  /** The ends of a folder's list. */
  private static final class Children {
    private int first = Slots.NONE;
    private int last = Slots.NONE;
    private int count;
  }

  private final Names names;
  private final SlotIndex byName;

  /** The folder's slot plus one; 0 for who is in no folder. */
  private int[] folder = new int[FIRST_CAPACITY];

  private int[] nameHash = new int[FIRST_CAPACITY];
  private int[] next = new int[FIRST_CAPACITY];
  private int[] previous = new int[FIRST_CAPACITY];
  private @Nullable Children[] children = new @Nullable Children[FIRST_CAPACITY];

  Siblings(Names names) {
    this.names = names;
    this.byName = new SlotIndex(slot -> hash(folder[slot] - 1, nameHash[slot]));
  }

  /** The folder in which a slot is; {@link Slots#NONE} when it is in none. */
  int folderOf(int slot) {
    return slot < folder.length ? folder[slot] - 1 : Slots.NONE;
  }

  /** The child of that name; {@link Slots#NONE} when there is none. */
  int child(int parent, String name) {
    int hashed = name.hashCode();
    int at = byName.start(hash(parent, hashed));
    for (int slot = byName.slot(at); slot >= 0; slot = byName.slot(at)) {
      if (nameHash[slot] == hashed
          && folder[slot] == parent + 1
          && name.equals(names.nameOf(slot))) {
        return slot;
      }
      at = byName.after(at);
    }
    return Slots.NONE;
  }

  /** Puts a slot that is nowhere last into a folder that has no child of the name. */
  void append(int parent, int slot, String name) {
    place(parent, slot, name);
    Children list = children[parent];
    if (list == null) {
      list = new Children();
      children[parent] = list;
    }
    next[slot] = Slots.NONE;
    previous[slot] = list.last;
    if (list.last == Slots.NONE) {
      list.first = slot;
    } else {
      next[list.last] = slot;
    }
    list.last = slot;
    list.count++;
  }

  /** Puts a slot that is nowhere where the one of the same name is, which is nowhere then. */
  void replace(int other, int slot, String name) {
    int parent = folderOf(other);
    byName.remove(other, hash(parent, nameHash[other]));
    folder[other] = 0;
    place(parent, slot, name);
    next[slot] = next[other];
    previous[slot] = previous[other];
    join(childrenOf(parent), previous[slot], slot);
    join(childrenOf(parent), slot, next[slot]);
  }

  private void place(int parent, int slot, String name) {
    ensure(Math.max(parent, slot));
    folder[slot] = parent + 1;
    nameHash[slot] = name.hashCode();
    byName.add(slot, hash(parent, nameHash[slot]));
  }

  /** Takes a slot out of its folder, if it is in one. */
  void remove(int slot) {
    int parent = folderOf(slot);
    if (parent == Slots.NONE) {
      return;
    }
    byName.remove(slot, hash(parent, nameHash[slot]));
    folder[slot] = 0;
    Children list = childrenOf(parent);
    join(list, previous[slot], next[slot]);
    if (--list.count == 0) {
      children[parent] = null;
    }
  }

  /** Makes two slots of a list neighbours; NONE stands for its ends. */
  private void join(Children list, int before, int after) {
    if (before == Slots.NONE) {
      list.first = after;
    } else {
      next[before] = after;
    }
    if (after == Slots.NONE) {
      list.last = before;
    } else {
      previous[after] = before;
    }
  }

  private Children childrenOf(int parent) {
    Children list = children[parent];
    if (list == null) {
      throw new IllegalStateException("A folder in slot " + parent + " has no children");
    }
    return list;
  }

  boolean hasChildren(int slot) {
    return slot < children.length && children[slot] != null;
  }

  /** A folder's children in order, as they are until the next change. */
  <T> AbstractCollection<T> children(int parent, IntFunction<T> read) {
    return new AbstractCollection<>() {
      @Override
      public int size() {
        Children list = hasChildren(parent) ? children[parent] : null;
        return list == null ? 0 : list.count;
      }

      @Override
      public Iterator<T> iterator() {
        Children list = hasChildren(parent) ? children[parent] : null;
        return new Walk<>(list == null ? Slots.NONE : list.first, read);
      }
    };
  }

  private final class Walk<T> implements Iterator<T> {
    private final IntFunction<T> read;
    private int at;

    Walk(int first, IntFunction<T> read) {
      this.at = first;
      this.read = read;
    }

    @Override
    public boolean hasNext() {
      return at != Slots.NONE;
    }

    @Override
    public T next() {
      if (at == Slots.NONE) {
        throw new NoSuchElementException();
      }
      int slot = at;
      at = next[slot];
      return read.apply(slot);
    }
  }

  private void ensure(int slot) {
    if (slot < folder.length) {
      return;
    }
    int capacity = slot + Math.max(slot / 8, FIRST_CAPACITY);
    folder = Arrays.copyOf(folder, capacity);
    nameHash = Arrays.copyOf(nameHash, capacity);
    next = Arrays.copyOf(next, capacity);
    previous = Arrays.copyOf(previous, capacity);
    children = Arrays.copyOf(children, capacity);
  }

  private static int hash(int parent, int name) {
    return 31 * parent + name;
  }
}
