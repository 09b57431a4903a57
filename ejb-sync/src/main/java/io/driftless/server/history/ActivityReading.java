package io.driftless.server.history;

import io.driftless.protocol.api.ActivityMessages.Activity;
import io.driftless.protocol.api.ActivityMessages.ActivityPage;
import io.driftless.protocol.api.ActivityMessages.Deed;
import io.driftless.protocol.api.BurstMessages.BurstInfo;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Caller;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.burst.Bursts;
import io.driftless.server.node.PageToken;
import io.driftless.server.store.NodeReading;
import io.driftless.server.store.Sql;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did what in a workspace when, told from its journal: each row beside the node's row before.
 */
@Stateless
public class ActivityReading {

  /** The most entries of a page. */
  public static final int MOST = 1_000;

  private static final String ROWS =
      "SELECT j.*, v.size, d.name AS device_name, a.username, p.revision AS p_revision,"
          + " p.parent_id AS p_parent, p.name AS p_name, p.version AS p_version,"
          + " p.deleted AS p_deleted FROM journal j LEFT JOIN LATERAL (SELECT * FROM journal b"
          + " WHERE b.workspace_id = j.workspace_id AND b.node_id = j.node_id"
          + " AND b.revision < j.revision ORDER BY b.revision DESC LIMIT 1) p ON true"
          + " LEFT JOIN version v ON v.workspace_id = j.workspace_id AND v.node_id = j.node_id"
          + " AND v.number = j.version"
          + " LEFT JOIN device d ON d.id = j.device_id"
          + " LEFT JOIN account a ON a.id = j.account_id"
          + " WHERE j.workspace_id = ? AND j.revision < ? ORDER BY j.revision DESC LIMIT ?";

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @EJB private Bursts bursts;

  /**
   * A page, the last first.
   *
   * @param page the token of the page before; null for the first
   */
  public ActivityPage page(Caller caller, WorkspaceId workspace, @Nullable String page, int limit) {
    access.toRead(caller, workspace);
    long before = page == null ? Long.MAX_VALUE : PageToken.number(page);
    List<Activity> found =
        Sql.of(store).list(ROWS, ActivityReading::activity, workspace.value(), before, limit + 1);
    boolean toDecide = page == null && access.roleIn(caller, workspace) == Role.OWNER;
    List<BurstInfo> waiting = toDecide ? bursts.waiting(workspace) : List.of();
    if (found.size() <= limit) {
      return new ActivityPage(found, waiting, null);
    }
    List<Activity> told = found.subList(0, limit);
    return new ActivityPage(told, waiting, PageToken.of(told.get(limit - 1).revision().value()));
  }

  private static Activity activity(ResultSet row) throws SQLException {
    Deed deed = deed(row);
    boolean moved = deed == Deed.MOVED;
    return new Activity(
        new Revision(row.getLong("revision")),
        deed,
        new NodeId(Sql.uuid(row, "node_id")),
        NodeReading.kind(row.getInt("kind")),
        new NodeId(Sql.uuid(row, "parent_id")),
        row.getString("name"),
        moved ? new NodeId(Sql.uuid(row, "p_parent")) : null,
        moved || deed == Deed.RENAMED ? row.getString("p_name") : null,
        new VersionNumber(row.getInt("version")),
        row.getObject("size", Long.class),
        new DeviceId(row.getString("device_id")),
        row.getString("device_name"),
        new AccountId(Sql.uuid(row, "account_id")),
        row.getString("username"),
        row.getTimestamp("applied_at").toInstant().toString());
  }

  private static Deed deed(ResultSet row) throws SQLException {
    int version = row.getInt("version");
    if (row.getBoolean("deleted")) {
      return Deed.REMOVED;
    }
    if (row.getObject("p_revision", Long.class) == null) {
      return version > 1 ? Deed.EDITED : Deed.MADE; // its older rows may have been truncated
    }
    if (row.getBoolean("p_deleted")) {
      return Deed.RESTORED;
    }
    if (version != row.getInt("p_version")) {
      return Deed.EDITED;
    }
    UUID parent = Sql.uuid(row, "parent_id");
    if (!parent.equals(Sql.uuid(row, "p_parent"))) {
      return Deed.MOVED;
    }
    return row.getString("name").equals(row.getString("p_name")) ? Deed.RESTORED : Deed.RENAMED;
  }
}
