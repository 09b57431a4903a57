package io.driftless.server.share;

import io.driftless.protocol.api.ShareMessages.ShareInfo;
import io.driftless.protocol.api.ShareMessages.ShareKind;
import io.driftless.protocol.api.ShareMessages.ShareState;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.ShareId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.RefusedException;
import io.driftless.server.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads links as members see them at a moment. */
final class ShareRows {

  private static final String SHARES =
      "SELECT s.*, who.username FROM share s JOIN account who ON who.id = s.maker"
          + " WHERE s.workspace_id = ?";

  private final Sql sql;
  private final Instant now;

  ShareRows(Sql sql, Instant now) {
    this.sql = sql;
    this.now = now;
  }

  /** Those that are not revoked, the last made first. */
  List<ShareInfo> open(WorkspaceId workspace, int limit) {
    return sql.list(
        SHARES + " AND s.revoked_at IS NULL ORDER BY s.created_at DESC, s.id LIMIT ?",
        this::share,
        workspace.value(),
        limit);
  }

  /** One; refuses what is none of the workspace. */
  ShareInfo one(WorkspaceId workspace, ShareId share) {
    ShareInfo found =
        sql.first(SHARES + " AND s.id = ?", this::share, workspace.value(), share.value());
    if (found == null) {
      throw RefusedException.notFound("link");
    }
    return found;
  }

  /** Whether somebody made it; refuses what is none of the workspace. */
  boolean isMadeBy(WorkspaceId workspace, ShareId share, AccountId account) {
    AccountId maker =
        sql.first(
            "SELECT maker FROM share WHERE workspace_id = ? AND id = ?",
            row -> new AccountId(Sql.uuid(row, "maker")),
            workspace.value(),
            share.value());
    if (maker == null) {
      throw RefusedException.notFound("link");
    }
    return maker.equals(account);
  }

  private ShareInfo share(ResultSet row) throws SQLException {
    Integer allowed = row.getObject("downloads_allowed", Integer.class);
    return new ShareInfo(
        new ShareId(Sql.uuid(row, "id")),
        new NodeId(Sql.uuid(row, "node_id")),
        ShareKind.valueOf(row.getString("kind")),
        state(row, allowed),
        row.getString("label"),
        row.getString("username"),
        row.getTimestamp("created_at").toInstant().toString(),
        text(row.getTimestamp("expires_at")),
        row.getBytes("password_hash") != null,
        allowed,
        row.getInt("downloads"),
        row.getInt("drops"));
  }

  private ShareState state(ResultSet row, @Nullable Integer allowed) throws SQLException {
    Timestamp expires = row.getTimestamp("expires_at");
    if (row.getTimestamp("revoked_at") != null) {
      return ShareState.REVOKED;
    }
    if (expires != null && !expires.toInstant().isAfter(now)) {
      return ShareState.EXPIRED;
    }
    boolean usedUp = allowed != null && row.getInt("downloads") >= allowed;
    return usedUp ? ShareState.USED_UP : ShareState.OPEN;
  }

  private static @Nullable String text(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant().toString();
  }
}
