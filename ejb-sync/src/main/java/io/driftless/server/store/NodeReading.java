package io.driftless.server.store;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.commit.NodeState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rows of the tables node, journal and version read. */
public final class NodeReading {

  /** The facts of a version with the alias {@code v}, as {@link #version} reads them. */
  public static final String VERSION_COLUMNS =
      "v.number, v.size, v.digest, v.modified_nanos, v.executable, v.profile, v.link_target";

  /** A node with the alias {@code n} and its current version, as {@link #node} reads them. */
  static final String NODE_COLUMNS =
      "n.node_id, n.parent_id, n.name, n.kind, n.deleted, n.revision, n.location_revision, "
          + VERSION_COLUMNS;

  /** Joins a node with its current version. */
  static final String WITH_VERSION =
      " LEFT JOIN version v ON v.workspace_id = n.workspace_id AND v.node_id = n.node_id"
          + " AND v.number = n.version ";

  private static final List<NodeKind> KINDS =
      List.of(NodeKind.FILE, NodeKind.FOLDER, NodeKind.LINK);

  private NodeReading() {}

  /** The kind as it is stored. */
  public static short stored(NodeKind kind) {
    return (short) KINDS.indexOf(kind);
  }

  /** The kind that is stored as this. */
  public static NodeKind kind(int stored) {
    return KINDS.get(stored);
  }

  static NodeState node(ResultSet row) throws SQLException {
    return new NodeState(
        new NodeId(Sql.uuid(row, "node_id")),
        new NodeId(Sql.uuid(row, "parent_id")),
        row.getString("name"),
        kind(row.getInt("kind")),
        version(row),
        row.getBoolean("deleted"),
        new Revision(row.getLong("revision")),
        new Revision(row.getLong("location_revision")));
  }

  /** The version of the current row; null when the row has none. */
  public static @Nullable FileVersion version(ResultSet row) throws SQLException {
    int number = row.getInt("number");
    if (row.wasNull()) {
      return null;
    }
    return new FileVersion(
        new VersionNumber(number),
        row.getLong("size"),
        Sha256.ofBytes(row.getBytes("digest")),
        row.getLong("modified_nanos"),
        row.getBoolean("executable"),
        row.getInt("profile"),
        row.getString("link_target"));
  }
}
