package io.driftless.server.retention;

import io.driftless.server.retention.RetentionRule.File;
import io.driftless.server.retention.RetentionRule.Held;
import io.driftless.server.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the files of a workspace as the rule sees them. */
final class RetentionFacts {

  /** Files that have something to prune at all: an older content, or a removed one. */
  private static final String NODES =
      "SELECT n.node_id FROM node n WHERE n.workspace_id = ? AND n.node_id > ? AND n.kind = 0"
          + " AND EXISTS (SELECT 1 FROM version v WHERE v.workspace_id = n.workspace_id"
          + " AND v.node_id = n.node_id AND v.recipe IS NOT NULL"
          + " AND (n.deleted OR v.number < n.version)) ORDER BY n.node_id LIMIT ?";

  /** When each version was replaced is asked of all rows, pruned ones too. */
  private static final String VERSIONS =
      "SELECT v.node_id, v.number, v.size, v.created_at, v.replaced_at, p.number IS NOT NULL AS pin,"
          + " CASE WHEN n.deleted THEN j.applied_at END AS removed_at"
          + " FROM (SELECT workspace_id, node_id, number, size, created_at, recipe IS NOT NULL AS"
          + " held, lead(created_at) OVER (PARTITION BY node_id ORDER BY number) AS replaced_at"
          + " FROM version WHERE workspace_id = ? AND node_id = ANY (?)) v"
          + " JOIN node n ON n.workspace_id = v.workspace_id AND n.node_id = v.node_id"
          + " JOIN journal j ON j.workspace_id = n.workspace_id AND j.revision = n.revision"
          + " LEFT JOIN version_pin p ON p.workspace_id = v.workspace_id"
          + " AND p.node_id = v.node_id AND p.number = v.number"
          + " WHERE v.held ORDER BY v.node_id, v.number";

  private final Sql sql;
  private final UUID workspace;

  RetentionFacts(Sql sql, UUID workspace) {
    this.sql = sql;
    this.workspace = workspace;
  }

  private record Row(UUID node, Held held, @Nullable Long removedMillis) {}

  /** The files behind a node that may have something to prune. */
  List<UUID> nodes(UUID after, int limit) {
    return sql.list(NODES, row -> Sql.uuid(row, "node_id"), workspace, after, limit);
  }

  /** These files. */
  Map<UUID, File> files(List<UUID> nodes) {
    Map<UUID, List<Held>> versions = new LinkedHashMap<>();
    Map<UUID, Long> removed = new LinkedHashMap<>();
    for (Row row : sql.list(VERSIONS, RetentionFacts::row, workspace, nodes.toArray(UUID[]::new))) {
      versions.computeIfAbsent(row.node(), node -> new ArrayList<>()).add(row.held());
      removed.put(row.node(), row.removedMillis());
    }
    Map<UUID, File> files = new LinkedHashMap<>();
    versions.forEach((node, held) -> files.put(node, new File(held, removed.get(node))));
    return files;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        Sql.uuid(row, "node_id"),
        new Held(
            row.getInt("number"),
            row.getTimestamp("created_at").getTime(),
            millis(row.getTimestamp("replaced_at")),
            row.getBoolean("pin"),
            row.getLong("size")),
        millis(row.getTimestamp("removed_at")));
  }

  private static @Nullable Long millis(@Nullable Timestamp time) {
    return time == null ? null : time.getTime();
  }
}
