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
    AccountEntity account = named(username);
    MembershipEntity known = membership(workspace, account.id());
    if (known == null) {
      checkRoom(workspace);
      store.persist(new MembershipEntity(workspace, account.id(), role, clock.instant()));
    } else if (known.role() != role) {
      if (known.role() == Role.OWNER) {
        checkOwnerMayGo(locked, account.id());
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
    AccountEntity account = named(username);
    if (!account.id().equals(caller.account())) {
      access.require(caller, workspace, Role.OWNER);
    }
    MembershipEntity membership = membership(workspace, account.id());
    if (membership == null) {
      return;
    }
    if (membership.role() == Role.OWNER) {
      checkOwnerMayGo(locked, account.id());
    }
    store.remove(membership);
    gone.tell(account.id(), workspace);
    audit.inWorkspace(
        caller, workspace, "member.remove", Map.of("member", account.id().toString()));
  }

  private void checkOwnerMayGo(WorkspaceEntity workspace, AccountId owner) {
    if (owner.equals(workspace.personalOwner())) {
      throw new RefusedException(
          Refusal.PERSONAL_WORKSPACE,
          "This is the personal workspace of that person, who stays its owner.");
    }
    long owners =
        store
            .createQuery(
                "SELECT COUNT(m) FROM MembershipEntity m"
                    + " WHERE m.workspaceId = :workspace AND m.role = :owner",
                Long.class)
            .setParameter("workspace", workspace.id().value())
            .setParameter("owner", Role.OWNER)
            .getSingleResult();
    if (owners < 2) {
      throw new RefusedException(
          Refusal.LAST_OWNER, "That is the only owner. Make somebody else an owner first.");
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

  private AccountEntity named(String username) {
    List<AccountEntity> found =
        store
            .createQuery(
                "SELECT a FROM AccountEntity a WHERE LOWER(a.username) = LOWER(:username)"
                    + " OR LOWER(a.email) = LOWER(:username)"
                    + " ORDER BY a.createdAt",
                AccountEntity.class)
            .setParameter("username", username.replace('\0', ' ')) // no name has one
            .setMaxResults(2)
            .getResultList();
    if (found.size() != 1) {
      throw new RefusedException(
          Refusal.ACCOUNT_UNKNOWN,
          found.isEmpty()
              ? "Nobody of that name has signed in here yet. Ask them to sign in once."
              : "Several people of that name have signed in here. Ask whoever runs this server.");
    }
    return found.get(0);
  }

  private @Nullable MembershipEntity membership(WorkspaceId workspace, AccountId account) {
    return store.find(MembershipEntity.class, new MembershipEntity.Key(workspace, account));
  }

  private static Member member(AccountEntity account, Role role) {
    return new Member(account.id(), account.username(), role);
  }
}
