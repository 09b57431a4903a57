package io.driftless.server.commit;

import static io.driftless.server.commit.Decision.applied;
import static io.driftless.server.commit.Decision.malformed;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A removal: one row, also for a folder with a million files. It is stale when the device did not
 * know the state that it removes: of a file or link its last version and place, of a folder
 * everything beneath.
 */
final class RemoveRule {

  /** A folder whose removal is based on a state more changes ago than this is stale unseen. */
  static final int MAX_CHANGED = 10_000;

  private final Decision decision;
  private final WorkingState work;

  RemoveRule(Decision decision) {
    this.decision = decision;
    this.work = decision.work();
  }

  ChangeAnswer decide(Change.Remove remove) {
    NodeState node = work.target(remove.node());
    if (node == null) {
      return new ChangeAnswer.Applied(Revision.NONE, VersionNumber.NONE);
    }
    if (node.deleted()) {
      return applied(node);
    }
    if (decision.isAhead(remove.baseRevision())) {
      return malformed("Revision %s is ahead of the journal", remove.baseRevision());
    }
    if (remove.baseVersion().compareTo(node.versionNumber()) > 0) {
      return malformed(
          "Node %s has no version %s, its last is %s",
          node.node(), remove.baseVersion(), node.versionNumber());
    }
    if (!remove.baseVersion().equals(node.versionNumber())) {
      return new ChangeAnswer.Stale(node.revision());
    }
    Revision moved = decision.locationBefore(node.node());
    if (moved.isAfter(remove.baseRevision())) {
      return new ChangeAnswer.Stale(moved);
    }
    if (node.isFolder()) {
      Revision unseen = unseenBeneath(node.node(), remove.baseRevision());
      if (unseen != null) {
        return new ChangeAnswer.Stale(unseen);
      }
    }
    return applied(work.write(node.at(node.parent(), node.name(), true)));
  }

  /** The revision up to which the device has to read; null when it knows all beneath. */
  private @Nullable Revision unseenBeneath(NodeId folder, Revision seen) {
    Revision head = decision.state().head().revision();
    for (NodeId touched : decision.refusals().touched()) {
      NodeId at = work.resolve(touched);
      if (work.node(at) != null && work.isWithin(at, folder)) {
        return head;
      }
    }
    if (!head.isAfter(seen)) {
      return null;
    }
    List<NodeState> changed = decision.state().changedAfter(seen, MAX_CHANGED + 1);
    if (changed.size() > MAX_CHANGED) {
      return head;
    }
    Revision last = null;
    for (NodeState stored : changed) {
      NodeState now = work.existing(stored.node());
      boolean beneath = !now.deleted() && work.isWithin(now.parent(), folder);
      if (beneath && (last == null || stored.revision().isAfter(last))) {
        last = stored.revision();
      }
    }
    return last;
  }
}
