package io.driftless.server.store;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the locks on files of a workspace. A lock holds until it expires, and as long as its owner
 * may write there.
 */
public final class FileLockReading {

  private static final String LOCKS =
      "SELECT l.*, who.username FROM file_lock l"
          + " JOIN account who ON who.id = l.account_id AND who.disabled_at IS NULL"
          + " JOIN membership m ON m.workspace_id = l.workspace_id"
          + " AND m.account_id = l.account_id AND m.role <> 'VIEWER'"
          + " WHERE l.workspace_id = ? AND l.expires_at > ?";

  private final Sql sql;

  public FileLockReading(Sql sql) {
    this.sql = sql;
  }

  /**
   * A lock that holds.
   *
   * @param username of its owner
   * @param note why; null when nobody said
   */
  public record FileLock(
      NodeId node,
      AccountId account,
      String username,
      @Nullable String note,
      Instant since,
      Instant until) {}

  /** All of a workspace, those that end first first. */
  public List<FileLock> all(WorkspaceId workspace, Instant now) {
    return read(LOCKS + " ORDER BY l.expires_at, l.node_id", workspace, now, null);
  }

  /** The one on a file; null when there is none. */
  public @Nullable FileLock of(WorkspaceId workspace, NodeId node, Instant now) {
    List<FileLock> found = read(LOCKS + " AND l.node_id = ?", workspace, now, node.value());
    return found.isEmpty() ? null : found.get(0);
  }

  /** Those of others than this account, each with the words that say whose it is. */
  public Map<NodeId, String> against(WorkspaceId workspace, AccountId account, Instant now) {
    Map<NodeId, String> others = new HashMap<>();
    for (FileLock lock : read(LOCKS + " AND l.account_id <> ?", workspace, now, account.value())) {
      others.put(lock.node(), lock.username() + " until " + lock.until());
    }
    return others;
  }

  private List<FileLock> read(
      String query, WorkspaceId workspace, Instant now, @Nullable UUID more) {
    Object[] parameters =
        more == null
            ? new Object[] {workspace.value(), now}
            : new Object[] {workspace.value(), now, more};
    return sql.list(
        query,
        row ->
            new FileLock(
                new NodeId(Sql.uuid(row, "node_id")),
                new AccountId(Sql.uuid(row, "account_id")),
                row.getString("username"),
                row.getString("note"),
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("expires_at").toInstant()),
        parameters);
  }
}
