package io.driftless.server.device;

import io.driftless.protocol.id.DeviceId;
import io.driftless.server.broker.BrokerControl;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connections of devices whose lease lapsed or that were unlinked, on this node, every
 * few seconds: the broker asks who a device is only when it connects. Each device is swept several
 * times, because a connection may be in the making while its row is committed. What a sweep misses
 * because a part is down the next one does: the span begins where the last good one ended.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ShutOutSweep {

  private static final Logger LOG = System.getLogger(ShutOutSweep.class.getName());

  private static final long EVERY_MILLIS = 5_000;

  /** How long a device is swept again after it was shut out. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  /** Looks back this far after a start: connections to a broker elsewhere outlive this server. */
  private static final Duration AFTER_START = Duration.ofHours(1);

  /** Queues of devices unlinked while this server was down are found back to here. */
  private static final Duration QUEUES_AFTER_START = Duration.ofDays(30);

  @Resource private TimerService timers;
  @Inject private DeviceDirectory devices;
  @Inject private BrokerControl broker;
  @Inject private ShuttingOut door;
  @Inject private Clock clock;

  private @Nullable Instant closedUntil;
  private @Nullable Instant deletedUntil;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(EVERY_MILLIS, EVERY_MILLIS, new TimerConfig(null, false));
  }

  @Timeout
  void sweep() {
    Instant now = clock.instant();
    try {
      closeConnections(now);
      deleteQueues(now);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Devices that were shut out are swept again in 5 seconds", e);
    }
  }

  private void closeConnections(Instant now) {
    Instant from = closedUntil == null ? now.minus(AFTER_START) : closedUntil.minus(AGAIN);
    door.closeConnections(devices.shutOut(from, now));
    closedUntil = now;
  }

  /** A queue goes only when its device has long been shut out and its connections are closed. */
  private void deleteQueues(Instant now) {
    Instant from = deletedUntil == null ? now.minus(QUEUES_AFTER_START) : deletedUntil;
    Instant until = now.minus(AGAIN);
    List<DeviceId> unlinked = devices.unlinked(from, until);
    for (DeviceId device : unlinked) {
      broker.deleteQueue(device);
    }
    deletedUntil = until;
  }
}
