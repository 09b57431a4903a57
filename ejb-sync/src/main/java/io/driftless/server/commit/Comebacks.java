package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells of what became live again only because a folder above it did: it was restored, moved out of
 * a removed one, or brought back for what was added beneath. Whoever read the live tree meanwhile
 * has not heard of what lay in it, so each of these nodes gets a row of its own.
 */
final class Comebacks {

  /**
   * The most rows that one commit writes to tell of what came back, so that a commit stays bounded.
   * What lies beyond, a device that read the tree while it was removed does not see before it reads
   * the tree anew.
   */
  static final int MAX_TOLD = 50_000;

  private final WorkspaceState state;
  private final WorkingState work;
  private int told;

  Comebacks(WorkspaceState state, WorkingState work) {
    this.state = state;
    this.work = work;
  }

  /** Writes the rows, after all changes were decided. */
  void tell() {
    for (NodeState node : work.nodes()) {
      if (node.isFolder() && wasRemoved(node.node()) && work.isLive(node.node())) {
        tellBeneath(node.node());
      }
    }
  }

  /** Whether it was there before this commit, and it or a folder above it was removed then. */
  private boolean wasRemoved(NodeId folder) {
    NodeId at = folder;
    while (!at.isRoot()) {
      NodeState before = state.node(at);
      if (before == null) {
        return false;
      }
      if (before.deleted()) {
        return true;
      }
      at = before.parent();
    }
    return false;
  }

  private void tellBeneath(NodeId folder) {
    Deque<NodeId> open = new ArrayDeque<>();
    open.add(folder);
    while (!open.isEmpty() && told < MAX_TOLD) {
      for (NodeState child : work.liveChildren(open.remove(), MAX_TOLD - told)) {
        if (!work.isWritten(child.node())) {
          told++;
          work.write(child);
          if (child.isFolder()) {
            open.add(child.node());
          }
        }
      }
    }
  }
}
