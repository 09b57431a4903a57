package io.driftless.server.node;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads what is in the journal and not, or no longer, in the tree: one workspace's past. */
final class PastNodes {

  private static final String APPLIED =
      "SELECT applied_at FROM journal WHERE workspace_id = ? AND revision = ?";

  /** A row is what was so at a revision when its node has no later one up to there. */
  private static final String CHILDREN =
      "SELECT "
          + NodeEntries.COLUMNS
          + ", true AS live FROM journal j"
          + NodeEntries.WITH_VERSION
          + "WHERE j.workspace_id = ? AND j.parent_id = ? AND j.name > ? AND j.revision <= ?"
          + " AND NOT j.deleted AND NOT EXISTS (SELECT 1 FROM journal k"
          + " WHERE k.workspace_id = j.workspace_id AND k.node_id = j.node_id"
          + " AND k.revision > j.revision AND k.revision <= ?) ORDER BY j.name LIMIT ?";

  private static final String TRASH =
      "SELECT "
          + NodeEntries.COLUMNS
          + ", false AS live"
          + NodeEntries.LAST_ROW
          + "WHERE n.workspace_id = ? AND n.deleted AND n.revision < ?"
          + " ORDER BY n.revision DESC LIMIT ?";

  private final Sql sql;
  private final UUID workspace;

  PastNodes(Sql sql, WorkspaceId workspace) {
    this.sql = sql;
    this.workspace = workspace.value();
  }

  /**
   * The last revision that was there at a time, by about 20 look-ups in a million rows.
   *
   * @param floor what is up to there is gone
   * @return the floor when the first row after it is later
   */
  Revision at(Instant time, Revision floor, Revision head) {
    long before = floor.value();
    long after = head.value() + 1;
    while (after - before > 1) {
      long middle = (before + after) >>> 1;
      Instant applied =
          Objects.requireNonNull(
              sql.first(
                  APPLIED, row -> row.getTimestamp("applied_at").toInstant(), workspace, middle));
      if (applied.isAfter(time)) {
        after = middle;
      } else {
        before = middle;
      }
    }
    return new Revision(before);
  }

  /** What lay in a folder at a revision and was not itself removed, by name. */
  List<NodeInfo> children(NodeId folder, Revision then, String after, int limit) {
    return sql.list(
        CHILDREN,
        NodeEntries::node,
        workspace,
        folder.value(),
        after,
        then.value(),
        then.value(),
        limit);
  }

  /** What is itself removed, the last removed first. */
  List<NodeInfo> trash(long beforeRevision, int limit) {
    return sql.list(TRASH, NodeEntries::node, workspace, beforeRevision, limit);
  }
}
