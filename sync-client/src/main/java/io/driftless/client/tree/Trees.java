package io.driftless.client.tree;

import io.driftless.client.files.FileStamp;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The three trees in memory, indexed by place, by the file system's key and by content. Every
 * change goes through {@link #put}. Not safe for several threads.
 *
 * <p>Nearly all nodes of a device are at rest nearly all the time, so these are kept packed (see
 * {@link PackedNode}) and made into objects when they are asked for; nodes at work are objects.
 * Nodes have numbers, and all indexes are arrays of these: about 200 bytes a file in all.
 */
public final class Trees implements TreesView {

  /** Told of every change, after it. */
  @FunctionalInterface
  public interface Watcher {

    /** A node was this before and is that now. */
    void changed(NodeState before, NodeState after);
  }

  /** Folders on the way to a node are asked for again and again. */
  private static final int UNPACKED = 1 << 9;

  private final Watcher watcher;
  private final Slots slots = new Slots();
  private final Siblings local = new Siblings(this::localName);
  private final Siblings remote = new Siblings(this::remoteName);
  private final KnownFiles files = new KnownFiles(slots);
  private final @Nullable NodeState[] unpacked = new @Nullable NodeState[UNPACKED];

  private Set<NodeId> leftOut = Set.of();
  private boolean filling;

  /** Empty trees. */
  public Trees(Watcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public NodeState get(NodeId id) {
    int slot = slots.of(id);
    NodeState state = slot < 0 ? null : state(slot);
    return state == null ? NodeState.unknown(id) : state;
  }

  private @Nullable NodeState state(int slot) {
    Object known = slots.known(slot);
    if (!(known instanceof byte[] packed)) {
      return (NodeState) known;
    }
    NodeState last = unpacked[slot & (UNPACKED - 1)];
    NodeId id = slots.id(slot);
    if (last != null && last.id().equals(id)) {
      return last;
    }
    NodeState state = PackedNode.unpack(packed, id, slots.id(local.folderOf(slot)));
    unpacked[slot & (UNPACKED - 1)] = state;
    return state;
  }

  private String localName(int slot) {
    Object known = slots.known(slot);
    return known instanceof byte[] packed
        ? PackedNode.name(packed)
        : Objects.requireNonNull(((NodeState) Objects.requireNonNull(known)).local())
            .place()
            .name();
  }

  private String remoteName(int slot) {
    Object known = slots.known(slot);
    return known instanceof byte[] packed
        ? PackedNode.name(packed)
        : Objects.requireNonNull(((NodeState) Objects.requireNonNull(known)).remote())
            .place()
            .name();
  }

  /**
   * Takes many nodes at once, in half the time that {@link #put} takes; the trees must be empty.
   *
   * @param source gives each node once; meanwhile nothing can be found by key or content
   */
  public void fill(Consumer<Consumer<NodeState>> source) {
    filling = true;
    source.accept(this::put);
    filling = false;
    files.takeAll();
  }

  /**
   * Replaces what is known of a node; answers what was known before.
   *
   * @throws IllegalStateException when another node is on the disk at its local place: two facts
   *     that can't both be true
   */
  public NodeState put(NodeState state) {
    NodeState before = get(state.id());
    Place localPlace = localPlace(state);
    boolean movesHere = !Objects.equals(localPlace(before), localPlace);
    NodeId holder = movesHere && localPlace != null ? localChild(localPlace) : null;
    if (holder != null) {
      throw new IllegalStateException(
          "Nodes %s and %s are both at %s".formatted(holder, state.id(), localPlace));
    }
    int slot = slots.claim(state.id());
    unpacked[slot & (UNPACKED - 1)] = null;
    if (!filling) {
      files.leaves(slot);
    }
    boolean movesThere = !Objects.equals(remotePlace(before), remotePlace(state));
    int oldHere = movesHere ? takeOut(local, slot) : Slots.NONE;
    int oldThere = movesThere ? takeOut(remote, slot) : Slots.NONE;
    slots.know(slot, state.isEmpty() ? null : state);
    if (movesHere && localPlace != null) {
      local.append(slots.claim(localPlace.parent()), slot, localPlace.name());
    }
    Place remotePlace = remotePlace(state);
    if (movesThere && remotePlace != null) {
      linkRemote(slots.claim(remotePlace.parent()), slot, remotePlace.name());
    }
    if (!filling) {
      files.comes(slot);
    }
    pack(slot, state);
    releaseUnused(oldHere);
    releaseUnused(oldThere);
    releaseUnused(slot);
    watcher.changed(before, state);
    return before;
  }

  private static @Nullable Place localPlace(NodeState state) {
    LocalEntry entry = state.local();
    return entry == null ? null : entry.place();
  }

  private static @Nullable Place remotePlace(NodeState state) {
    RemoteEntry entry = state.remote();
    return entry == null || entry.deleted() ? null : entry.place();
  }

  private static int takeOut(Siblings tree, int slot) {
    int folder = tree.folderOf(slot);
    tree.remove(slot);
    return folder;
  }

  /** The later one has the name: the journal may tell first who took it, then who gave it up. */
  private void linkRemote(int folder, int slot, String name) {
    int other = remote.child(folder, name);
    if (other < 0) {
      remote.append(folder, slot, name);
    } else {
      slots.know(other, state(other)); // not at rest any more
      remote.replace(other, slot, name);
    }
  }

  private void pack(int slot, NodeState state) {
    byte[] packed = PackedNode.pack(state);
    if (packed != null && remote.folderOf(slot) == local.folderOf(slot)) {
      slots.know(slot, packed);
    }
  }

  private void releaseUnused(int slot) {
    if (slot >= 0
        && slots.isTaken(slot)
        && slots.known(slot) == null
        && !local.hasChildren(slot)
        && !remote.hasChildren(slot)) {
      slots.release(slot);
    }
  }

  @Override
  public @Nullable NodeId localChild(Place place) {
    return child(local, place);
  }

  @Override
  public @Nullable NodeId remoteChild(Place place) {
    return child(remote, place);
  }

  /** Whether a child on the disk is at rest and was last seen like this; false says little. */
  public boolean isAtRest(NodeId folder, String name, FileStamp stamp) {
    int parent = slots.of(folder);
    int slot = parent < 0 ? Slots.NONE : local.child(parent, name);
    return slot >= 0
        && slots.known(slot) instanceof byte[] packed
        && PackedNode.looksLike(packed, stamp);
  }

  /** The name that a node has on the disk; null when it is not there. */
  public @Nullable String diskName(NodeId id) {
    int slot = slots.of(id);
    if (slot >= 0 && slots.known(slot) instanceof byte[] packed) {
      return PackedNode.name(packed);
    }
    LocalEntry entry = get(id).local();
    return entry == null ? null : entry.diskName();
  }

  /** All nodes that are not packed: those that may be at work, and removed ones. */
  public List<NodeState> loose() {
    List<NodeState> found = new ArrayList<>();
    for (int slot = 0; slot < slots.bound(); slot++) {
      if (slots.known(slot) instanceof NodeState node) {
        found.add(node);
      }
    }
    return found;
  }

  private @Nullable NodeId child(Siblings tree, Place place) {
    int folder = slots.of(place.parent());
    int slot = folder < 0 ? Slots.NONE : tree.child(folder, place.name());
    return slot < 0 ? null : slots.id(slot);
  }

  @Override
  public Collection<NodeId> localChildren(NodeId folder) {
    int slot = slots.of(folder);
    return slot < 0 ? List.of() : local.children(slot, slots::id);
  }

  @Override
  public Collection<NodeId> remoteChildren(NodeId folder) {
    int slot = slots.of(folder);
    return slot < 0 ? List.of() : remote.children(slot, slots::id);
  }

  @Override
  public boolean remoteLive(NodeId id) {
    return id.isRoot() || remoteLive(slots.of(id));
  }

  private boolean remoteLive(int from) {
    int slot = from;
    while (slot >= 0) {
      int folder = remote.folderOf(slot);
      if (folder < 0) {
        // Removed, unknown, or its name is another's for the moment.
        Object known = slots.known(slot);
        Place place = known instanceof NodeState node ? remotePlace(node) : null;
        if (place == null) {
          return false;
        }
        folder = slots.of(place.parent());
        if (place.parent().isRoot()) {
          return true;
        }
      }
      slot = folder;
      if (slot >= 0 && slots.isRoot(slot)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Set<NodeId> leftOut() {
    return leftOut;
  }

  /** From now on this device leaves out these folders, and no others. */
  public void leaveOut(Set<NodeId> folders) {
    leftOut = Set.copyOf(folders);
  }

  /** The node that has this file on the disk; null when unknown. */
  public @Nullable NodeId byKey(long key) {
    return files.byKey(key);
  }

  /** All nodes that are one file with several names; none when it has one. */
  public Set<NodeId> sharing(long key) {
    return files.sharing(key);
  }

  /** A node on the disk with this content; null when there is none. */
  public @Nullable NodeId byDigest(Sha256 digest) {
    return files.byDigest(digest);
  }

  /** All nodes of which anything is known, in no order; none may change meanwhile. */
  public Collection<NodeState> all() {
    return new AbstractCollection<>() {
      @Override
      public int size() {
        return slots.nodes();
      }

      @Override
      public Iterator<NodeState> iterator() {
        return new Walk();
      }
    };
  }

  /** The ids of all nodes of which anything is known. */
  public List<NodeId> ids() {
    List<NodeId> ids = new ArrayList<>(slots.nodes());
    for (int slot = 0; slot < slots.bound(); slot++) {
      if (slots.known(slot) != null) {
        ids.add(slots.id(slot));
      }
    }
    return ids;
  }

  /** The nodes about which disk, server and merge base may not agree. */
  public List<NodeId> atWork() {
    List<NodeId> ids = new ArrayList<>();
    for (int slot = 0; slot < slots.bound(); slot++) {
      if (slots.known(slot) != null && mayBeAtWork(slot)) {
        ids.add(slots.id(slot));
      }
    }
    return ids;
  }

  /** Whether it is true of any node that is not packed; such a one has its own name everywhere. */
  boolean anyAtWork(Predicate<NodeState> what) {
    for (int slot = 0; slot < slots.bound(); slot++) {
      if (slots.known(slot) instanceof NodeState node && what.test(node)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeAtWork(int slot) {
    return slots.known(slot) instanceof NodeState
        || !remoteLive(slot)
        || (!leftOut.isEmpty() && isLeftOut(slots.id(slot)));
  }

  /** How many nodes are known. */
  public int size() {
    return slots.nodes();
  }

  private final class Walk implements Iterator<NodeState> {
    private int at;

    @Override
    public boolean hasNext() {
      while (at < slots.bound() && slots.known(at) == null) {
        at++;
      }
      return at < slots.bound();
    }

    @Override
    public NodeState next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return Objects.requireNonNull(state(at++));
    }
  }
}
