package io.driftless.server.rewind;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.store.NodeReading;
import io.driftless.server.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads rows of many nodes and of the folders above them, a statement for each level. */
final class SpotReading {

  private static final String COLUMNS =
      "node_id, parent_id, name, kind, version, deleted, revision";

  private static final String NOW =
      "SELECT " + COLUMNS + " FROM node WHERE workspace_id = ? AND node_id = ANY (?)";

  private static final String THEN =
      "SELECT j.* FROM unnest(?::uuid[]) AS wanted (node_id) CROSS JOIN LATERAL (SELECT "
          + COLUMNS
          + " FROM journal WHERE workspace_id = ? AND node_id = wanted.node_id AND revision <= ?"
          + " ORDER BY revision DESC LIMIT 1) j";

  private static final String CHANGED =
      "SELECT DISTINCT node_id FROM journal WHERE workspace_id = ? AND revision > ?"
          + " AND revision <= ? LIMIT ?";

  private static final String CHANGED_BY =
      "SELECT DISTINCT j.node_id FROM operation_commit c JOIN journal j ON j.workspace_id = ?"
          + " AND j.commit_id = c.commit_id AND j.revision > ? AND j.revision <= ?"
          + " WHERE c.operation_id = ? LIMIT ?";

  private static final String CHANGED_BY_OTHERS =
      "SELECT n.node_id FROM node n JOIN journal j ON j.workspace_id = n.workspace_id"
          + " AND j.revision = n.revision WHERE n.workspace_id = ? AND n.node_id = ANY (?)"
          + " AND n.revision > ? AND NOT EXISTS (SELECT 1 FROM operation_commit c"
          + " WHERE c.operation_id = ? AND c.commit_id = j.commit_id)";

  private final Sql sql;
  private final UUID workspace;

  SpotReading(Sql sql, WorkspaceId workspace) {
    this.sql = sql;
    this.workspace = workspace.value();
  }

  /** Up to so many of the nodes that have a row after one revision and up to another. */
  List<NodeId> changed(Revision after, Revision upTo, int most) {
    return sql.list(
        CHANGED, row -> id(row, "node_id"), workspace, after.value(), upTo.value(), most);
  }

  /** The same of rows that the commits of an operation wrote. */
  List<NodeId> changedBy(UUID operation, Revision after, Revision upTo, int most) {
    return sql.list(
        CHANGED_BY,
        row -> id(row, "node_id"),
        workspace,
        after.value(),
        upTo.value(),
        operation,
        most);
  }

  /** Those of the nodes whose last row is later than a revision and not an operation's own. */
  Set<NodeId> changedByOthers(UUID operation, Revision after, Collection<NodeId> nodes) {
    return Set.copyOf(
        sql.list(
            CHANGED_BY_OTHERS,
            row -> id(row, "node_id"),
            workspace,
            nodes.stream().map(NodeId::value).toArray(UUID[]::new),
            after.value(),
            operation));
  }

  /** The nodes and what is above them, as they are. */
  SpotTree now(Collection<NodeId> nodes) {
    return tree(nodes, ids -> sql.list(NOW, SpotReading::spot, workspace, ids));
  }

  /** The nodes and what was above them, at a revision. */
  SpotTree then(Collection<NodeId> nodes, Revision then) {
    return tree(nodes, ids -> sql.list(THEN, SpotReading::spot, ids, workspace, then.value()));
  }

  @FunctionalInterface
  private interface Level {
    List<Map.Entry<NodeId, Spot>> read(UUID[] nodes);
  }

  private static SpotTree tree(Collection<NodeId> nodes, Level level) {
    Map<NodeId, Spot> found = new HashMap<>();
    Set<NodeId> missing = Set.copyOf(nodes);
    while (!missing.isEmpty()) {
      List<Map.Entry<NodeId, Spot>> read =
          level.read(missing.stream().map(NodeId::value).toArray(UUID[]::new));
      read.forEach(one -> found.put(one.getKey(), one.getValue()));
      missing =
          read.stream()
              .map(one -> one.getValue().parent())
              .filter(parent -> !parent.isRoot() && !found.containsKey(parent))
              .collect(Collectors.toSet());
    }
    return new SpotTree(found);
  }

  private static Map.Entry<NodeId, Spot> spot(ResultSet row) throws SQLException {
    return Map.entry(
        id(row, "node_id"),
        new Spot(
            id(row, "parent_id"),
            row.getString("name"),
            NodeReading.kind(row.getInt("kind")),
            row.getInt("version"),
            row.getBoolean("deleted"),
            row.getLong("revision")));
  }

  private static NodeId id(ResultSet row, String column) throws SQLException {
    return new NodeId(Sql.uuid(row, column));
  }
}
