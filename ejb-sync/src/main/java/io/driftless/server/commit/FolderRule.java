package io.driftless.server.commit;

import static io.driftless.server.commit.Decision.applied;
import static io.driftless.server.commit.Decision.malformed;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.node.NodeKind;

/**
 * A new folder. When a live folder holds the name, the new id becomes an alias of that one, so that
 * two devices that make the same folder share it.
 */
final class FolderRule {

  private final Decision decision;
  private final WorkingState work;

  FolderRule(Decision decision) {
    this.decision = decision;
    this.work = decision.work();
  }

  ChangeAnswer decide(Change.MakeFolder make) {
    String wrong = Form.ofName(make.parent(), make.name());
    if (wrong != null) {
      return malformed(wrong);
    }
    NodeState node = work.node(make.node());
    if (node != null) {
      return again(node);
    }
    NodeId stands = work.resolve(make.node());
    if (!stands.equals(make.node())) {
      return new ChangeAnswer.Merged(stands, work.existing(stands).revision());
    }
    NodeState folder = decision.folder(make.parent());
    if (folder == null) {
      return new ChangeAnswer.ParentGone();
    }
    NodeId parent = decision.ancestors().revive(folder.node());
    if (work.chain(parent).size() >= Limits.MAX_DEPTH) {
      return malformed("A folder lies at most %d folders deep", Limits.MAX_DEPTH);
    }
    NodeState holder = work.holderOtherThan(make.node(), parent, make.name());
    if (holder != null && holder.isFolder() && !decision.isLeaving(holder.node())) {
      work.addAlias(make.node(), holder.node());
      return new ChangeAnswer.Merged(holder.node(), holder.revision());
    }
    ChangeAnswer taken = decision.nameTaken(make.node(), parent, make.name());
    if (taken != null && decision.checksNames()) {
      return taken;
    }
    return applied(
        work.write(
            new NodeState(
                make.node(),
                parent,
                make.name(),
                NodeKind.FOLDER,
                null,
                false,
                Revision.NONE,
                Revision.NONE)));
  }

  /**
   * The folder was made before, wherever it is by now; under a removed one it is as good as gone.
   */
  private ChangeAnswer again(NodeState node) {
    if (!node.isFolder()) {
      return malformed("Node %s is a %s", node.node(), node.kind());
    }
    if (work.isLive(node.node())) {
      return applied(node);
    }
    Revision last = node.revision();
    for (NodeState above : work.chain(node.node())) {
      last = above.revision().isAfter(last) ? above.revision() : last;
    }
    return new ChangeAnswer.Stale(last);
  }
}
