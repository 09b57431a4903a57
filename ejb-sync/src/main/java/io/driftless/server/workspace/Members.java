package io.driftless.server.workspace;

import io.driftless.protocol.api.WorkspaceMessages.Member;
import io.driftless.protocol.api.WorkspaceMessages.MemberList;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.account.AccountSearch;
import io.driftless.server.store.AccountEntity;
import io.driftless.server.store.MembershipEntity;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is a member of a workspace. Changes come one by one under the workspace's row lock, so that
 * two owners can't remove each other at once.
 */
@Stateless
public class Members {

  /** The most members of a workspace. */
  public static final int MOST = 1_000;

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private GoneNotice gone;
  @Inject private AccountSearch accounts;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /** All members, owners first, then by name; for every member to see. */
  public MemberList list(Caller caller, WorkspaceId workspace) {
    access.toRead(caller, workspace);
    List<Object[]> rows =
        store
            .createQuery(
                "SELECT a, m.role FROM AccountEntity a, MembershipEntity m"
                    + " WHERE m.accountId = a.id AND m.workspaceId = :workspace"
                    + " ORDER BY a.username, a.id",
                Object[].class)
            .setParameter("workspace", workspace.value())
            .getResultList();
    return new MemberList(
        rows.stream()
            .map(row -> member((AccountEntity) row[0], (Role) row[1]))
            .sorted((one, other) -> one.role().compareTo(other.role()))
            .toList());
  }

  /** Adds a member or gives one another role; owners only. */
  public Member put(Caller caller, WorkspaceId workspace, String username, Role role) {
    WorkspaceEntity locked = access.toLock(caller, workspace, Role.OWNER);
    AccountEntity account = accounts.named(username);
    MembershipEntity known = membership(workspace, account.id());
    if (known == null) {
      checkRoom(workspace);
      store.persist(new MembershipEntity(workspace, account.id(), role, clock.instant()));
    } else if (known.role() != role) {
      if (known.role() == Role.OWNER) {
        ownerGoes(locked, account.id());
      }
      known.become(role);
    }
    audit.inWorkspace(
        caller,
        workspace,
        "member.put",
        Map.of("member", account.id().toString(), "role", role.name()));
    return member(account, role);
  }

  /** Removes a member; owners anybody, everybody themselves. Removing nobody is no error. */
  public void remove(Caller caller, WorkspaceId workspace, String username) {
    WorkspaceEntity locked = access.toLock(caller, workspace, Role.VIEWER);
    AccountEntity account = accounts.named(username);
    if (!account.id().equals(caller.account())) {
      access.require(caller, workspace, Role.OWNER);
    }
    MembershipEntity membership = membership(workspace, account.id());
    if (membership == null) {
      return;
    }
    if (membership.role() == Role.OWNER) {
      ownerGoes(locked, account.id());
    }
    store.remove(membership);
    gone.tell(account.id(), workspace);
    audit.inWorkspace(
        caller, workspace, "member.remove", Map.of("member", account.id().toString()));
  }

  /** Refuses that, or sees to what hangs on that owner. */
  private void ownerGoes(WorkspaceEntity workspace, AccountId owner) {
    if (owner.equals(workspace.personalOwner())) {
      throw new RefusedException(
          Refusal.PERSONAL_WORKSPACE,
          "This is the personal workspace of that person, who stays its owner.");
    }
    List<UUID> others =
        store
            .createQuery(
                "SELECT m.accountId FROM MembershipEntity m"
                    + " WHERE m.workspaceId = :workspace AND m.role = :owner"
                    + " AND m.accountId <> :leaving ORDER BY m.createdAt, m.accountId",
                UUID.class)
            .setParameter("workspace", workspace.id().value())
            .setParameter("owner", Role.OWNER)
            .setParameter("leaving", owner.value())
            .setMaxResults(1)
            .getResultList();
    if (others.isEmpty()) {
      throw new RefusedException(
          Refusal.LAST_OWNER, "That is the only owner. Make somebody else an owner first.");
    }
    if (owner.value().equals(workspace.chargedTo())) {
      workspace.chargeTo(others.get(0));
    }
  }

  private void checkRoom(WorkspaceId workspace) {
    long members =
        store
            .createQuery(
                "SELECT COUNT(m) FROM MembershipEntity m WHERE m.workspaceId = :workspace",
                Long.class)
            .setParameter("workspace", workspace.value())
            .getSingleResult();
    if (members >= MOST) {
      throw new RefusedException(
          Refusal.TOO_MANY,
          "A workspace has at most %d members.".formatted(MOST),
          Map.of("limit", MOST));
    }
  }

  private @Nullable MembershipEntity membership(WorkspaceId workspace, AccountId account) {
    return store.find(MembershipEntity.class, new MembershipEntity.Key(workspace, account));
  }

  private static Member member(AccountEntity account, Role role) {
    return new Member(account.id(), account.username(), role);
  }
}
