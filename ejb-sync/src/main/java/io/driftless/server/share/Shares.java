package io.driftless.server.share;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.api.ShareMessages.MadeShare;
import io.driftless.protocol.api.ShareMessages.NewShare;
import io.driftless.protocol.api.ShareMessages.ShareInfo;
import io.driftless.protocol.api.ShareMessages.ShareKind;
import io.driftless.protocol.api.ShareMessages.ShareList;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.ShareId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.ShownName;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.environment.ServerSettings;
import io.driftless.server.node.NodeBrowsing;
import io.driftless.server.share.ShareSecrets.Kept;
import io.driftless.server.store.Sql;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Links as a workspace's members make, see and revoke them. */
@Stateless
public class Shares {

  /** The most links of a workspace that are not revoked. */
  public static final int MOST = 1_000;

  private static final int SHORTEST_PASSWORD = 8;
  private static final int LONGEST_PASSWORD = 200;

  private static final String MAKE =
      "INSERT INTO share (id, workspace_id, node_id, kind, label, token_hash, password_salt,"
          + " password_rounds, password_hash, maker, created_at, expires_at, downloads_allowed)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String COUNT =
      "SELECT count(*) AS open FROM share WHERE workspace_id = ? AND revoked_at IS NULL";

  private static final String REVOKE =
      "UPDATE share SET revoked_at = coalesce(revoked_at, ?) WHERE workspace_id = ? AND id = ?";

  @PersistenceContext private EntityManager store;
  @EJB private NodeBrowsing nodes;
  @Inject private WorkspaceAccess access;
  @Inject private CallAudit audit;
  @Inject private ServerSettings settings;
  @Inject private Clock clock;

  /** Makes a link to a live node; for those who may write. */
  public MadeShare make(Caller caller, WorkspaceId workspace, NewShare wanted) {
    access.toWrite(caller, workspace); // who may not write is told nothing about the rest
    checkNode(caller, workspace, wanted);
    Instant now = clock.instant();
    Instant expires = expires(wanted.expires(), now);
    Kept password = password(wanted.password());
    access.toLock(caller, workspace, Role.EDITOR);
    Sql sql = Sql.of(store);
    Long open = sql.first(COUNT, row -> row.getLong("open"), workspace.value());
    if (open != null && open >= MOST) {
      throw new RefusedException(
          Refusal.TOO_MANY,
          "A workspace has at most %d links. Revoke one.".formatted(MOST),
          Map.of("limit", MOST));
    }
    ShareId share = new ShareId(UUID.randomUUID());
    String token = ShareSecrets.newToken();
    sql.update(
        MAKE,
        share.value(),
        workspace.value(),
        wanted.node().value(),
        wanted.kind().name(),
        label(wanted.label()),
        ShareSecrets.hashed(token),
        password == null ? null : password.salt(),
        password == null ? null : password.rounds(),
        password == null ? null : password.hash(),
        caller.account().value(),
        now,
        expires,
        limit(wanted));
    audit.inWorkspace(caller, workspace, "share.make", detail(share, wanted, expires));
    ShareInfo made = new ShareRows(sql, now).one(workspace, share);
    return new MadeShare(made, address(token));
  }

  /** All that are not revoked, the last made first; for every member. */
  public ShareList list(Caller caller, WorkspaceId workspace) {
    access.toRead(caller, workspace);
    List<ShareInfo> found = new ShareRows(Sql.of(store), clock.instant()).open(workspace, MOST);
    return new ShareList(found);
  }

  /** One of them, revoked or not. */
  public ShareInfo get(Caller caller, WorkspaceId workspace, ShareId share) {
    access.toRead(caller, workspace);
    return new ShareRows(Sql.of(store), clock.instant()).one(workspace, share);
  }

  /** Ends a link for ever; for owners, and for its maker as long as they may write. */
  public void revoke(Caller caller, WorkspaceId workspace, ShareId share) {
    access.toLock(caller, workspace, Role.EDITOR);
    Sql sql = Sql.of(store);
    Instant now = clock.instant();
    if (!new ShareRows(sql, now).isMadeBy(workspace, share, caller.account())) {
      access.require(caller, workspace, Role.OWNER);
    }
    sql.update(REVOKE, now, workspace.value(), share.value());
    audit.inWorkspace(caller, workspace, "share.revoke", Map.of("share", share.toString()));
  }

  private void checkNode(Caller caller, WorkspaceId workspace, NewShare wanted) {
    NodeInfo node = nodes.get(caller, workspace, wanted.node());
    if (!node.live()) {
      throw RefusedException.notFound("node");
    }
    if (node.kind() == NodeKind.LINK
        || (wanted.kind() == ShareKind.DROP && node.kind() != NodeKind.FOLDER)) {
      throw RefusedException.invalid(
          "node", "A link leads to a file or a folder, a drop to a folder.");
    }
    if (wanted.kind() == ShareKind.DROP && wanted.downloads() != null) {
      throw RefusedException.invalid("downloads", "Nothing is downloaded from a drop.");
    }
  }

  private static @Nullable Integer limit(NewShare wanted) {
    if (wanted.downloads() != null && wanted.downloads() < 1) {
      throw RefusedException.invalid("downloads", "A limit is 1 or more downloads.");
    }
    return wanted.downloads();
  }

  private static @Nullable String label(@Nullable String given) {
    return given == null ? null : ShownName.checked(given, 100, "A label has 1 to 100 characters.");
  }

  private static @Nullable Kept password(@Nullable String given) {
    if (given == null) {
      return null;
    }
    if (given.length() < SHORTEST_PASSWORD || given.length() > LONGEST_PASSWORD) {
      throw RefusedException.invalid(
          "password",
          "A password has %d to %d characters.".formatted(SHORTEST_PASSWORD, LONGEST_PASSWORD));
    }
    return ShareSecrets.kept(given);
  }

  private static @Nullable Instant expires(@Nullable String given, Instant now) {
    if (given == null) {
      return null;
    }
    try {
      Instant until = OffsetDateTime.parse(given).toInstant();
      if (until.isAfter(now) && until.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
        return until;
      }
    } catch (DateTimeParseException e) {
      RefusedException refused =
          RefusedException.invalid("expires", "A time is like 2026-01-31T12:00:00Z.");
      refused.initCause(e);
      throw refused;
    }
    throw RefusedException.invalid(
        "expires", "A link expires in the future, before the year 9999.");
  }

  private static Map<String, Object> detail(
      ShareId share, NewShare wanted, @Nullable Instant expires) {
    Map<String, Object> detail = new HashMap<>();
    detail.put("share", share.toString());
    detail.put("node", wanted.node().toString());
    detail.put("kind", wanted.kind());
    detail.put("password", wanted.password() != null);
    if (expires != null) {
      detail.put("expires", expires.toString());
    }
    if (wanted.downloads() != null) {
      detail.put("downloads", wanted.downloads());
    }
    return detail;
  }

  private String address(String token) {
    String base = settings.publicUrl().toString();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/s/" + token;
  }
}
