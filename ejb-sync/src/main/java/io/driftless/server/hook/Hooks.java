package io.driftless.server.hook;

import io.driftless.protocol.api.HookMessages.HookInfo;
import io.driftless.protocol.api.HookMessages.HookList;
import io.driftless.protocol.api.HookMessages.HookState;
import io.driftless.protocol.api.HookMessages.MadeHook;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.HookId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.environment.ServerSettings;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Webhooks as a workspace's owners make, see and remove them. */
@Stateless
public class Hooks {

  /** The most webhooks of a workspace. */
  public static final int MOST = 20;

  private static final int SECRET_BYTES = 32;
  private static final int LONGEST_URL = 2_000;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private static final String MAKE =
      "INSERT INTO webhook (id, workspace_id, maker, url, secret, created_at, told_revision,"
          + " next_at, told_bursts) SELECT ?, ?, ?, ?, ?, ?, ?, ?, count(*) + count(decided_at)"
          + " FROM burst WHERE workspace_id = ?";

  private static final String ALL =
      "SELECT * FROM webhook WHERE workspace_id = ? ORDER BY created_at, id";

  private static final SecureRandom RANDOM = new SecureRandom();

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private CallAudit audit;
  @Inject private ServerSettings settings;
  @Inject private Clock clock;

  /** Makes one that tells of what comes from now on. */
  public MadeHook make(Caller caller, WorkspaceId workspace, String url) {
    WorkspaceEntity locked = access.toLock(caller, workspace, Role.OWNER);
    URI address = checked(url);
    Sql sql = Sql.of(store);
    if (sql.list(ALL, Hooks::hook, workspace.value()).size() >= MOST) {
      throw new RefusedException(
          Refusal.TOO_MANY,
          "A workspace has at most %d webhooks. Remove one.".formatted(MOST),
          Map.of("limit", MOST));
    }
    HookId hook = new HookId(UUID.randomUUID());
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    String told = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Instant now = clock.instant();
    sql.update(
        MAKE,
        hook.value(),
        workspace.value(),
        caller.account().value(),
        address.toString(),
        told,
        now,
        locked.headRevision().value(),
        now,
        workspace.value());
    audit.inWorkspace(
        caller,
        workspace,
        "webhook.make",
        Map.of("hook", hook.toString(), "host", address.getHost()));
    HookInfo made =
        new HookInfo(
            hook,
            address.toString(),
            HookState.WORKING,
            locked.headRevision(),
            0,
            null,
            now.toString());
    return new MadeHook(made, told);
  }

  /** All of a workspace, for its owners. */
  public HookList list(Caller caller, WorkspaceId workspace) {
    access.toRead(caller, workspace);
    access.require(caller, workspace, Role.OWNER);
    List<HookInfo> found = Sql.of(store).list(ALL, Hooks::hook, workspace.value());
    return new HookList(found);
  }

  /** Removes one; a call that is under way may still arrive. */
  public void remove(Caller caller, WorkspaceId workspace, HookId hook) {
    access.toLock(caller, workspace, Role.OWNER);
    int removed =
        Sql.of(store)
            .update(
                "DELETE FROM webhook WHERE workspace_id = ? AND id = ?",
                workspace.value(),
                hook.value());
    if (removed == 0) {
      throw RefusedException.notFound("webhook");
    }
    audit.inWorkspace(caller, workspace, "webhook.remove", Map.of("hook", hook.toString()));
  }

  /** An address that the server may call: of a host that its settings name, and encrypted. */
  private URI checked(String url) {
    URI address = parsed(url);
    String host = address.getHost();
    boolean secure = "https".equals(address.getScheme());
    boolean plain = "http".equals(address.getScheme());
    if (url.length() > LONGEST_URL
        || host == null
        || !(secure || plain)
        || address.getUserInfo() != null
        || address.getFragment() != null) {
      throw RefusedException.invalid("url", "A webhook has an address like https://host/path.");
    }
    if (plain && !LOOPBACK.contains(host)) {
      throw RefusedException.invalid("url", "A webhook on another machine needs https.");
    }
    if (!settings.webhookHosts().contains(host)) {
      throw RefusedException.invalid(
          "url", "This server calls no webhooks on that host. Ask whoever runs it.");
    }
    return address;
  }

  private static URI parsed(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      RefusedException refused = RefusedException.invalid("url", "This is no address.");
      refused.initCause(e);
      throw refused;
    }
  }

  private static HookInfo hook(ResultSet row) throws SQLException {
    HookState state = row.getInt("attempts") > 0 ? HookState.FAILING : HookState.WORKING;
    return new HookInfo(
        new HookId(Sql.uuid(row, "id")),
        row.getString("url"),
        row.getTimestamp("dead_at") != null ? HookState.DEAD : state,
        new Revision(row.getLong("told_revision")),
        row.getInt("attempts"),
        row.getString("last_result"),
        row.getTimestamp("created_at").toInstant().toString());
  }
}
