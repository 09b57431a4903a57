package io.driftless.server.node;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.store.NodeReading;
import io.driftless.server.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the nodes of one workspace as callers of the API see them; one statement each. */
final class NodeEntries {

  private static final NodeInfo ROOT =
      new NodeInfo(
          NodeId.ROOT,
          NodeId.ROOT,
          "",
          NodeKind.FOLDER,
          null,
          true,
          Revision.NONE,
          null,
          null,
          null,
          0);

  /** A journal row {@code j} with its version {@code v}, as {@link #node} reads them. */
  static final String COLUMNS =
      "j.revision, j.node_id, j.parent_id, j.name, j.kind, j.commit_id, j.device_id,"
          + " j.account_id, j.applied_at, "
          + NodeReading.VERSION_COLUMNS;

  static final String WITH_VERSION =
      " LEFT JOIN version v ON v.workspace_id = j.workspace_id AND v.node_id = j.node_id"
          + " AND v.number = j.version ";

  static final String LAST_ROW =
      " FROM node n JOIN journal j ON j.workspace_id = n.workspace_id AND j.revision = n.revision"
          + WITH_VERSION;

  /** A node {@code up} with all folders above it. */
  private static final String UP =
      "WITH RECURSIVE up AS (SELECT node_id, parent_id, deleted FROM node"
          + " WHERE workspace_id = ? AND node_id = ?"
          + " UNION SELECT p.node_id, p.parent_id, p.deleted FROM up JOIN node p"
          + " ON p.workspace_id = ? AND p.node_id = up.parent_id) ";

  private static final String ONE =
      UP
          + "SELECT "
          + COLUMNS
          + ", NOT (SELECT bool_or(deleted) FROM up) AS live"
          + LAST_ROW
          + "WHERE n.workspace_id = ? AND n.node_id = ?";

  private static final String CHILDREN =
      "SELECT "
          + COLUMNS
          + ", ? AS live"
          + LAST_ROW
          + "WHERE n.workspace_id = ? AND n.parent_id = ? AND NOT n.deleted AND n.name > ?"
          + " ORDER BY n.name LIMIT ?";

  private static final String CHILD =
      "SELECT "
          + COLUMNS
          + ", true AS live"
          + LAST_ROW
          + "WHERE n.workspace_id = ? AND n.parent_id = ? AND NOT n.deleted AND n.name = ?";

  private static final String AT =
      "SELECT "
          + COLUMNS
          + ", NOT j.deleted AS live FROM journal j"
          + WITH_VERSION
          + "WHERE j.workspace_id = ? AND j.revision = ?";

  private static final String BY_PATH =
      "WITH RECURSIVE walk AS (SELECT ?::uuid AS node_id, 0 AS depth"
          + " UNION SELECT n.node_id, w.depth + 1 FROM walk w JOIN node n ON n.workspace_id = ?"
          + " AND n.parent_id = w.node_id AND n.name = (?::text[])[w.depth + 1]"
          + " AND NOT n.deleted) SELECT node_id FROM walk WHERE depth = ?";

  private final Sql sql;
  private final UUID workspace;

  NodeEntries(Sql sql, WorkspaceId workspace) {
    this.sql = sql;
    this.workspace = workspace.value();
  }

  /** A node, live or removed; refuses an id that the workspace never had. */
  NodeInfo get(NodeId node) {
    if (node.isRoot()) {
      return ROOT;
    }
    UUID id = node.value();
    NodeInfo found = sql.first(ONE, NodeEntries::node, workspace, id, workspace, workspace, id);
    if (found == null) {
      throw RefusedException.notFound("node");
    }
    return found;
  }

  /** A folder, live or removed, to be listed. */
  NodeInfo requireKnownFolder(NodeId folder) {
    NodeInfo found = get(folder);
    if (found.kind() != NodeKind.FOLDER) {
      throw RefusedException.invalid("node", "This is no folder, nothing lies in it.");
    }
    return found;
  }

  /** A live node other than the root, which can't be changed. */
  NodeInfo toChange(NodeId node) {
    if (node.isRoot()) {
      throw RefusedException.invalid("node", "The root can't be changed.");
    }
    NodeInfo found = get(node);
    if (!found.live()) {
      throw RefusedException.notFound("node");
    }
    return found;
  }

  /** Refuses unless this is a live folder that something can be put into. */
  void requireFolder(NodeId folder) {
    if (folder.isRoot()) {
      return;
    }
    NodeInfo found =
        sql.first(
            ONE,
            NodeEntries::node,
            workspace,
            folder.value(),
            workspace,
            workspace,
            folder.value());
    if (found == null || !found.live() || found.kind() != NodeKind.FOLDER) {
      throw new RefusedException(Refusal.PARENT_GONE, "There is no such folder. Take another one.");
    }
  }

  /** Whether a node is a folder's, or the folder itself. */
  boolean isWithin(NodeId node, NodeId folder) {
    return sql.first(
            UP + "SELECT 1 FROM up WHERE node_id = ?",
            row -> true,
            workspace,
            node.value(),
            workspace,
            folder.value())
        != null;
  }

  /**
   * What lies in a folder and is not itself removed, by name.
   *
   * @param after the name after which to begin; empty for the first
   */
  List<NodeInfo> children(NodeInfo folder, String after, int limit) {
    return sql.list(
        CHILDREN, NodeEntries::node, folder.live(), workspace, folder.node().value(), after, limit);
  }

  /** The node of that name in a folder; null when there is none. */
  @Nullable NodeInfo child(NodeId folder, String name) {
    return sql.first(CHILD, NodeEntries::node, workspace, folder.value(), name);
  }

  /** The live node at the end of these names, from the root on; null when there is none. */
  @Nullable NodeId at(List<String> names) {
    UUID found =
        sql.first(
            BY_PATH,
            row -> Sql.uuid(row, "node_id"),
            NodeId.ROOT.value(),
            workspace,
            names.toArray(String[]::new),
            names.size());
    return found == null ? null : new NodeId(found);
  }

  /** A node as a journal row has it; that row has to be there. */
  NodeInfo at(Revision revision) {
    NodeInfo found = sql.first(AT, NodeEntries::node, workspace, revision.value());
    if (found == null) {
      throw RefusedException.notFound("node");
    }
    return found;
  }

  static NodeInfo node(ResultSet row) throws SQLException {
    return new NodeInfo(
        new NodeId(Sql.uuid(row, "node_id")),
        new NodeId(Sql.uuid(row, "parent_id")),
        row.getString("name"),
        NodeReading.kind(row.getInt("kind")),
        NodeReading.version(row),
        row.getBoolean("live"),
        new Revision(row.getLong("revision")),
        new CommitId(Sql.uuid(row, "commit_id")),
        new DeviceId(row.getString("device_id")),
        new AccountId(Sql.uuid(row, "account_id")),
        row.getTimestamp("applied_at").getTime());
  }
}
