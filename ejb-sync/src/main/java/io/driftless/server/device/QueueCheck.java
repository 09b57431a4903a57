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
import java.util.List;
import java.util.Set;

/**
 * Sees to it that every linked device has a queue, after each start and then hourly: a broker that
 * was restored from an older backup, or begun anew, lacks some, and without one a device can't
 * connect.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class QueueCheck {

  private static final Logger LOG = System.getLogger(QueueCheck.class.getName());

  private static final long FIRST_MILLIS = 2_000;
  private static final long EVERY_MILLIS = 3_600_000;

  @Resource private TimerService timers;
  @Inject private DeviceDirectory devices;
  @Inject private BrokerControl broker;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(FIRST_MILLIS, EVERY_MILLIS, new TimerConfig(null, false));
  }

  @Timeout
  void onTimer() {
    try {
      int made = check();
      if (made > 0) {
        LOG.log(Level.WARNING, "{0} devices had no queue and have one again", made);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The queues of devices are checked in an hour", e);
    }
  }

  /** Makes what is missing; how many that were. */
  public int check() {
    List<DeviceId> linked = devices.linked(); // first: who is enrolled meanwhile has a queue
    Set<DeviceId> there = broker.queues();
    List<DeviceId> without = linked.stream().filter(device -> !there.contains(device)).toList();
    without.forEach(broker::createQueue);
    return without.size();
  }
}
