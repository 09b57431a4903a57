package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.NodeRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workspace as the commit has changed it so far: the state that was read, and over it the
 * writes. Everything written can be taken back to a {@link #mark}, so that a refused change or
 * group leaves nothing. Inside a group two live nodes may share a name for a while.
 */
final class WorkingState {

  /** A longer chain of ancestors is a loop in the stored tree. */
  private static final int MAX_CHAIN = 1_000_000;

  private final WorkspaceState base;
  private final CommitRequest request;
  private final CommitContext context;
  private final long head;

  private final Map<NodeId, NodeState> nodes = new LinkedHashMap<>();

  /** Written nodes that are not removed: parent, name, ids. */
  private final Map<NodeId, Map<String, Set<NodeId>>> places = new HashMap<>();

  private final Map<NodeId, NodeId> aliases = new LinkedHashMap<>();
  private final List<NodeRow> rows = new ArrayList<>();
  private final List<StoredVersion> versions = new ArrayList<>();
  private final Map<PackId, NewPack> packs = new LinkedHashMap<>();
  private long addedBytes;
  private final Set<Sha256> revived = new LinkedHashSet<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();

  WorkingState(WorkspaceState base, CommitRequest request, CommitContext context) {
    this.base = base;
    this.request = request;
    this.context = context;
    this.head = base.head().revision().value();
  }

  /** A point to come back to. */
  int mark() {
    return undo.size();
  }

  /** Takes back everything written since the mark. */
  void rollback(int mark) {
    while (undo.size() > mark) {
      undo.pop().run();
    }
  }

  /** The last revision written. */
  Revision lastRevision() {
    return new Revision(head + rows.size());
  }

  /** A node, live or removed; null when unknown. */
  @Nullable NodeState node(NodeId id) {
    if (id.isRoot()) {
      return NodeState.ROOT;
    }
    NodeState written = nodes.get(id);
    return written != null ? written : base.node(id);
  }

  /** A node that must be there, because another one refers to it. */
  NodeState existing(NodeId id) {
    NodeState node = node(id);
    if (node == null) {
      throw new IllegalStateException("Workspace has no node " + id + ", but it is referred to");
    }
    return node;
  }

  /**
   * The folder that an id stands for. An alias counts only while the node itself is unknown or
   * removed.
   */
  NodeId resolve(NodeId id) {
    Set<NodeId> seen = new HashSet<>();
    NodeId at = id;
    while (true) {
      NodeState node = node(at);
      if (node != null && !node.deleted()) {
        return at;
      }
      NodeId next = aliases.containsKey(at) ? aliases.get(at) : base.alias(at);
      if (next == null || !seen.add(next)) {
        return at;
      }
      at = next;
    }
  }

  /** The node that a change is about: itself, or what its id stands for; null when unknown. */
  @Nullable NodeState target(NodeId id) {
    NodeState node = node(id);
    return node != null ? node : node(resolve(id));
  }

  /** The nodes of that name in that folder which are not themselves removed. */
  Set<NodeId> holders(NodeId parent, String name) {
    Set<NodeId> holders =
        new LinkedHashSet<>(places.getOrDefault(parent, Map.of()).getOrDefault(name, Set.of()));
    NodeState stored = base.liveChild(parent, name);
    if (stored != null && !nodes.containsKey(stored.node())) {
      holders.add(stored.node());
    }
    return holders;
  }

  /** A node of that name in that folder other than this one; null when there is none. */
  @Nullable NodeState holderOtherThan(NodeId self, NodeId parent, String name) {
    for (NodeId holder : holders(parent, name)) {
      if (!holder.equals(self)) {
        return existing(holder);
      }
    }
    return null;
  }

  /** The nodes in a folder that are not themselves removed, at most about {@code limit}. */
  List<NodeState> liveChildren(NodeId parent, int limit) {
    List<NodeState> children = new ArrayList<>();
    places.getOrDefault(parent, Map.of()).values().stream()
        .flatMap(Set::stream)
        .sorted()
        .forEach(id -> children.add(existing(id)));
    for (NodeState child : base.liveChildren(parent, limit)) {
      if (!nodes.containsKey(child.node())) {
        children.add(child);
      }
    }
    return children;
  }

  /** A folder and its ancestors below the root, topmost first; empty for the root. */
  List<NodeState> chain(NodeId folder) {
    List<NodeState> chain = new ArrayList<>();
    for (NodeId at = folder; !at.isRoot(); at = chain.get(chain.size() - 1).parent()) {
      chain.add(existing(at));
      if (chain.size() > MAX_CHAIN) {
        throw new IllegalStateException("The tree of the workspace has a loop at " + folder);
      }
    }
    Collections.reverse(chain);
    return chain;
  }

  /** Whether a node is a folder's or lies anywhere beneath it. */
  boolean isWithin(NodeId node, NodeId folder) {
    NodeId at = node;
    for (int steps = 0; steps <= MAX_CHAIN; steps++) {
      if (at.equals(folder)) {
        return true;
      }
      if (at.isRoot()) {
        return false;
      }
      at = existing(at).parent();
    }
    throw new IllegalStateException("The tree of the workspace has a loop at " + node);
  }

  /** Whether the node is not removed and neither is any folder above it. */
  boolean isLive(NodeId node) {
    return chain(node).stream().noneMatch(NodeState::deleted);
  }

  /** Whether the node was written by this commit. */
  boolean isWritten(NodeId node) {
    return nodes.containsKey(node);
  }

  /** Writes a row with the node's new state, and returns the node with its new revisions. */
  NodeState write(NodeState changed) {
    NodeState before = node(changed.node());
    Revision revision = lastRevision().next();
    boolean located = before == null || !before.sameLocation(changed);
    NodeState after = changed.written(revision, located ? revision : changed.locationRevision());
    rows.add(
        new NodeRow(
            revision,
            after.node(),
            after.parent(),
            after.name(),
            after.kind(),
            after.version(),
            after.deleted(),
            request.commit(),
            context.device(),
            context.account(),
            context.nowMillis()));
    NodeState overwritten = replace(after.node(), after);
    undo.push(
        () -> {
          rows.remove(rows.size() - 1);
          replace(after.node(), overwritten);
        });
    return after;
  }

  private @Nullable NodeState replace(NodeId id, @Nullable NodeState by) {
    NodeState before = by == null ? nodes.remove(id) : nodes.put(id, by);
    if (before != null && !before.deleted()) {
      holding(before).remove(id);
    }
    if (by != null && !by.deleted()) {
      holding(by).add(id);
    }
    return before;
  }

  private Set<NodeId> holding(NodeState node) {
    return places
        .computeIfAbsent(node.parent(), parent -> new LinkedHashMap<>())
        .computeIfAbsent(node.name(), name -> new LinkedHashSet<>());
  }

  void addVersion(StoredVersion version) {
    versions.add(version);
    undo.push(() -> versions.remove(versions.size() - 1));
  }

  /** A version with its recipe, of this commit or stored; null when there is none. */
  @Nullable StoredVersion version(NodeId node, VersionNumber number) {
    for (StoredVersion version : versions) {
      if (version.node().equals(node) && version.version().number().equals(number)) {
        return version;
      }
    }
    return base.version(node, number);
  }

  void addAlias(NodeId from, NodeId to) {
    NodeId before = aliases.put(from, to);
    undo.push(
        () -> {
          if (before == null) {
            aliases.remove(from);
          } else {
            aliases.put(from, before);
          }
        });
  }

  void usePack(NewPack pack) {
    if (packs.putIfAbsent(pack.pack(), pack) == null) {
      long bytes = pack.storedBytes();
      addedBytes += bytes;
      undo.push(
          () -> {
            packs.remove(pack.pack());
            addedBytes -= bytes;
          });
    }
  }

  boolean usesPack(PackId pack) {
    return packs.containsKey(pack);
  }

  long addedBytes() {
    return addedBytes;
  }

  void revive(Sha256 chunk) {
    if (revived.add(chunk)) {
      undo.push(() -> revived.remove(chunk));
    }
  }

  List<NodeRow> rows() {
    return List.copyOf(rows);
  }

  List<NodeState> nodes() {
    return List.copyOf(nodes.values());
  }

  List<StoredVersion> versions() {
    return List.copyOf(versions);
  }

  Map<NodeId, NodeId> aliases() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
  }

  List<NewPack> packs() {
    return List.copyOf(packs.values());
  }

  Set<Sha256> revived() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(revived));
  }
}
