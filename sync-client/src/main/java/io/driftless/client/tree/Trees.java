package io.driftless.client.tree;

import io.driftless.protocol.id.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The three trees in memory, indexed by place. Every change goes through {@link #put}. Not safe for
 * several threads.
 */
public final class Trees implements TreesView {

  /** Told of every change, after it. */
  @FunctionalInterface
  public interface Watcher {

    /** A node was this before and is that now. */
    void changed(NodeState before, NodeState after);
  }

  private final Watcher watcher;
  private final Map<NodeId, NodeState> nodes = new HashMap<>();
  private final Map<NodeId, Map<String, NodeId>> localChildren = new HashMap<>();
  private final Map<NodeId, Map<String, NodeId>> remoteChildren = new HashMap<>();

  private Set<NodeId> leftOut = Set.of();

  /** Empty trees. */
  public Trees(Watcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public NodeState get(NodeId id) {
    NodeState state = nodes.get(id);
    return state == null ? NodeState.unknown(id) : state;
  }

  /**
   * Replaces what is known of a node; answers what was known before.
   *
   * @throws IllegalStateException when another node is on the disk at its local place: two facts
   *     that can't both be true
   */
  public NodeState put(NodeState state) {
    NodeState before = get(state.id());
    Place oldLocal = before.local() == null ? null : before.local().place();
    Place newLocal = state.local() == null ? null : state.local().place();
    if (!Objects.equals(oldLocal, newLocal)) {
      unlink(localChildren, oldLocal, state.id());
      link(localChildren, newLocal, state.id(), true);
    }
    Place oldRemote = remotePlace(before);
    Place newRemote = remotePlace(state);
    if (!Objects.equals(oldRemote, newRemote)) {
      unlink(remoteChildren, oldRemote, state.id());
      link(remoteChildren, newRemote, state.id(), false);
    }
    if (state.isEmpty()) {
      nodes.remove(state.id());
    } else {
      nodes.put(state.id(), state);
    }
    watcher.changed(before, state);
    return before;
  }

  private static @Nullable Place remotePlace(NodeState state) {
    RemoteEntry remote = state.remote();
    return remote == null || remote.deleted() ? null : remote.place();
  }

  private static void unlink(
      Map<NodeId, Map<String, NodeId>> index, @Nullable Place place, NodeId id) {
    if (place == null) {
      return;
    }
    Map<String, NodeId> siblings = index.get(place.parent());
    if (siblings != null && siblings.remove(place.name(), id) && siblings.isEmpty()) {
      index.remove(place.parent());
    }
  }

  private static void link(
      Map<NodeId, Map<String, NodeId>> index, @Nullable Place place, NodeId id, boolean exclusive) {
    if (place == null) {
      return;
    }
    // Ordered, so that a simulation that is replayed takes the same way.
    Map<String, NodeId> siblings =
        index.computeIfAbsent(place.parent(), parent -> new LinkedHashMap<>());
    NodeId other = siblings.put(place.name(), id);
    if (exclusive && other != null && !other.equals(id)) {
      siblings.put(place.name(), other);
      throw new IllegalStateException("Nodes %s and %s are both at %s".formatted(other, id, place));
    }
  }

  @Override
  public @Nullable NodeId localChild(Place place) {
    Map<String, NodeId> siblings = localChildren.get(place.parent());
    return siblings == null ? null : siblings.get(place.name());
  }

  @Override
  public @Nullable NodeId remoteChild(Place place) {
    Map<String, NodeId> siblings = remoteChildren.get(place.parent());
    return siblings == null ? null : siblings.get(place.name());
  }

  @Override
  public Collection<NodeId> localChildren(NodeId folder) {
    Map<String, NodeId> children = localChildren.get(folder);
    return children == null
        ? Collections.emptyList()
        : Collections.unmodifiableCollection(children.values());
  }

  @Override
  public Collection<NodeId> remoteChildren(NodeId folder) {
    Map<String, NodeId> children = remoteChildren.get(folder);
    return children == null
        ? Collections.emptyList()
        : Collections.unmodifiableCollection(children.values());
  }

  @Override
  public boolean remoteLive(NodeId id) {
    NodeId at = id;
    while (!at.isRoot()) {
      RemoteEntry remote = get(at).remote();
      if (remote == null || remote.deleted()) {
        return false;
      }
      at = remote.place().parent();
    }
    return true;
  }

  @Override
  public Set<NodeId> leftOut() {
    return leftOut;
  }

  /** From now on this device leaves out these folders, and no others. */
  public void leaveOut(Set<NodeId> folders) {
    leftOut = Set.copyOf(folders);
  }

  /** All nodes of which anything is known, in no order. */
  public Collection<NodeState> all() {
    return Collections.unmodifiableCollection(nodes.values());
  }

  /** How many nodes are known. */
  public int size() {
    return nodes.size();
  }
}
