package io.driftless.server.audit;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.store.AccountEntity;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The audit chains. Each link holds the digest of the one before, so that a link that was changed
 * or taken out shows. A link is written under the row lock of its workspace or account, in the
 * caller's transaction; there has to be one.
 */
@ApplicationScoped
public class AuditLog {

  @PersistenceContext private EntityManager store;
  @Inject private Clock clock;

  /** Adds to a workspace's chain; locks its row. Lock the workspace before an account. */
  public void workspace(WorkspaceId workspace, AuditActor actor, AuditDeed deed) {
    WorkspaceEntity scope =
        store.find(WorkspaceEntity.class, workspace.value(), LockModeType.PESSIMISTIC_WRITE);
    if (scope == null) {
      throw new IllegalArgumentException("There is no workspace " + workspace);
    }
    AuditEntity link = link(workspace.value(), scope.auditSequence(), scope.auditDigest());
    scope.chain(scope.auditSequence() + 1, link.close(actor, deed));
    store.persist(link);
  }

  /** Adds to an account's chain what belongs to no workspace; locks the account's row. */
  public void account(AccountId account, AuditActor actor, AuditDeed deed) {
    AccountEntity scope =
        store.find(AccountEntity.class, account.value(), LockModeType.PESSIMISTIC_WRITE);
    if (scope == null) {
      throw new IllegalArgumentException("There is no account " + account);
    }
    AuditEntity link = link(account.value(), scope.auditSequence(), scope.auditDigest());
    scope.chain(scope.auditSequence() + 1, link.close(actor, deed));
    store.persist(link);
  }

  private AuditEntity link(UUID scope, long last, byte @Nullable [] digest) {
    return new AuditEntity(
        scope, last + 1, clock.instant(), digest == null ? new byte[Sha256.BYTES] : digest);
  }
}
