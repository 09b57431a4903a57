package io.driftless.client.tree;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link Trees} means, in plain maps of plain objects. */
final class TreesByMaps implements TreesView {

  private final Map<NodeId, NodeState> nodes = new HashMap<>();
  private final Map<NodeId, Map<String, NodeId>> here = new HashMap<>();
  private final Map<NodeId, Map<String, NodeId>> there = new HashMap<>();
  private final Map<Long, NodeId> byKey = new HashMap<>();
  private final Map<Long, Set<NodeId>> sharing = new HashMap<>();
  private final Map<Sha256, NodeId> byDigest = new HashMap<>();
  Set<NodeId> leftOut = Set.of();

  @Override
  public NodeState get(NodeId id) {
    return nodes.getOrDefault(id, NodeState.unknown(id));
  }

  void put(NodeState state) {
    NodeState before = get(state.id());
    Place oldHere = before.local() == null ? null : before.local().place();
    Place newHere = state.local() == null ? null : state.local().place();
    relink(here, oldHere, newHere, state.id());
    relink(there, live(before), live(state), state.id());
    if (state.isEmpty()) {
      nodes.remove(state.id());
    } else {
      nodes.put(state.id(), state);
    }
    forget(before);
    note(state);
  }

  private static @Nullable Place live(NodeState state) {
    RemoteEntry remote = state.remote();
    return remote == null || remote.deleted() ? null : remote.place();
  }

  private static void relink(
      Map<NodeId, Map<String, NodeId>> index,
      @Nullable Place before,
      @Nullable Place after,
      NodeId id) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (before != null) {
      Map<String, NodeId> siblings = index.getOrDefault(before.parent(), new HashMap<>());
      siblings.remove(before.name(), id);
    }
    if (after != null) {
      index.computeIfAbsent(after.parent(), p -> new LinkedHashMap<>()).put(after.name(), id);
    }
  }

  private void forget(NodeState node) {
    LocalEntry local = node.local();
    if (local == null) {
      return;
    }
    long key = local.stamp().key();
    byKey.remove(key, node.id());
    Set<NodeId> names = sharing.get(key);
    if (names != null && names.remove(node.id())) {
      names.forEach(other -> byKey.put(key, other));
      if (names.size() < 2) {
        sharing.remove(key);
      }
    }
    if (local.content() != null) {
      byDigest.remove(local.content().digest(), node.id());
    }
  }

  private void note(NodeState node) {
    LocalEntry local = node.local();
    if (local == null) {
      return;
    }
    long key = local.stamp().key();
    NodeId other = key == 0 ? null : byKey.put(key, node.id());
    if (other != null && !other.equals(node.id())) {
      sharing.computeIfAbsent(key, k -> new LinkedHashSet<>(Set.of(other))).add(node.id());
    }
    FileContent content = local.content();
    if (content != null && content.size() > 0 && content.linkTarget() == null) {
      byDigest.put(content.digest(), node.id());
    }
  }

  @Override
  public @Nullable NodeId localChild(Place place) {
    return here.getOrDefault(place.parent(), Map.of()).get(place.name());
  }

  @Override
  public @Nullable NodeId remoteChild(Place place) {
    return there.getOrDefault(place.parent(), Map.of()).get(place.name());
  }

  @Override
  public Collection<NodeId> localChildren(NodeId folder) {
    return here.getOrDefault(folder, Map.of()).values();
  }

  @Override
  public Collection<NodeId> remoteChildren(NodeId folder) {
    return there.getOrDefault(folder, Map.of()).values();
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

  @Nullable NodeId byKey(long key) {
    return byKey.get(key);
  }

  Set<NodeId> sharing(long key) {
    return sharing.getOrDefault(key, Set.of());
  }

  @Nullable NodeId byDigest(Sha256 digest) {
    return byDigest.get(digest);
  }

  List<NodeState> all() {
    return new ArrayList<>(nodes.values());
  }
}
