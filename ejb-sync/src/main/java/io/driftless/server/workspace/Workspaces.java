package io.driftless.server.workspace;

import io.driftless.protocol.api.WorkspaceMessages.Head;
import io.driftless.protocol.api.WorkspaceMessages.Heads;
import io.driftless.protocol.api.WorkspaceMessages.NewWorkspace;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceList;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.ShownName;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.journal.ServerEpochs;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The workspaces that a caller is a member of. */
@Stateless
public class Workspaces {

  /** The most workspaces that an account may be a member of, so that one page lists them all. */
  public static final int MOST = 1_000;

  /** The longest name, in characters. */
  public static final int LONGEST_NAME = 100;

  private static final String NAME_RULE =
      "A workspace's name has 1 to %d characters.".formatted(LONGEST_NAME);

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private WorkspaceMaking making;
  @Inject private ServerEpochs epochs;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /** The caller's workspaces: the personal one first, then by name. */
  public WorkspaceList list(Caller caller) {
    ServerEpoch epoch = epochs.current();
    return new WorkspaceList(
        ofAccount(caller.account()).stream()
            .map(row -> info((WorkspaceEntity) row[0], (Role) row[1], caller.account(), epoch))
            .toList());
  }

  /** The heads of the caller's workspaces. */
  public Heads heads(Caller caller) {
    ServerEpoch epoch = epochs.current();
    return new Heads(
        ofAccount(caller.account()).stream()
            .map(row -> (WorkspaceEntity) row[0])
            .map(workspace -> new Head(workspace.id(), workspace.head(epoch)))
            .toList());
  }

  /** One workspace of the caller's. */
  public WorkspaceInfo get(Caller caller, WorkspaceId workspace) {
    WorkspaceEntity found = access.toRead(caller, workspace);
    return info(found, access.roleIn(caller, workspace), caller.account(), epochs.current());
  }

  /** Makes a workspace owned by the caller. */
  public WorkspaceInfo make(Caller caller, NewWorkspace wanted) {
    String name = ShownName.checked(wanted.name(), LONGEST_NAME, NAME_RULE);
    if (ofAccount(caller.account()).size() >= MOST) {
      throw new RefusedException(
          Refusal.TOO_MANY,
          "You are a member of %d workspaces, which is the most.".formatted(MOST),
          Map.of("limit", MOST));
    }
    WorkspaceEntity made = making.shared(caller.account(), name, clock.instant());
    audit.inWorkspace(caller, made.id(), "workspace.make", Map.of("name", name));
    return info(made, Role.OWNER, caller.account(), epochs.current());
  }

  private List<Object[]> ofAccount(AccountId account) {
    return store
        .createQuery(
            "SELECT w, m.role FROM WorkspaceEntity w, MembershipEntity m"
                + " WHERE m.workspaceId = w.id AND m.accountId = :account"
                + " ORDER BY CASE WHEN w.personalOwner = :account THEN 0 ELSE 1 END, w.name, w.id",
            Object[].class)
        .setParameter("account", account.value())
        .getResultList();
  }

  private static WorkspaceInfo info(
      WorkspaceEntity workspace, Role role, AccountId caller, ServerEpoch epoch) {
    return new WorkspaceInfo(
        workspace.id(),
        workspace.name(),
        role,
        caller.equals(workspace.personalOwner()),
        workspace.head(epoch));
  }
}
