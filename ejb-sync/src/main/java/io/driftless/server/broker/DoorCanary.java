package io.driftless.server.broker;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Queue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tries the broker's door at every start, and then again and again. When a stranger is let in, the
 * door is shut altogether: devices wait and lose nothing, which is better than reading what is not
 * theirs.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class DoorCanary {
  private static final Logger LOG = System.getLogger(DoorCanary.class.getName());
  private static final Duration UNTIL_KNOWN = Duration.ofSeconds(1);
  private static final Duration WHEN_CLOSED = Duration.ofHours(1);

  @Resource(lookup = BrokerDoor.CONNECTION_FACTORY)
  private ConnectionFactory outside;

  @Resource(lookup = BrokerControl.CONNECTION_FACTORY)
  private ConnectionFactory inside;

  @Resource(lookup = BrokerControl.MANAGEMENT_QUEUE)
  private Queue management;

  @Resource private ManagedScheduledExecutorService timer;

  private volatile BrokerDoor.State state = BrokerDoor.State.UNREACHABLE;
  private volatile @Nullable ScheduledFuture<?> next;

  /** What the last try showed; {@code UNREACHABLE} until there was one. */
  public BrokerDoor.State state() {
    return state;
  }

  @PostConstruct
  void start() {
    tryAfter(UNTIL_KNOWN);
  }

  @PreDestroy
  void stop() {
    ScheduledFuture<?> waiting = next;
    if (waiting != null) {
      waiting.cancel(true);
    }
  }

  private void tryAfter(Duration pause) {
    next = timer.schedule(this::tryDoor, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tryDoor() {
    BrokerDoor.State before = state;
    try {
      state = new BrokerDoor(outside).tried();
      if (state == BrokerDoor.State.OPEN) {
        LOG.log(
            Level.ERROR,
            "The broker lets strangers in: the guard or the sign-on is missing. Shutting its door"
                + " until the server is started again");
        new BrokerControl(inside, management).shutDoor();
        return;
      }
      if (state != before) {
        LOG.log(Level.INFO, "The broker''s door was tried and is {0}", state);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The broker's door could not be tried, and will be again", e);
    }
    tryAfter(state == BrokerDoor.State.CLOSED ? WHEN_CLOSED : UNTIL_KNOWN);
  }
}
