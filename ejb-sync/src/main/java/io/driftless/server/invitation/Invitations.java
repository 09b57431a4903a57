package io.driftless.server.invitation;

import io.driftless.protocol.api.InvitationMessages.InvitationInfo;
import io.driftless.protocol.api.InvitationMessages.InvitationList;
import io.driftless.protocol.api.InvitationMessages.InvitationState;
import io.driftless.protocol.api.InvitationMessages.NewInvitation;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.InvitationId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Invitations as a workspace's owners make, see and revoke them. What an owner is told is the same
 * whether or not somebody has the address, until that person has joined.
 */
@Stateless
public class Invitations {

  /** The most open invitations of a workspace. */
  public static final int MOST = 1_000;

  private static final int USUAL_DAYS = 14;
  private static final int MOST_DAYS = 90;
  private static final int KEPT_DAYS = 90;

  private static final String MAKE =
      "INSERT INTO invitation (id, workspace_id, address, role, maker, created_at, expires_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String COUNT =
      "SELECT count(*) AS open FROM invitation WHERE workspace_id = ? AND revoked_at IS NULL"
          + " AND accepted_at IS NULL AND expires_at > ?";
  private static final String REPLACE =
      "UPDATE invitation SET revoked_at = ? WHERE workspace_id = ? AND address = ?"
          + " AND revoked_at IS NULL AND accepted_at IS NULL";
  private static final String FORGET =
      "DELETE FROM invitation WHERE workspace_id = ? AND expires_at < ?";
  private static final String REVOKE =
      "UPDATE invitation SET revoked_at = coalesce(revoked_at, ?)"
          + " WHERE workspace_id = ? AND id = ?";
  private static final String LIST =
      "SELECT i.*, who.username, who.disabled_at IS NULL AND m.role IS NOT NULL AS stands"
          + " FROM invitation i JOIN account who ON who.id = i.maker"
          + " LEFT JOIN membership m ON m.workspace_id = i.workspace_id"
          + " AND m.account_id = i.maker AND m.role = 'OWNER'"
          + " WHERE i.workspace_id = ? AND i.revoked_at IS NULL"
          + " ORDER BY i.created_at DESC, i.id LIMIT ?";

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /** Invites whoever has this address; one before for the same address ends. Owners only. */
  public InvitationInfo make(Caller caller, WorkspaceId workspace, NewInvitation wanted) {
    access.toLock(caller, workspace, Role.OWNER);
    MailAddress address = MailAddress.written(wanted.address());
    Instant now = clock.instant();
    Instant expires = now.plus(days(wanted), ChronoUnit.DAYS);
    Sql sql = Sql.of(store);
    sql.update(FORGET, workspace.value(), now.minus(KEPT_DAYS, ChronoUnit.DAYS));
    sql.update(REPLACE, now, workspace.value(), address.text());
    Long open = sql.first(COUNT, row -> row.getLong("open"), workspace.value(), now);
    if (open != null && open >= MOST) {
      throw new RefusedException(
          Refusal.TOO_MANY,
          "A workspace has at most %d open invitations. Revoke one.".formatted(MOST),
          Map.of("limit", MOST));
    }
    InvitationId invitation = new InvitationId(UUID.randomUUID());
    sql.update(
        MAKE,
        invitation.value(),
        workspace.value(),
        address.text(),
        wanted.role().name(),
        caller.account().value(),
        now,
        expires);
    audit.inWorkspace(
        caller,
        workspace,
        "invitation.make",
        Map.of(
            "invitation", invitation.toString(),
            "address", address.text(),
            "role", wanted.role().name(),
            "expires", expires.toString()));
    return new InvitationInfo(
        invitation,
        address.text(),
        wanted.role(),
        InvitationState.OPEN,
        caller.username(),
        now.toString(),
        expires.toString());
  }

  /** All that are not revoked, the last made first; owners only. */
  public InvitationList list(Caller caller, WorkspaceId workspace) {
    access.toRead(caller, workspace);
    access.require(caller, workspace, Role.OWNER);
    Instant now = clock.instant();
    List<InvitationInfo> found =
        Sql.of(store).list(LIST, row -> invitation(row, now), workspace.value(), MOST);
    return new InvitationList(found);
  }

  /** Ends an invitation; who joined by it stays. Owners only. */
  public void revoke(Caller caller, WorkspaceId workspace, InvitationId invitation) {
    access.toLock(caller, workspace, Role.OWNER);
    Instant now = clock.instant();
    int known = Sql.of(store).update(REVOKE, now, workspace.value(), invitation.value());
    if (known == 0) {
      throw RefusedException.notFound("invitation");
    }
    audit.inWorkspace(
        caller, workspace, "invitation.revoke", Map.of("invitation", invitation.toString()));
  }

  private static int days(NewInvitation wanted) {
    Integer days = wanted.days();
    if (days == null) {
      return USUAL_DAYS;
    }
    if (days < 1 || days > MOST_DAYS) {
      throw RefusedException.invalid(
          "days", "An invitation stands for 1 to %d days.".formatted(MOST_DAYS));
    }
    return days;
  }

  private static InvitationInfo invitation(ResultSet row, Instant now) throws SQLException {
    Instant expires = row.getTimestamp("expires_at").toInstant();
    InvitationState state =
        row.getTimestamp("accepted_at") != null
            ? InvitationState.ACCEPTED
            : !expires.isAfter(now)
                ? InvitationState.EXPIRED
                : row.getBoolean("stands") ? InvitationState.OPEN : InvitationState.LAPSED;
    return new InvitationInfo(
        new InvitationId(Sql.uuid(row, "id")),
        row.getString("address"),
        Role.valueOf(row.getString("role")),
        state,
        row.getString("username"),
        row.getTimestamp("created_at").toInstant().toString(),
        expires.toString());
  }
}
