package io.driftless.server.commit;

import static io.driftless.server.commit.Decision.applied;
import static io.driftless.server.commit.Decision.malformed;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Limits;

/**
 * Another place or name. The first of two moves of one node wins, and so does the first of two
 * moves into each other. The limit of depth holds for the moved folder itself; what lies in it is
 * not counted, so that a move stays one row.
 */
final class MoveRule {

  private final Decision decision;
  private final WorkingState work;

  MoveRule(Decision decision) {
    this.decision = decision;
    this.work = decision.work();
  }

  ChangeAnswer decide(Change.Move move) {
    String wrong = Form.ofName(move.parent(), move.name());
    if (wrong != null) {
      return malformed(wrong);
    }
    NodeState node = work.target(move.node());
    if (node == null) {
      return malformed("There is no node %s", move.node());
    }
    NodeState folder = decision.folder(move.parent());
    if (folder == null) {
      return new ChangeAnswer.ParentGone();
    }
    boolean there = node.parent().equals(folder.node()) && node.name().equals(move.name());
    if (there && work.isLive(node.node())) {
      return applied(node);
    }
    if (decision.isAhead(move.base())) {
      return malformed("Revision %s is ahead of the journal", move.base());
    }
    Revision moved = decision.locationBefore(node.node());
    if (moved.isAfter(move.base())) {
      return new ChangeAnswer.Stale(moved);
    }
    if (node.deleted()) {
      return new ChangeAnswer.Stale(node.revision());
    }
    return place(move, node, folder);
  }

  private ChangeAnswer place(Change.Move move, NodeState node, NodeState folder) {
    if (work.isWithin(folder.node(), node.node())) {
      return new ChangeAnswer.Stale(decision.lastMove(folder.node()));
    }
    NodeId parent = decision.ancestors().revive(folder.node());
    if (work.isWithin(parent, node.node())) {
      return new ChangeAnswer.Stale(decision.lastMove(parent));
    }
    if (node.isFolder() && work.chain(parent).size() >= Limits.MAX_DEPTH) {
      return malformed("A folder lies at most %d folders deep", Limits.MAX_DEPTH);
    }
    ChangeAnswer taken = decision.nameTaken(node.node(), parent, move.name());
    if (taken != null && decision.checksNames()) {
      return taken;
    }
    NodeState placed = work.existing(node.node()).at(parent, move.name(), false);
    return placed.sameLocation(work.existing(node.node()))
        ? applied(work.existing(node.node()))
        : applied(work.write(placed));
  }
}
