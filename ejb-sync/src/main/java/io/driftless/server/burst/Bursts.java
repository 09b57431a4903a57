package io.driftless.server.burst;

import io.driftless.protocol.api.BurstMessages.BurstChange;
import io.driftless.protocol.api.BurstMessages.BurstDeed;
import io.driftless.protocol.api.BurstMessages.BurstInfo;
import io.driftless.protocol.api.BurstMessages.BurstList;
import io.driftless.protocol.api.BurstMessages.BurstPage;
import io.driftless.protocol.api.BurstMessages.BurstPolicy;
import io.driftless.protocol.api.BurstMessages.BurstRule;
import io.driftless.protocol.api.BurstMessages.BurstState;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.BurstId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.burst.BurstFacts.Rule;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceLock;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Parked bursts as people see and decide them: owners those of their workspace, operators all. That
 * only operators call what names no caller's workspace is the caller's business.
 */
@Stateless
public class Bursts {

  /** The most changes of a page. */
  public static final int MOST = 1_000;

  private static final int MOST_LISTED = 100;
  private static final int MOST_PERCENT = 100;

  private static final String BURSTS =
      "SELECT b.*, d.name AS device_name, who.username, by.username AS decided_name,"
          + " (SELECT count(*) FROM burst_change c WHERE c.burst_id = b.id) AS changes"
          + " FROM burst b LEFT JOIN device d ON d.id = b.device_id"
          + " LEFT JOIN account who ON who.id = d.account_id"
          + " LEFT JOIN account by ON by.id = b.decided_by";

  private static final String CHANGES =
      "SELECT c.*, n.name FROM burst_change c JOIN burst b ON b.id = c.burst_id"
          + " LEFT JOIN node n ON n.workspace_id = b.workspace_id AND n.node_id = c.node_id"
          + " WHERE c.burst_id = ? AND c.node_id > ? ORDER BY c.node_id LIMIT ?";

  private static final String RULE =
      "INSERT INTO burst_rule (workspace_id, files, percent) VALUES (?, ?, ?)"
          + " ON CONFLICT (workspace_id)"
          + " DO UPDATE SET files = EXCLUDED.files, percent = EXCLUDED.percent";

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /** What a burst is in a workspace; for its members. */
  public BurstRule rule(Caller caller, WorkspaceId workspace) {
    access.toRead(caller, workspace);
    return told(workspace);
  }

  /** Gives a workspace a rule of its own; for owners. */
  public BurstRule putRule(Caller caller, WorkspaceId workspace, BurstPolicy wanted) {
    access.toLock(caller, workspace, Role.OWNER);
    if (wanted.files() < 0 || wanted.percent() < 0 || wanted.percent() > MOST_PERCENT) {
      throw RefusedException.invalid("files", "Files are 0 or more, a percentage is 0 to 100.");
    }
    Sql.of(store).update(RULE, workspace.value(), wanted.files(), wanted.percent());
    audit.inWorkspace(
        caller,
        workspace,
        "burst.rule",
        Map.of("files", wanted.files(), "percent", wanted.percent()));
    return told(workspace);
  }

  /** Goes back to the server's; for owners. */
  public void removeRule(Caller caller, WorkspaceId workspace) {
    access.toLock(caller, workspace, Role.OWNER);
    Sql.of(store).update("DELETE FROM burst_rule WHERE workspace_id = ?", workspace.value());
    audit.inWorkspace(caller, workspace, "burst.rule", Map.of());
  }

  private BurstRule told(WorkspaceId workspace) {
    Sql sql = Sql.of(store);
    Rule rule = BurstFacts.rule(sql, workspace.value());
    boolean own =
        sql.first("SELECT 1 FROM burst_rule WHERE workspace_id = ?", row -> true, workspace.value())
            != null;
    return new BurstRule(rule.files(), rule.percent(), own);
  }

  /** The last ones of a workspace; for owners. */
  public BurstList list(Caller caller, WorkspaceId workspace) {
    access.toRead(caller, workspace);
    access.require(caller, workspace, Role.OWNER);
    return new BurstList(
        Sql.of(store)
            .list(
                BURSTS + " WHERE b.workspace_id = ? ORDER BY b.began_at DESC, b.id LIMIT ?",
                Bursts::burst,
                workspace.value(),
                MOST_LISTED));
  }

