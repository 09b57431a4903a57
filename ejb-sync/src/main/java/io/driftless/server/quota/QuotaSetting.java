package io.driftless.server.quota;

import io.driftless.protocol.api.QuotaMessages.AccountQuota;
import io.driftless.protocol.api.QuotaMessages.CallQuota;
import io.driftless.protocol.api.QuotaMessages.QuotaList;
import io.driftless.protocol.api.QuotaMessages.WorkspaceQuota;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.account.AccountSearch;
import io.driftless.server.audit.AuditDeed;
import io.driftless.server.audit.AuditLog;
import io.driftless.server.commit.WorkspaceState.Quota;
import io.driftless.server.environment.ServerSettings;
import io.driftless.server.store.AccountEntity;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import io.driftless.server.store.WorkspaceLock;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells and sets quotas. That only operators set them is the caller's business. */
@Stateless
public class QuotaSetting {

  private static final int MOST_LISTED = 1_000;

  private static final String ACCOUNTS =
      "SELECT who.id, who.username, who.quota_bytes, count(held.id) AS workspaces,"
          + " coalesce(sum(held.used_bytes), 0)::bigint AS used"
          + " FROM account who LEFT JOIN workspace held ON held.charged_to = who.id";

  private static final String ONE = ACCOUNTS + " WHERE who.id = ? GROUP BY who.id";
  private static final String ALL =
      ACCOUNTS + " GROUP BY who.id ORDER BY used DESC, who.username, who.id LIMIT ?";

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private Quotas quotas;
  @Inject private AccountSearch accounts;
  @Inject private AuditLog log;
  @Inject private ServerSettings settings;

  /** A workspace's, for its members. */
  public WorkspaceQuota ofWorkspace(Caller caller, WorkspaceId workspace) {
    return told(access.toRead(caller, workspace));
  }

  /** The caller's own. */
  public AccountQuota own(Caller caller) {
    return of(caller.account());
  }

  /** Those of all people, at most a thousand. */
  public QuotaList all() {
    return new QuotaList(Sql.of(store).list(ALL, this::account, MOST_LISTED));
  }

  /**
   * Gives a workspace another limit; what it holds stays, however much.
   *
   * @param limit in bytes; null for the server's default
   */
  public WorkspaceQuota limitWorkspace(Caller caller, WorkspaceId workspace, @Nullable Long limit) {
    WorkspaceEntity locked = WorkspaceLock.take(store, workspace);
    if (locked == null) {
      throw RefusedException.notFound("workspace");
    }
    locked.limitTo(checked(limit));
    log.workspace(workspace, caller.actor(), AuditDeed.done("quota.workspace", detail(limit)));
    store.flush(); // it is read next by a statement of its own
    return told(locked);
  }

  /**
   * Gives a person another limit; what they hold stays, however much.
   *
   * @param limit in bytes; null for the server's default
   */
  public AccountQuota limitAccount(Caller caller, String username, @Nullable Long limit) {
    AccountEntity account = accounts.named(username);
    store.lock(account, LockModeType.PESSIMISTIC_WRITE);
    account.limitTo(checked(limit));
    log.account(account.id(), caller.actor(), AuditDeed.done("quota.account", detail(limit)));
    store.flush(); // it is read next by a statement of its own
    return of(account.id());
  }

  /**
   * Gives a person another limit of calls.
   *
   * @param perMinute null for the server's default
   */
  public CallQuota limitCalls(Caller caller, String username, @Nullable Integer perMinute) {
    if (perMinute != null && perMinute < 1) {
      throw RefusedException.invalid("callsPerMinute", "A limit is 1 or more calls.");
    }
    AccountEntity account = accounts.named(username);
    store.lock(account, LockModeType.PESSIMISTIC_WRITE);
    account.limitCallsTo(perMinute);
    String detail = perMinute == null ? "{}" : "{\"callsPerMinute\":" + perMinute + "}";
    log.account(account.id(), caller.actor(), AuditDeed.done("quota.calls", detail));
    return new CallQuota(
        account.username(), perMinute == null ? settings.callsPerMinute() : perMinute);
  }

  private static @Nullable Long checked(@Nullable Long limit) {
    if (limit != null && limit < 0) {
      throw RefusedException.invalid("limitBytes", "A limit is 0 or more bytes.");
    }
    return limit;
  }

  private static String detail(@Nullable Long limit) {
    return limit == null ? "{}" : "{\"limitBytes\":" + limit + "}";
  }

  private WorkspaceQuota told(WorkspaceEntity workspace) {
    Quota tighter = quotas.now(workspace);
    Long own = workspace.quotaBytes();
    UUID charged = workspace.chargedTo();
    AccountEntity person = charged == null ? null : store.find(AccountEntity.class, charged);
    return new WorkspaceQuota(
        workspace.usedBytes(),
        own == null ? settings.workspaceQuotaBytes() : own,
        tighter.limitBytes() == Long.MAX_VALUE
            ? null
            : Math.max(0, tighter.limitBytes() - tighter.usedBytes()),
        person == null ? null : person.username());
  }

  private AccountQuota of(AccountId account) {
    AccountQuota found = Sql.of(store).first(ONE, this::account, account.value());
    if (found == null) {
      throw RefusedException.notFound("account");
    }
    return found;
  }

  private AccountQuota account(ResultSet row) throws SQLException {
    Long limit = row.getObject("quota_bytes", Long.class);
    return new AccountQuota(
        new AccountId(Sql.uuid(row, "id")),
        row.getString("username"),
        row.getLong("used"),
        limit == null ? settings.accountQuotaBytes() : limit,
        row.getLong("workspaces"));
  }
}
