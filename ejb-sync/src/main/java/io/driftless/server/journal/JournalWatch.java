package io.driftless.server.journal;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.store.Sql;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Wakes those who wait for a journal to grow. The fan-out of this node tells at once; what another
 * node committed, and who is no member any more, is seen within a second, by two statements however
 * many wait. Rests while nobody waits.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JournalWatch {

  /** So many may wait at once for one account on one node, and for all. */
  public static final int MOST_OF_ACCOUNT = 50;

  private static final int MOST = 10_000;
  private static final long EVERY_MILLIS = 1_000;

  private static final String HEADS = "SELECT id, head_revision FROM workspace WHERE id = ANY (?)";

  private static final String MEMBERS =
      "SELECT m.workspace_id, m.account_id FROM membership m JOIN account a ON a.id = m.account_id"
          + " WHERE m.workspace_id = ANY (?) AND m.account_id = ANY (?) AND a.disabled_at IS NULL";

  private static final Logger LOG = System.getLogger(JournalWatch.class.getName());

  @Resource private TimerService timers;

  @Resource(lookup = "java:jboss/datasources/DriftlessBatch")
  private DataSource dataSource;

  @Inject private Clock clock;

  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

  private record Member(UUID workspace, UUID account) {}

  @PostConstruct
  void start() {
    timers.createIntervalTimer(EVERY_MILLIS, EVERY_MILLIS, new TimerConfig(null, false));
  }

  /**
   * Tells this follower from now on. Register before reading the journal, so that nothing falls
   * between.
   *
   * @throws RefusedException when too many wait already
   */
  public void follow(Follower follower) {
    long ofAccount =
        followers.stream().filter(other -> other.account().equals(follower.account())).count();
    if (ofAccount >= MOST_OF_ACCOUNT || followers.size() >= MOST) {
      throw new RefusedException(
          Refusal.TOO_MANY_CALLS,
          "At most %d calls of an account wait for changes at once.".formatted(MOST_OF_ACCOUNT),
          Map.of("limit", MOST_OF_ACCOUNT));
    }
    followers.add(follower);
  }

  /** Tells this follower no more. */
  public void leave(Follower follower) {
    followers.remove(follower);
  }

  /** How many wait. */
  public int waiting() {
    return followers.size();
  }

  /** A journal has this head now, as far as this node knows. */
  public void grown(WorkspaceId workspace, Revision head) {
    for (Follower follower : followers) {
      if (follower.workspace().equals(workspace) && !follower.seen().equals(head)) {
        tell(follower, Follower::grown);
      }
    }
  }

  @Timeout
  void look() {
    List<Follower> waiting = List.copyOf(followers);
    if (waiting.isEmpty()) {
      return;
    }
    try {
      look(waiting);
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.DEBUG, "Heads are looked at again in a second", e);
    }
    long now = clock.millis();
    waiting.forEach(follower -> tell(follower, one -> one.tick(now)));
  }

  private void look(List<Follower> waiting) throws SQLException {
    UUID[] workspaces =
        waiting.stream().map(one -> one.workspace().value()).distinct().toArray(UUID[]::new);
    UUID[] accounts =
        waiting.stream().map(one -> one.account().value()).distinct().toArray(UUID[]::new);
    Map<UUID, Long> heads = new HashMap<>();
    Set<Member> members = new HashSet<>();
    try (Connection connection = dataSource.getConnection()) {
      Sql sql = new Sql(connection);
      sql.list(
              HEADS,
              row -> Map.entry(Sql.uuid(row, "id"), row.getLong("head_revision")),
              (Object) workspaces)
          .forEach(head -> heads.put(head.getKey(), head.getValue()));
      members.addAll(
          sql.list(
              MEMBERS,
              row -> new Member(Sql.uuid(row, "workspace_id"), Sql.uuid(row, "account_id")),
              workspaces,
              accounts));
    }
    for (Follower one : waiting) {
      tellApart(one, heads.get(one.workspace().value()), members);
    }
  }

  private static void tellApart(Follower one, @Nullable Long head, Set<Member> members) {
    AccountId account = one.account();
    if (head == null || !members.contains(new Member(one.workspace().value(), account.value()))) {
      tell(one, Follower::left);
    } else if (head != one.seen().value()) {
      tell(one, Follower::grown);
    }
  }

  private static void tell(Follower follower, Consumer<Follower> what) {
    try {
      what.accept(follower);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Somebody who waits for changes could not be told", e);
    }
  }
}
