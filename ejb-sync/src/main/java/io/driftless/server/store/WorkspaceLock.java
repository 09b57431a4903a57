package io.driftless.server.store;

import io.driftless.protocol.id.WorkspaceId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import org.jspecify.annotations.Nullable;

/** Takes the row lock under which a workspace's journal grows. Workspace first, then account. */
public final class WorkspaceLock {

  /** How long a transaction waits for a row lock before it gives up and is tried again. */
  static final int WAIT_MILLIS = 10_000;

  private WorkspaceLock() {}

  /** Locks a workspace until the transaction ends; null when there is none. */
  public static @Nullable WorkspaceEntity take(EntityManager entities, WorkspaceId workspace) {
    limitWaiting(Sql.of(entities));
    return entities.find(WorkspaceEntity.class, workspace.value(), LockModeType.PESSIMISTIC_WRITE);
  }

  /** Bounds how long the statements of this transaction wait for locks. */
  public static void limitWaiting(Sql sql) {
    sql.first(
        "SELECT set_config('lock_timeout', ?, true)",
        row -> row.getString(1),
        Integer.toString(WAIT_MILLIS));
  }
}
