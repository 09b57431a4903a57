package io.driftless.server.commit;

import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Looks at a whole workspace and says what can't be: the journal is dense and its replay is the
 * node table, whatever becomes live has a row that tells so, the tree is a tree, no version was
 * lost or changed, all content is held by chunks in packs that nobody condemned. That live siblings
 * have different names {@link InMemoryWorkspace#store} sees.
 */
public final class WorkspaceChecker {

  private static final DeviceId ANYBODY = new DeviceId("checker");

  private final InMemoryWorkspace workspace;
  private final Map<NodeId, NodeState> nodes = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private WorkspaceChecker(InMemoryWorkspace workspace) {
    this.workspace = workspace;
    workspace.nodes().forEach(node -> nodes.put(node.node(), node));
  }

  /** What is wrong with it; empty when nothing is. */
  public static List<String> problems(InMemoryWorkspace workspace) {
    WorkspaceChecker checker = new WorkspaceChecker(workspace);
    checker.checkJournal();
    checker.checkTree();
    checker.checkAliases();
    checker.checkContent();
    return checker.problems;
  }

  /** Throws {@link AssertionError} with all that is wrong. */
  public static void check(InMemoryWorkspace workspace) {
    List<String> problems = problems(workspace);
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  private void checkJournal() {
    Map<NodeId, NodeState> replayed = new LinkedHashMap<>();
    Set<NodeId> live = new HashSet<>();
    Set<NodeId> written = new HashSet<>();
    Set<CommitId> ended = new HashSet<>();
    CommitId current = null;
    long expected = 1;
    for (NodeRow row : workspace.journal()) {
      if (row.revision().value() != expected++) {
        problems.add("Revision %s follows on %s".formatted(row.revision(), expected - 2));
      }
      if (!row.commit().equals(current)) {
        if (!ended.add(row.commit())) {
          problems.add("Commit %s was applied twice".formatted(row.commit()));
        }
        current = row.commit();
        live = checkTold(replayed, live, written);
        written.clear();
      }
      NodeState before = replayed.get(row.node());
      checkStored(row);
      checkStep(before, row, live.contains(row.node()));
      replayed.put(row.node(), replay(before, row));
      written.add(row.node());
    }
    checkTold(replayed, live, written);
    if (!replayed.equals(nodes)) {
      problems.add("The journal replays to\n%s\nbut the nodes are\n%s".formatted(replayed, nodes));
    }
  }

  /** What was told is what is kept; that it is kept at all {@link #checkContent} sees. */
  private void checkStored(NodeRow row) {
    StoredVersion stored =
        row.version() == null ? null : workspace.version(row.node(), row.version().number());
    if (stored != null && !stored.version().equals(row.version())) {
      problems.add("Row %s tells %s, kept is %s".formatted(row.revision(), row.version(), stored));
    }
  }

  /** After a commit: what is live now and was not before has a row in it. Answers what is live. */
  private Set<NodeId> checkTold(
      Map<NodeId, NodeState> replayed, Set<NodeId> before, Set<NodeId> written) {
    Set<NodeId> live = new HashSet<>();
    Set<NodeId> removed = new HashSet<>();
    for (NodeState node : replayed.values()) {
      if (isLive(node, replayed, live, removed)
          && !before.contains(node.node())
          && !written.contains(node.node())) {
        problems.add("%s came back, and no row tells so".formatted(node));
      }
    }
    return live;
  }

  private static boolean isLive(
      NodeState node, Map<NodeId, NodeState> all, Set<NodeId> live, Set<NodeId> removed) {
    NodeId id = node.node();
    if (!live.contains(id) && !removed.contains(id)) {
      removed.add(id); // so that a loop ends
      NodeState parent = all.get(node.parent());
      boolean held =
          node.parent().isRoot() || (parent != null && isLive(parent, all, live, removed));
      if (held && !node.deleted()) {
        removed.remove(id);
        live.add(id);
      }
    }
    return live.contains(id);
  }

  private static NodeState replay(NodeState before, NodeRow row) {
    NodeState after =
        new NodeState(
            row.node(),
            row.parent(),
            row.name(),
            row.kind(),
            row.version(),
            row.deleted(),
            row.revision(),
            row.revision());
    return before == null || !before.sameLocation(after)
        ? after
        : after.written(row.revision(), before.locationRevision());
  }

  private void checkStep(NodeState before, NodeRow row, boolean wasLive) {
    int had = before == null ? 0 : before.versionNumber().value();
    int has = row.version() == null ? 0 : row.version().number().value();
    if (has < had || has > had + 1) {
      problems.add("Version %d of %s follows on %d".formatted(has, row.node(), had));
    }
    if (has == had && before != null && !Objects.equals(before.version(), row.version())) {
      problems.add("Version %d of %s was changed".formatted(has, row.node()));
    }
    if (before != null && before.kind() != row.kind()) {
      problems.add("Node %s was a %s, is a %s".formatted(row.node(), before.kind(), row.kind()));
    }
    if (wasLive
        && before != null
        && before.equals(
            replay(before, row).written(before.revision(), before.locationRevision()))) {
      problems.add("Row %s changes nothing of %s".formatted(row.revision(), row.node()));
    }
  }

  private void checkTree() {
    for (NodeState node : nodes.values()) {
      Set<NodeId> seen = new HashSet<>();
      NodeId at = node.node();
      while (!at.isRoot()) {
        NodeState here = nodes.get(at);
        if (here == null || (!at.equals(node.node()) && !here.isFolder())) {
          problems.add("%s has the parent %s, which is no folder".formatted(node, at));
          break;
        }
        if (!seen.add(at)) {
          problems.add("%s lies in a loop".formatted(node));
          break;
        }
        at = here.parent();
      }
    }
  }

  private void checkAliases() {
    workspace
        .aliases()
        .forEach(
            (from, to) -> {
              NodeState target = nodes.get(to);
              if (target == null || !target.isFolder()) {
                problems.add("%s stands for %s, which is no folder".formatted(from, to));
              }
            });
  }

  private void checkContent() {
    for (NodeState node : nodes.values()) {
      if (node.isFolder() != (node.version() == null)) {
        problems.add("%s has a version, or lacks one".formatted(node));
      }
      for (int number = 1; number <= node.versionNumber().value(); number++) {
        StoredVersion version = workspace.version(node.node(), new VersionNumber(number));
        if (version == null) {
          problems.add("Version %d of %s is lost".formatted(number, node));
        } else {
          checkVersion(version);
        }
      }
    }
  }

  private void checkVersion(StoredVersion stored) {
    FileVersion version = stored.version();
    long size = 0;
    for (Sha256 hash : stored.recipe().chunks()) {
      InMemoryWorkspace.Chunk chunk = workspace.chunks().get(hash);
      if (chunk == null || chunk.locations().isEmpty()) {
        problems.add("%s needs chunk %s, which is nowhere".formatted(stored, hash));
        return;
      }
      if (chunk.state() == ChunkFacts.State.QUARANTINED) {
        problems.add("%s needs chunk %s, which is in quarantine".formatted(stored, hash));
      }
      if (chunk.locations().stream().anyMatch(at -> workspace.isCondemned(at.pack()))) {
        problems.add("Chunk %s lies in a condemned pack".formatted(hash));
      }
      size += chunk.rawLength();
    }
    if (version.linkTarget() == null && size != version.size()) {
      problems.add("%s has chunks of %d bytes".formatted(stored, size));
    }
  }

  /** Whether the node is not removed and neither is any folder above it. */
  public static boolean isLive(InMemoryWorkspace workspace, NodeId node) {
    WorkspaceState state = workspace.asSeenBy(ANYBODY);
    NodeId at = node;
    while (!at.isRoot()) {
      NodeState here = state.node(at);
      if (here == null || here.deleted()) {
        return false;
      }
      at = here.parent();
    }
    return true;
  }

  /** The last revision of a node; NONE when it is unknown. */
  public static Revision revisionOf(InMemoryWorkspace workspace, NodeId node) {
    NodeState state = workspace.asSeenBy(ANYBODY).node(node);
    return state == null ? Revision.NONE : state.revision();
  }
}
