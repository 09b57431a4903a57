package io.driftless.server.history;

import io.driftless.protocol.api.HistoryMessages.VersionInfo;
import io.driftless.protocol.api.HistoryMessages.VersionList;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.node.NodeRow;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.journal.JournalReads;
import io.driftless.server.store.NodeReading;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of a node; each call checks membership in the transaction that reads. */
@Stateless
public class NodeHistory {

  /** The most versions of a page. */
  public static final int MOST = 1_000;

  private static final String VERSIONS =
      "SELECT "
          + NodeReading.VERSION_COLUMNS
          + ", v.device_id, d.name AS device_name, v.account_id, a.username, v.revision, v.new_bytes,"
          + " v.created_at FROM version v LEFT JOIN device d ON d.id = v.device_id"
          + " LEFT JOIN account a ON a.id = v.account_id"
          + " WHERE v.workspace_id = ? AND v.node_id = ? AND v.number < ?"
          + " AND v.pruned_at IS NULL"
          + " ORDER BY v.number DESC LIMIT ?";

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private JournalReads journal;

  /**
   * The versions of a node, newest first.
   *
   * @param before only older ones; null for all
   */
  public VersionList versions(
      Caller caller,
      WorkspaceId workspace,
      NodeId node,
      @Nullable VersionNumber before,
      int limit) {
    access.toRead(caller, workspace);
    NodeRow row = known(workspace, node);
    List<VersionInfo> found =
        Sql.of(store)
            .list(
                VERSIONS,
                NodeHistory::version,
                workspace.value(),
                node.value(),
                before == null ? Integer.MAX_VALUE : before.value(),
                limit + 1);
    boolean more = found.size() > limit;
    return new VersionList(row, more ? found.subList(0, limit) : found, more);
  }

  private NodeRow known(WorkspaceId workspace, NodeId node) {
    NodeRow row = journal.node(workspace, node);
    if (row == null) {
      throw RefusedException.notFound("node");
    }
    return row;
  }

  private static VersionInfo version(ResultSet row) throws SQLException {
    return new VersionInfo(
        Objects.requireNonNull(NodeReading.version(row)),
        new DeviceId(row.getString("device_id")),
        row.getString("device_name"),
        new AccountId(Sql.uuid(row, "account_id")),
        row.getString("username"),
        new Revision(row.getLong("revision")),
        row.getTimestamp("created_at").getTime(),
        row.getObject("new_bytes", Long.class));
  }
}
