package io.driftless.server.job;

import io.driftless.protocol.api.JobMessages.Schedule;
import io.driftless.server.access.RefusedException;
import io.driftless.server.job.RunRecords.Order;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.ScheduleExpression;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a timer for each schedule on every server, and starts what is due on one: the row of the
 * schedule decides which. Another server's changes are seen within a minute.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JobTimers {

  private static final Logger LOG = System.getLogger(JobTimers.class.getName());
  private static final long LOOK_MILLIS = 60_000;
  private static final String LOOK = "look";

  @Resource private TimerService timers;
  @Inject private JobSchedules schedules;
  @EJB private JobRuns runs;
  @EJB private RunReleases releases;

  private final Map<JobKind, Kept> known = new ConcurrentHashMap<>();

  private record Kept(Schedule schedule, Timer timer) {}

  @PostConstruct
  void start() {
    timers.createIntervalTimer(0, LOOK_MILLIS, new TimerConfig(LOOK, false));
  }

  /**
   * Whether a timer can be made of a schedule.
   *
   * @throws RefusedException when not
   */
  public void check(Schedule schedule) {
    try {
      timers.createCalendarTimer(expression(schedule), new TimerConfig("check", false)).cancel();
    } catch (RuntimeException e) {
      RefusedException refused =
          RefusedException.invalid("schedule", "No timer can be made of this: " + e.getMessage());
      refused.initCause(e);
      throw refused;
    }
  }

  @Timeout
  void due(Timer timer) {
    if (timer.getInfo() instanceof JobKind kind) {
      run(kind);
    } else if (LOOK.equals(timer.getInfo())) {
      look();
    }
  }

  /** Makes the timers those of the schedules. */
  public synchronized void look() {
    for (JobKind kind : JobKind.values()) {
      try {
        Schedule schedule = schedules.of(kind);
        Kept before = known.get(kind);
        if (before != null && !before.schedule().equals(schedule)) {
          before.timer().cancel();
          known.remove(kind);
        }
        if (schedule != null && schedule.enabled() && !known.containsKey(kind)) {
          known.put(
              kind,
              new Kept(
                  schedule,
                  timers.createCalendarTimer(expression(schedule), new TimerConfig(kind, false))));
        }
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "The schedule of " + kind.id() + " is looked at again", e);
      }
    }
  }

  private void run(JobKind kind) {
    try {
      if (schedules.claim(kind)) {
        Schedule schedule = schedules.of(kind);
        Map<String, Long> settings = kind.settings(schedule == null ? null : schedule.settings());
        boolean waits = releases.isNeeded(kind) && !kind.isAsCareful(settings);
        long run = runs.start(new Order(kind, null, false, null, settings, waits), null);
        LOG.log(Level.INFO, "Run {0} of the job {1} is started as scheduled", run, kind.id());
      }
    } catch (RefusedException e) {
      LOG.log(Level.WARNING, "The job {0} is due, but: {1}", kind.id(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The job " + kind.id() + " can't be started as scheduled", e);
    }
  }

  private static ScheduleExpression expression(Schedule schedule) {
    try {
      ZoneId.of(schedule.zone());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("There is no time zone " + schedule.zone(), e);
    }
    return new ScheduleExpression()
        .second("0")
        .minute(schedule.minute())
        .hour(schedule.hour())
        .dayOfMonth(schedule.dayOfMonth())
        .month(schedule.month())
        .dayOfWeek(schedule.dayOfWeek())
        .timezone(schedule.zone());
  }
}
