package io.driftless.server.invitation;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.store.MembershipEntity;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import io.driftless.server.workspace.Members;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes whoever signs in a member where the address of theirs was invited: a transaction of its
 * own, after the one that made the account, since workspaces are locked before accounts.
 */
@Stateless
public class Joining {

  /** How many workspaces one call joins at most; the next call joins more. */
  private static final int MOST_AT_ONCE = 10;

  private static final String OPEN =
      "SELECT i.id, i.workspace_id, i.role FROM invitation i"
          + " JOIN membership m ON m.workspace_id = i.workspace_id AND m.account_id = i.maker"
          + " AND m.role = 'OWNER'"
          + " JOIN account who ON who.id = i.maker AND who.disabled_at IS NULL"
          + " WHERE i.address = ? AND i.revoked_at IS NULL AND i.accepted_at IS NULL"
          + " AND i.expires_at > ?";
  private static final String SOME =
      OPEN
          + " AND (SELECT count(*) FROM membership o WHERE o.workspace_id = i.workspace_id) < ?"
          + " ORDER BY i.workspace_id, i.id LIMIT ?";
  private static final String ONE =
      OPEN
          + " AND (SELECT count(*) FROM membership o WHERE o.workspace_id = i.workspace_id) < ?"
          + " AND i.id = ?";
  private static final String ACCEPT =
      "UPDATE invitation SET accepted_at = ?, accepted_by = ? WHERE id = ?";

  @PersistenceContext private EntityManager store;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  private record Open(UUID id, WorkspaceId workspace, Role role) {}

  /**
   * Takes the invitations of this address. A member keeps the role that they have.
   *
   * @param checkedAddress what the sign-on says that it has checked
   */
  public void join(Caller caller, String checkedAddress) {
    String address = MailAddress.told(checkedAddress).text();
    Instant now = clock.instant();
    Sql sql = Sql.of(store);
    List<Open> found =
        sql.list(
            SOME,
            row ->
                new Open(
                    Sql.uuid(row, "id"),
                    new WorkspaceId(Sql.uuid(row, "workspace_id")),
                    Role.valueOf(row.getString("role"))),
            address,
            now,
            Members.MOST,
            MOST_AT_ONCE);
    for (Open open : found) {
      store.find(WorkspaceEntity.class, open.workspace().value(), LockModeType.PESSIMISTIC_WRITE);
      UUID still =
          sql.first(ONE, row -> Sql.uuid(row, "id"), address, now, Members.MOST, open.id());
      if (still != null) {
        accept(caller, open, now, sql);
      }
    }
  }

  private void accept(Caller caller, Open open, Instant now, Sql sql) {
    MembershipEntity.Key key = new MembershipEntity.Key(open.workspace(), caller.account());
    if (store.find(MembershipEntity.class, key) == null) {
      store.persist(new MembershipEntity(open.workspace(), caller.account(), open.role(), now));
    }
    sql.update(ACCEPT, now, caller.account().value(), open.id());
    audit.inWorkspace(
        caller,
        open.workspace(),
        "invitation.accept",
        Map.of("invitation", open.id().toString(), "role", open.role().name()));
  }
}
