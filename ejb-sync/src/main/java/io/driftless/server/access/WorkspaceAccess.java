package io.driftless.server.access;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.store.MembershipEntity;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/**
 * Checks membership, in the transaction that then acts. A workspace that the caller is no member of
 * looks as if it did not exist.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class WorkspaceAccess {

  @PersistenceContext private EntityManager store;

  /** The workspace, if the caller may read it. */
  public WorkspaceEntity toRead(Caller caller, WorkspaceId workspace) {
    return check(caller, workspace, Role.VIEWER, null);
  }

  /** The workspace, if the caller may write to it. */
  public WorkspaceEntity toWrite(Caller caller, WorkspaceId workspace) {
    return check(caller, workspace, Role.EDITOR, null);
  }

  /** The workspace with its row locked, so that changes of its members come one by one. */
  public WorkspaceEntity toLock(Caller caller, WorkspaceId workspace, Role least) {
    return check(caller, workspace, least, LockModeType.PESSIMISTIC_WRITE);
  }

  /** The caller's role; the workspace has to be one of theirs. */
  public Role roleIn(Caller caller, WorkspaceId workspace) {
    MembershipEntity membership =
        store.find(MembershipEntity.class, new MembershipEntity.Key(workspace, caller.account()));
    if (membership == null) {
      throw RefusedException.notFound("workspace");
    }
    return membership.role();
  }

  private WorkspaceEntity check(
      Caller caller, WorkspaceId workspace, Role least, @Nullable LockModeType lock) {
    WorkspaceEntity found =
        lock == null
            ? store.find(WorkspaceEntity.class, workspace.value())
            : store.find(WorkspaceEntity.class, workspace.value(), lock);
    if (found == null) {
      throw RefusedException.notFound("workspace");
    }
    require(caller, workspace, least);
    return found;
  }

  /** Refuses unless the caller has at least this role; the workspace has to be one of theirs. */
  public void require(Caller caller, WorkspaceId workspace, Role least) {
    Role role = roleIn(caller, workspace);
    if (role.compareTo(least) > 0) {
      throw new RefusedException(
          Refusal.DENIED,
          "You are %s of this workspace; this needs %s."
              .formatted(WorkspaceRoles.named(role), WorkspaceRoles.atLeast(least)));
    }
  }
}
