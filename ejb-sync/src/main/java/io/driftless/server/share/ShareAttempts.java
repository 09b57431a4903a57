package io.driftless.server.share;

import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.audit.AuditActor;
import io.driftless.server.audit.AuditDeed;
import io.driftless.server.audit.AuditLog;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceLock;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How often the password of a link may be wrong: 10 times in 15 minutes from one address, and 100
 * times in them from all. An attempt is noted before the password is looked at, and taken back when
 * it was right: however many come at once, no more are looked at.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ShareAttempts {

  static final int MOST_OF_ADDRESS = 10;
  static final int MOST_OF_ALL = 100;
  static final Duration WINDOW = Duration.ofMinutes(15);

  private static final String FORGET = "DELETE FROM share_attempt WHERE share_id = ? AND at <= ?";

  private static final String NOTED =
      "SELECT count(*) AS of_all, min(at) AS first_of_all,"
          + " count(*) FILTER (WHERE address = ?) AS of_address,"
          + " min(at) FILTER (WHERE address = ?) AS first_of_address"
          + " FROM share_attempt WHERE share_id = ?";

  private static final String NOTE =
      "INSERT INTO share_attempt (id, share_id, address, at) VALUES (?, ?, ?, ?)";

  @PersistenceContext private EntityManager store;
  @Inject private AuditLog audit;
  @Inject private Clock clock;

  private record Noted(
      int ofAll, @Nullable Instant firstOfAll, int ofAddress, @Nullable Instant firstOfAddress) {}

  /**
   * Notes an attempt; its id.
   *
   * @throws RefusedException TOO_MANY_CALLS when there were too many
   */
  public UUID begin(Visit visit) {
    Sql sql = Sql.of(store);
    WorkspaceLock.limitWaiting(sql);
    UUID share = visit.share().value();
    sql.first("SELECT 1 FROM share WHERE id = ? FOR UPDATE", row -> true, share);
    Instant now = clock.instant();
    sql.update(FORGET, share, now.minus(WINDOW));
    String address = Objects.requireNonNullElse(visit.maker().address(), "");
    Noted noted = noted(sql, share, address);
    if (noted.ofAddress() >= MOST_OF_ADDRESS) {
      throw refused(noted.firstOfAddress(), now);
    }
    if (noted.ofAll() >= MOST_OF_ALL) {
      throw refused(noted.firstOfAll(), now);
    }
    UUID attempt = UUID.randomUUID();
    sql.update(NOTE, attempt, share, address, now);
    return attempt;
  }

  private static Noted noted(Sql sql, UUID share, String address) {
    return Objects.requireNonNull(
        sql.first(
            NOTED,
            row -> {
              java.sql.Timestamp all = row.getTimestamp("first_of_all");
              java.sql.Timestamp own = row.getTimestamp("first_of_address");
              return new Noted(
                  row.getInt("of_all"),
                  all == null ? null : all.toInstant(),
                  row.getInt("of_address"),
                  own == null ? null : own.toInstant());
            },
            address,
            address,
            share));
  }

  private static RefusedException refused(@Nullable Instant first, Instant now) {
    Instant free = (first == null ? now : first).plus(WINDOW);
    long seconds = Math.max(1, Duration.between(now, free).toSeconds() + 1);
    return new RefusedException(
        Refusal.TOO_MANY_CALLS,
        "Too many wrong passwords. Wait before you try again.",
        Map.of("retryAfterSeconds", seconds));
  }

  /** The attempt had the right password. */
  public void right(Visit visit, UUID attempt) {
    Sql.of(store).update("DELETE FROM share_attempt WHERE id = ?", attempt);
    note(visit, AuditDeed.DONE);
  }

  /** The attempt stays. */
  public void wrong(Visit visit) {
    note(visit, "wrong-password");
  }

  private void note(Visit visit, String result) {
    AuditActor visitor = new AuditActor(null, null, visit.maker().address());
    String detail = "{\"share\":\"%s\"}".formatted(visit.share());
    audit.workspace(visit.workspace(), visitor, new AuditDeed("share.unlock", result, detail));
  }
}
