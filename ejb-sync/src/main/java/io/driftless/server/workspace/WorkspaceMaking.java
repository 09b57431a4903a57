package io.driftless.server.workspace;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.store.MembershipEntity;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a new workspace; its container follows after the commit. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class WorkspaceMaking {

  /** Names the blob store that the environment describes; there may be more of them one day. */
  private static final String STORAGE_ACCOUNT = "default";

  @PersistenceContext private EntityManager store;
  @Inject private Event<WorkspaceMade> made;

  /** The personal workspace of a new account. */
  public WorkspaceEntity personal(AccountId owner, String name, Instant now) {
    return make(name, owner, owner, now);
  }

  /** A workspace to share, owned by its maker. */
  public WorkspaceEntity shared(AccountId owner, String name, Instant now) {
    return make(name, null, owner, now);
  }

  private WorkspaceEntity make(
      String name, @Nullable AccountId personalOwner, AccountId owner, Instant now) {
    WorkspaceId id = new WorkspaceId(UUID.randomUUID());
    String container = "ws-" + id;
    WorkspaceEntity workspace =
        new WorkspaceEntity(id, name, personalOwner, STORAGE_ACCOUNT, container, now);
    workspace.chargeTo(owner.value());
    store.persist(workspace);
    store.flush(); // no relation tells EclipseLink that members come after their workspace
    store.persist(new MembershipEntity(id, owner, Role.OWNER, now));
    made.fire(new WorkspaceMade(container));
    return workspace;
  }
}
