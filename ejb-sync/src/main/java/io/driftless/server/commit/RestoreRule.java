package io.driftless.server.commit;

import static io.driftless.server.commit.Decision.applied;
import static io.driftless.server.commit.Decision.malformed;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.node.FileVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings back a removed node, of a folder everything that lay in it, or an older content as the
 * next version. A live node can't be placed elsewhere by it: that answers stale.
 */
final class RestoreRule {

  private final Decision decision;
  private final WorkingState work;

  RestoreRule(Decision decision) {
    this.decision = decision;
    this.work = decision.work();
  }

  ChangeAnswer decide(Change.Restore restore) {
    NodeState node = work.node(restore.node());
    if (node == null) {
      return malformed("There is no node %s", restore.node());
    }
    String name = restore.name() == null ? node.name() : restore.name();
    String wrong = Form.ofName(restore.parent() == null ? node.parent() : restore.parent(), name);
    if (wrong != null) {
      return malformed(wrong);
    }
    int base = restore.base().compareTo(node.versionNumber());
    if (base > 0 || restore.from().compareTo(node.versionNumber()) > 0) {
      return malformed("Node %s has versions up to %s only", node.node(), node.versionNumber());
    }
    if (base < 0) {
      return new ChangeAnswer.Stale(node.revision());
    }
    if (wasPruned(restore, node)) {
      return new ChangeAnswer.RecipeBaseGone();
    }
    NodeState folder = folder(restore, node);
    if (folder == null) {
      return new ChangeAnswer.ParentGone();
    }
    boolean live = work.isLive(node.node());
    if (live && !(folder.node().equals(node.parent()) && name.equals(node.name()))) {
      return new ChangeAnswer.Stale(node.revision());
    }
    ChangeAnswer refused = live ? null : place(node.node(), folder, name);
    return refused != null ? refused : bringBack(restore, work.existing(node.node()));
  }

  /** Whether a removed file would come back with a content that retention has taken. */
  private boolean wasPruned(Change.Restore restore, NodeState node) {
    FileVersion current = node.version();
    boolean older = !restore.from().equals(VersionNumber.NONE);
    return node.deleted()
        && current != null
        && work.version(node.node(), older ? restore.from() : current.number()) == null;
  }

  private @Nullable NodeState folder(Change.Restore restore, NodeState node) {
    return decision.folder(restore.parent() == null ? node.parent() : restore.parent());
  }

  private @Nullable ChangeAnswer place(NodeId node, NodeState folder, String name) {
    if (work.isWithin(folder.node(), node)) {
      return new ChangeAnswer.Stale(decision.lastMove(folder.node()));
    }
    NodeId parent = decision.ancestors().revive(folder.node());
    NodeState now = work.existing(node);
    if (now.isFolder() && work.chain(parent).size() >= Limits.MAX_DEPTH) {
      return malformed("A folder lies at most %d folders deep", Limits.MAX_DEPTH);
    }
    ChangeAnswer taken = decision.nameTaken(node, parent, name);
    if (taken != null && decision.checksNames()) {
      return taken;
    }
    NodeState placed = now.at(parent, name, false);
    if (!placed.sameLocation(now)) {
      work.write(placed);
    }
    return null;
  }

  private ChangeAnswer bringBack(Change.Restore restore, NodeState node) {
    FileVersion current = node.version();
    if (current == null
        || restore.from().equals(VersionNumber.NONE)
        || restore.from().equals(current.number())) {
      return applied(node);
    }
    StoredVersion from = work.version(node.node(), restore.from());
    if (from == null) {
      return new ChangeAnswer.RecipeBaseGone();
    }
    FileVersion old = from.version();
    FileVersion next =
        new FileVersion(
            current.number().next(),
            old.size(),
            old.digest(),
            old.modifiedNanos(),
            old.executable(),
            old.profile(),
            old.linkTarget());
    work.addVersion(new StoredVersion(node.node(), next, from.recipe(), Set.of()));
    return applied(work.write(node.with(next)));
  }
}
