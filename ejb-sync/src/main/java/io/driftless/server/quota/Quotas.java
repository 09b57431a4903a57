package io.driftless.server.quota;

import io.driftless.server.commit.WorkspaceState.Quota;
import io.driftless.server.environment.ServerSettings;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace may still take: the tighter one of its own quota and that of the person it
 * counts for.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Quotas {

  private static final String LIMIT = "SELECT quota_bytes FROM account WHERE id = ?";

  private static final String USED =
      "SELECT coalesce(sum(used_bytes), 0)::bigint AS used FROM workspace WHERE charged_to = ?";

  @PersistenceContext private EntityManager store;
  @Inject private ServerSettings settings;

  /** As of now; somebody may add to it at the same time. */
  public Quota now(WorkspaceEntity workspace) {
    return tighter(workspace, "");
  }

  /**
   * For a commit that adds content: nobody else adds to what counts for the same person until the
   * transaction ends. Lock the workspace before.
   */
  public Quota toAdd(WorkspaceEntity locked) {
    return tighter(locked, " FOR UPDATE");
  }

  private Quota tighter(WorkspaceEntity workspace, String lock) {
    Quota own =
        new Quota(
            limit(workspace.quotaBytes(), settings.workspaceQuotaBytes()), workspace.usedBytes());
    UUID person = workspace.chargedTo();
    if (person == null) {
      return own;
    }
    Sql sql = Sql.of(store);
    Long limit = accountLimit(sql, person, "");
    if (limit == null) {
      return own;
    }
    if (!lock.isEmpty()) {
      limit = accountLimit(sql, person, lock); // only people who have a limit wait for each other
    }
    Long used = sql.first(USED, row -> row.getLong("used"), person);
    Quota theirs = new Quota(limit == null ? Long.MAX_VALUE : limit, used == null ? 0 : used);
    return left(theirs) < left(own) ? theirs : own;
  }

  private @Nullable Long accountLimit(Sql sql, UUID person, String lock) {
    Long set = sql.first(LIMIT + lock, row -> row.getObject("quota_bytes", Long.class), person);
    return set == null ? settings.accountQuotaBytes() : set;
  }

  private static long limit(@Nullable Long set, @Nullable Long otherwise) {
    return set != null ? set : otherwise != null ? otherwise : Long.MAX_VALUE;
  }

  private static long left(Quota quota) {
    return quota.limitBytes() - quota.usedBytes();
  }
}
