package io.driftless.server.lock;

import io.driftless.protocol.api.LockMessages.LockInfo;
import io.driftless.protocol.api.LockMessages.LockList;
import io.driftless.protocol.api.LockMessages.NewLock;
import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.ShownName;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.node.NodeBrowsing;
import io.driftless.server.store.FileLockReading;
import io.driftless.server.store.FileLockReading.FileLock;
import io.driftless.server.store.Sql;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Takes, tells and releases locks on files. */
@Stateless
public class FileLocks {

  /** The most locks of a workspace at once. */
  public static final int MOST = 1_000;

  private static final long USUAL_SECONDS = Duration.ofHours(8).toSeconds();
  private static final long LONGEST_SECONDS = Duration.ofDays(7).toSeconds();

  private static final String CLEAR =
      "DELETE FROM file_lock WHERE workspace_id = ? AND expires_at <= ?";

  private static final String COUNT =
      "SELECT count(*) AS held FROM file_lock WHERE workspace_id = ?";

  private static final String TAKE =
      "INSERT INTO file_lock (workspace_id, node_id, account_id, note, since, expires_at)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (workspace_id, node_id) DO UPDATE SET"
          + " since = CASE WHEN file_lock.account_id = EXCLUDED.account_id"
          + " THEN file_lock.since ELSE EXCLUDED.since END,"
          + " account_id = EXCLUDED.account_id, note = EXCLUDED.note,"
          + " expires_at = EXCLUDED.expires_at";

  private static final String RELEASE =
      "DELETE FROM file_lock WHERE workspace_id = ? AND node_id = ?";

  @PersistenceContext private EntityManager store;
  @EJB private NodeBrowsing nodes;
  @Inject private WorkspaceAccess access;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /** Locks a live file for the caller, or goes on with the caller's own lock. */
  public LockInfo take(Caller caller, WorkspaceId workspace, NodeId node, NewLock wanted) {
    access.toLock(caller, workspace, Role.EDITOR);
    long seconds = Objects.requireNonNullElse(wanted.seconds(), USUAL_SECONDS);
    if (seconds < 1 || seconds > LONGEST_SECONDS) {
      throw RefusedException.invalid(
          "seconds", "A lock is for 1 to %d seconds.".formatted(LONGEST_SECONDS));
    }
    String note =
        wanted.note() == null
            ? null
            : ShownName.checked(wanted.note(), 100, "A note has 1 to 100 characters.");
    NodeInfo file = nodes.get(caller, workspace, node);
    if (!file.live()) {
      throw RefusedException.notFound("node");
    }
    if (file.kind() != NodeKind.FILE) {
      throw RefusedException.invalid("node", "Only files are locked.");
    }
    Sql sql = Sql.of(store);
    Instant now = clock.instant();
    requireFree(sql, caller, workspace, node, now);
    sql.update(CLEAR, workspace.value(), now);
    Long held = sql.first(COUNT, row -> row.getLong("held"), workspace.value());
    if (held != null && held >= MOST) {
      throw new RefusedException(
          Refusal.TOO_MANY,
          "A workspace has at most %d locks at once.".formatted(MOST),
          Map.of("limit", MOST));
    }
    Instant until = now.plusSeconds(seconds);
    sql.update(TAKE, workspace.value(), node.value(), caller.account().value(), note, now, until);
    audit.inWorkspace(
        caller, workspace, "lock.take", Map.of("node", node.toString(), "until", until.toString()));
    return told(Objects.requireNonNull(new FileLockReading(sql).of(workspace, node, now)));
  }

  /** Those of a workspace that hold, for its members. */
  public LockList list(Caller caller, WorkspaceId workspace) {
    access.toRead(caller, workspace);
    return new LockList(
        new FileLockReading(Sql.of(store))
            .all(workspace, clock.instant()).stream().map(FileLocks::told).toList());
  }

  /** Releases the caller's lock, if there is one; owners of the workspace release any. */
  public void release(Caller caller, WorkspaceId workspace, NodeId node) {
    access.toLock(caller, workspace, Role.EDITOR);
    Sql sql = Sql.of(store);
    FileLock lock = new FileLockReading(sql).of(workspace, node, clock.instant());
    if (lock == null) {
      nodes.get(caller, workspace, node); // refuses what never was a node here
      return;
    }
    boolean own = lock.account().equals(caller.account());
    if (!own && access.roleIn(caller, workspace) != Role.OWNER) {
      throw locked(lock);
    }
    sql.update(RELEASE, workspace.value(), node.value());
    audit.inWorkspace(
        caller,
        workspace,
        "lock.release",
        Map.of("node", node.toString(), "holder", lock.account().toString()));
  }

  private static void requireFree(
      Sql sql, Caller caller, WorkspaceId workspace, NodeId node, Instant now) {
    FileLock lock = new FileLockReading(sql).of(workspace, node, now);
    if (lock != null && !lock.account().equals(caller.account())) {
      throw locked(lock);
    }
  }

  private static RefusedException locked(FileLock lock) {
    return new RefusedException(
        Refusal.LOCKED,
        "Locked by %s until %s.".formatted(lock.username(), lock.until()),
        Map.of("by", lock.username(), "until", lock.until().toString()));
  }

  private static LockInfo told(FileLock lock) {
    return new LockInfo(
        lock.node(),
        lock.account(),
        lock.username(),
        lock.note(),
        lock.since().toString(),
        lock.until().toString());
  }
}
