package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.name.ConflictedCopyName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/**
 * Brings removed folders back for what was added or edited beneath them, and only the folders that
 * are needed: what else lay in them stays removed, by rows of its own. A folder whose name a live
 * folder holds by now becomes an alias of that; one whose name a file holds comes back under a
 * conflicted name.
 */
final class Ancestors {

  /**
   * The most rows that one commit writes to keep things removed. Beyond, they come back with their
   * folder: too much is better than too little, and a commit stays bounded.
   */
  static final int MAX_BURIED = 10_000;

  private final WorkingState work;
  private final CommitContext context;
  private final Set<NodeId> edited;
  private int buried;

  /**
   * @param edited nodes that the commit wants to be live; they are never kept removed
   */
  Ancestors(WorkingState work, CommitContext context, Set<NodeId> edited) {
    this.work = work;
    this.context = context;
    this.edited = edited;
  }

  /** The folder as a live one, or the live folder that now stands for it. */
  NodeId revive(NodeId folder) {
    List<NodeState> chain = work.chain(folder);
    int dead = 0;
    while (dead < chain.size() && !chain.get(dead).deleted()) {
      dead++;
    }
    if (dead == chain.size()) {
      return folder;
    }
    NodeId at = chain.get(dead).parent();
    for (int i = dead; i < chain.size(); i++) {
      NodeId keep = i + 1 < chain.size() ? chain.get(i + 1).node() : folder;
      at = reviveOne(chain.get(i), at, keep);
    }
    return at;
  }

  private NodeId reviveOne(NodeState folder, NodeId parent, NodeId keep) {
    NodeState holder = work.holderOtherThan(folder.node(), parent, folder.name());
    if (holder != null && holder.isFolder()) {
      if (!folder.deleted()) {
        work.write(folder.at(folder.parent(), folder.name(), true));
      }
      work.addAlias(folder.node(), holder.node());
      return holder.node();
    }
    NodeState revived = folder.at(parent, freeName(folder, parent), false);
    if (!revived.sameLocation(folder)) {
      work.write(revived);
    }
    buryChildren(folder.node(), keep);
    return folder.node();
  }

  /** The node's own name if it is free in that folder, else a conflicted one. */
  String freeName(NodeState node, NodeId parent) {
    if (work.holderOtherThan(node.node(), parent, node.name()) == null) {
      return node.name();
    }
    return ConflictedCopyName.of(
        node.name(),
        context.deviceName(),
        Instant.ofEpochMilli(context.nowMillis()).atZone(ZoneOffset.UTC).toLocalDate(),
        name -> work.holderOtherThan(node.node(), parent, name) != null);
  }

  private void buryChildren(NodeId folder, NodeId keep) {
    List<NodeState> children = work.liveChildren(folder, MAX_BURIED + 1);
    if (buried + children.size() > MAX_BURIED) {
      return;
    }
    for (NodeState child : children) {
      if (!child.node().equals(keep) && !edited.contains(child.node())) {
        buried++;
        work.write(child.at(child.parent(), child.name(), true));
      }
    }
  }
}