  /** Those of a workspace about which nobody has decided; who may see them is checked before. */
  public List<BurstInfo> waiting(WorkspaceId workspace) {
    return Sql.of(store)
        .list(
            BURSTS
                + " WHERE b.workspace_id = ? AND b.state = 'PARKED'"
                + " ORDER BY b.began_at DESC, b.id LIMIT ?",
            Bursts::burst,
            workspace.value(),
            MOST_LISTED);
  }

  /** Those of all workspaces about which nobody has decided; for operators. */
  public BurstList parked() {
    return new BurstList(
        Sql.of(store)
            .list(
                BURSTS + " WHERE b.state = 'PARKED' ORDER BY b.began_at DESC, b.id LIMIT ?",
                Bursts::burst,
                MOST_LISTED));
  }

  /**
   * What a burst would do; for owners.
   *
   * @param page the token of the page before; null for the first
   */
  public BurstPage changes(
      Caller caller, WorkspaceId workspace, BurstId burst, @Nullable String page, int limit) {
    access.toRead(caller, workspace);
    access.require(caller, workspace, Role.OWNER);
    Sql sql = Sql.of(store);
    one(sql, burst, workspace);
    List<BurstChange> found =
        sql.list(CHANGES, Bursts::change, burst.value(), after(page), limit + 1);
    if (found.size() <= limit) {
      return new BurstPage(found, null);
    }
    List<BurstChange> told = found.subList(0, limit);
    return new BurstPage(told, token(told.get(limit - 1).node()));
  }

  /** Decides about one of a workspace's; for owners. */
  public BurstInfo decide(Caller caller, WorkspaceId workspace, BurstId burst, boolean approve) {
    access.toLock(caller, workspace, Role.OWNER);
    return decided(caller, workspace, burst, approve);
  }

  /** Decides about any; for operators. */
  public BurstInfo decide(Caller caller, BurstId burst, boolean approve) {
    WorkspaceId workspace = one(Sql.of(store), burst, null).workspace();
    WorkspaceLock.take(store, workspace);
    return decided(caller, workspace, burst, approve);
  }

  private BurstInfo decided(Caller caller, WorkspaceId workspace, BurstId burst, boolean approve) {
    Sql sql = Sql.of(store);
    one(sql, burst, workspace);
    sql.update(
        "UPDATE burst SET state = ?, decided_at = ?, decided_by = ? WHERE id = ?",
        (approve ? BurstState.APPROVED : BurstState.REJECTED).name(),
        clock.instant(),
        caller.account().value(),
        burst.value());
    audit.inWorkspace(
        caller,
        workspace,
        approve ? "burst.approve" : "burst.reject",
        Map.of("burst", burst.toString()));
    return one(sql, burst, workspace);
  }

  private static BurstInfo one(Sql sql, BurstId burst, @Nullable WorkspaceId workspace) {
    BurstInfo found = sql.first(BURSTS + " WHERE b.id = ?", Bursts::burst, burst.value());
    if (found == null || (workspace != null && !found.workspace().equals(workspace))) {
      throw RefusedException.notFound("burst");
    }
    return found;
  }

  private static BurstInfo burst(ResultSet row) throws SQLException {
    Timestamp decided = row.getTimestamp("decided_at");
    return new BurstInfo(
        new BurstId(Sql.uuid(row, "id")),
        new WorkspaceId(Sql.uuid(row, "workspace_id")),
        new DeviceId(row.getString("device_id")),
        row.getString("device_name"),
        row.getString("username"),
        BurstState.valueOf(row.getString("state")),
        row.getLong("counted"),
        row.getLong("changes"),
        row.getTimestamp("began_at").toInstant().toString(),
        decided == null ? null : decided.toInstant().toString(),
        row.getString("decided_name"));
  }

  private static BurstChange change(ResultSet row) throws SQLException {
    return new BurstChange(
        new NodeId(Sql.uuid(row, "node_id")),
        BurstDeed.valueOf(row.getString("deed")),
        row.getString("name"),
        row.getInt("files"));
  }

  private static String token(NodeId last) {
    byte[] text = last.toString().getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  private static UUID after(@Nullable String page) {
    if (page == null) {
      return new UUID(0, 0);
    }
    try {
      byte[] text = Base64.getUrlDecoder().decode(page);
      return UUID.fromString(new String(text, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      RefusedException refused =
          RefusedException.invalid("page", "This is no page of this listing. Begin again.");
      refused.initCause(e);
      throw refused;
    }
  }
}
