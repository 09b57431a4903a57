package io.driftless.server.node;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.server.access.RefusedException;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import java.time.Instant;

/** Which revision a time is, in one workspace. */
public final class NodePast {

  private final Sql sql;
  private final WorkspaceEntity workspace;

  /** The past of this workspace, read by these statements. */
  public NodePast(Sql sql, WorkspaceEntity workspace) {
    this.sql = sql;
    this.workspace = workspace;
  }

  /** The last revision that was there at a time; refuses one that the history does not reach. */
  public Revision at(Instant time) {
    Revision floor = workspace.floorRevision();
    Revision then = new PastNodes(sql, workspace.id()).at(time, floor, workspace.headRevision());
    if (!then.equals(Revision.NONE) && then.equals(floor)) {
      throw RefusedException.invalid("at", "The history does not reach back that far.");
    }
    return then;
  }

  /** Refuses unless this is a live folder. */
  public void requireLiveFolder(NodeId folder) {
    NodeEntries entries = new NodeEntries(sql, workspace.id());
    if (!entries.requireKnownFolder(folder).live()) {
      throw RefusedException.notFound("node");
    }
  }
}
