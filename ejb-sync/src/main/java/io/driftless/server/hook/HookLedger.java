package io.driftless.server.hook;

import io.driftless.protocol.id.HookId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.audit.AuditActor;
import io.driftless.server.audit.AuditDeed;
import io.driftless.server.audit.AuditLog;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which webhooks are due, and what came of their calls. Whoever takes one has a minute; what is not
 * noted by then is due again, on whichever node. A webhook works as long as its maker owns the
 * workspace.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class HookLedger {

  /** How long a webhook may fail until it is dead. */
  public static final Duration DEAD_AFTER = Duration.ofDays(3);

  private static final Duration TAKEN = Duration.ofMinutes(1);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int MOST_DOUBLED = 10;

  private static final String DUE =
      "SELECT h.*, w.head_revision, b.events, b.parked FROM webhook h"
          + " JOIN workspace w ON w.id = h.workspace_id CROSS JOIN LATERAL"
          + " (SELECT count(*) + count(x.decided_at) AS events,"
          + " count(*) FILTER (WHERE x.state = 'PARKED') AS parked FROM burst x"
          + " WHERE x.workspace_id = h.workspace_id) b"
          + " JOIN membership m ON m.workspace_id = h.workspace_id AND m.account_id = h.maker"
          + " AND m.role = 'OWNER' JOIN account who ON who.id = h.maker"
          + " AND who.disabled_at IS NULL WHERE h.dead_at IS NULL AND h.next_at <= ?"
          + " AND (w.head_revision > h.told_revision OR b.events > h.told_bursts) ORDER BY h.next_at LIMIT ?"
          + " FOR UPDATE OF h SKIP LOCKED";

  private static final String DELIVERED =
      "UPDATE webhook SET told_revision = GREATEST(told_revision, ?),"
          + " told_bursts = GREATEST(told_bursts, ?), attempts = 0,"
          + " failing_since = NULL, next_at = ?, last_result = ? WHERE id = ?";

  private static final String FAILED =
      "UPDATE webhook SET attempts = ?, failing_since = ?, next_at = ?, last_result = ?,"
          + " dead_at = ? WHERE id = ? AND dead_at IS NULL";

  @PersistenceContext private EntityManager store;
  @Inject private AuditLog audit;
  @Inject private Clock clock;

  /**
   * The bursts of a workspace.
   *
   * @param events how often one began or was decided
   * @param parked how many wait
   */
  public record BurstCount(long events, long parked) {}

  /**
   * A webhook that is to be called.
   *
   * @param head what it is to tell
   * @param attempts how often in a row it was not taken
   * @param failingSince since when; null when it works
   */
  public record Due(
      HookId hook,
      WorkspaceId workspace,
      URI url,
      String secret,
      Revision head,
      BurstCount bursts,
      int attempts,
      @Nullable Instant failingSince) {}

  /** Takes some that are due. */
  public List<Due> take(int limit) {
    Instant now = clock.instant();
    Sql sql = Sql.of(store);
    List<Due> due = sql.list(DUE, HookLedger::due, now, limit);
    if (!due.isEmpty()) {
      sql.update(
          "UPDATE webhook SET next_at = ? WHERE id = ANY (?)",
          now.plus(TAKEN),
          due.stream().map(one -> one.hook().value()).toArray(UUID[]::new));
    }
    return due;
  }

  /** The other side has taken it. */
  public void delivered(Due call, String result) {
    Sql.of(store)
        .update(
            DELIVERED,
            call.head().value(),
            call.bursts().events(),
            clock.instant(),
            result,
            call.hook().value());
  }

  /**
   * It was not taken, and is tried again later, or never.
   *
   * @param gone whether the other side says that it is not there any more
   */
  public void failed(Due call, String result, boolean gone) {
    Instant now = clock.instant();
    Instant since = call.failingSince() == null ? now : call.failingSince();
    boolean dead = gone || now.isAfter(since.plus(DEAD_AFTER));
    int attempts = call.attempts() + 1;
    int changed =
        Sql.of(store)
            .update(
                FAILED,
                attempts,
                since,
                now.plus(wait(attempts)),
                result,
                dead ? now : null,
                call.hook().value());
    if (dead && changed > 0) {
      String detail = "{\"hook\":\"%s\"}".formatted(call.hook());
      audit.workspace(call.workspace(), AuditActor.SERVER, AuditDeed.done("webhook.dead", detail));
    }
  }

  /** 5 seconds, 10, 20, and so on up to an hour. */
  static Duration wait(int attempts) {
    Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLED));
    return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
  }

  private static Due due(ResultSet row) throws SQLException {
    Timestamp since = row.getTimestamp("failing_since");
    return new Due(
        new HookId(Sql.uuid(row, "id")),
        new WorkspaceId(Sql.uuid(row, "workspace_id")),
        URI.create(row.getString("url")),
        row.getString("secret"),
        new Revision(row.getLong("head_revision")),
        new BurstCount(row.getLong("events"), row.getLong("parked")),
        row.getInt("attempts"),
        since == null ? null : since.toInstant());
  }
}
