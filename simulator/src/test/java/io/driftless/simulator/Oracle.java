package io.driftless.simulator;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.commit.InMemoryWorkspace;
import io.driftless.server.commit.NodeState;
import io.driftless.server.commit.StoredVersion;
import io.driftless.server.commit.WorkspaceChecker;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knows what must not be lost: contents that users wrote and that no user has overwritten or
 * deleted since must be live in the end, on the server and on every device; and a client may
 * destroy the last copy of such a content only if the server has it. That what the server had once
 * stays in its history is seen by the checker of the workspace.
 */
final class Oracle {

  private final World world;
  private final SimServer server;

  /** Written by users, not let go by any, and by whom. */
  private final Map<Sha256, String> mustLive = new LinkedHashMap<>();

  /** Written before the server was restored: the history is enough. */
  private final Set<Sha256> beforeRestore = new HashSet<>();

  /** All contents that the server ever had. */
  private final Set<Sha256> everStored = new HashSet<>();

  private int versionsSeen;
  private Object seenOf = new Object();

  Oracle(World world, SimServer server) {
    this.world = world;
    this.server = server;
  }

  /** A user wrote a content. */
  void wrote(Sha256 content, String where) {
    mustLive.put(content, where);
  }

  /** A user overwrote or deleted a content that was there to be seen. */
  void letGo(Sha256 content) {
    mustLive.remove(content);
  }

  /**
   * The client destroyed the last name of a file. What users had let go of by then counts only if
   * it was settled once; the checker of the workspace sees to that. One that is open may be written
   * into.
   */
  void destroyed(String device, SimTree tree, Inode inode) {
    if (inode.open > 0) {
      throw Check.OPEN_FILE.failed(device, "");
    }
    Sha256 content = inode.digest();
    String written = mustLive.get(content);
    if (!inode.byUser || written == null) {
      return;
    }
    learn();
    boolean[] elsewhere = new boolean[1];
    tree.walkAll(
        (path, other) -> elsewhere[0] |= !other.isFolder() && other.digest().equals(content));
    if (!elsewhere[0] && !everStored.contains(content)) {
      throw Check.LAST_COPY.failed(device, " " + written);
    }
  }

  /** Takes note of what the server holds. */
  void learn() {
    InMemoryWorkspace workspace = server.workspace();
    if (seenOf != workspace) {
      seenOf = workspace;
      versionsSeen = 0;
    }
    if (workspace.versions().size() != versionsSeen) {
      versionsSeen = workspace.versions().size();
      for (StoredVersion version : workspace.versions()) {
        everStored.add(version.version().digest());
      }
    }
  }

  /**
   * A restore of the server: what only its history had may be gone. Of what was written before, all
   * that is promised is that it is somewhere: which of two contents is the later one nobody knows.
   */
  void restored() {
    beforeRestore.addAll(mustLive.keySet());
  }

  /**
   * Devices leave folders out: what lay on none of them when the server was restored was on the
   * server only, and is what the backup has.
   */
  void onlyOnServer(Set<Sha256> onDisks) {
    Set<Sha256> known = new HashSet<>(onDisks);
    server.workspace().versions().forEach(version -> known.add(version.version().digest()));
    mustLive.keySet().retainAll(known);
  }

  /** How a live entry looks to everybody. */
  record Look(String kind, String digest, boolean executable) {}

  /** The server's live tree by path. */
  Map<String, Look> serverTree() {
    return serverTree(Set.of());
  }

  /** The server's live tree by path, without some folders and what is in them. */
  Map<String, Look> serverTree(Set<NodeId> without) {
    Map<String, Look> tree = new TreeMap<>();
    InMemoryWorkspace workspace = server.workspace();
    Map<NodeId, NodeState> nodes = new LinkedHashMap<>();
    workspace.nodes().forEach(node -> nodes.put(node.node(), node));
    for (NodeState node : workspace.nodes()) {
      if (WorkspaceChecker.isLive(workspace, node.node()) && !isIn(nodes, node, without)) {
        tree.put(path(nodes, node), look(node));
      }
    }
    return tree;
  }

  private static boolean isIn(Map<NodeId, NodeState> nodes, NodeState node, Set<NodeId> tops) {
    NodeState at = node;
    while (!tops.contains(at.node())) {
      if (at.parent().isRoot()) {
        return false;
      }
      at = nodes.get(at.parent());
    }
    return true;
  }

  private static String path(Map<NodeId, NodeState> nodes, NodeState node) {
    String path = node.name();
    NodeState at = node;
    while (!at.parent().isRoot()) {
      at = nodes.get(at.parent());
      path = at.name() + "/" + path;
    }
    return path;
  }

  private static Look look(NodeState node) {
    FileVersion version = node.version();
    return version == null
        ? new Look("FOLDER", "", false)
        : new Look(
            node.kind().name(),
            version.digest().hex(),
            node.kind() == NodeKind.FILE && version.executable());
  }

  /** A disk's tree by path. */
  static Map<String, Look> diskTree(SimTree tree) {
    Map<String, Look> looks = new TreeMap<>();
    tree.walk(
        (path, inode) ->
            looks.put(
                path.value(),
                inode.isFolder()
                    ? new Look("FOLDER", "", false)
                    : new Look(inode.kind.name(), inode.digest().hex(), inode.executable)));
    return looks;
  }

  /** Everybody agrees: throws when something is lost. */
  void checkSettled() {
    Set<String> live = new HashSet<>();
    serverTree().values().forEach(look -> live.add(look.digest()));
    Set<Sha256> stored = new HashSet<>();
    for (StoredVersion version : server.workspace().versions()) {
      stored.add(version.version().digest());
    }
    for (Map.Entry<Sha256, String> must : mustLive.entrySet()) {
      Sha256 content = must.getKey();
      boolean kept = beforeRestore.contains(content) && stored.contains(content);
      if (!kept && !live.contains(content.hex())) {
        throw Check.LOST.failed(" %s, %s".formatted(must.getValue(), content));
      }
    }
    world.note(() -> "settled: " + live.size() + " contents");
  }
}
