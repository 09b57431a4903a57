package io.driftless.server.fanout;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the devices of each workspace have been told by this node. A database that was restored
 * under a running server counts its revisions again, in another epoch: what was told in the old one
 * says nothing then.
 */
final class ToldHeads {

  /** How many workspaces are remembered; then all are forgotten, which costs updates. */
  static final int MOST = 100_000;

  private final Map<WorkspaceId, Cursor> heads = new ConcurrentHashMap<>();

  /** Whether an update that was sent in this epoch told this revision. */
  boolean covers(ServerEpoch epoch, WorkspaceId workspace, Revision revision) {
    Cursor head = heads.get(workspace);
    return head != null && head.epoch().equals(epoch) && !revision.isAfter(head.revision());
  }

  /** An update up to this head was sent. */
  void note(WorkspaceId workspace, Cursor head) {
    if (heads.size() >= MOST) {
      heads.clear();
    }
    heads.merge(workspace, head, ToldHeads::later);
  }

  private static Cursor later(Cursor before, Cursor now) {
    boolean behind =
        before.epoch().equals(now.epoch()) && before.revision().isAfter(now.revision());
    return behind ? before : now;
  }
}
