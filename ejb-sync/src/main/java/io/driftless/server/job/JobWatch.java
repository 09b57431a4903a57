package io.driftless.server.job;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Looks after the runs that are not over: twice a second while this server runs one, else every two
 * seconds, for those that other servers have left.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JobWatch {

  private static final Logger LOG = System.getLogger(JobWatch.class.getName());
  private static final long BUSY_MILLIS = 500;
  private static final long IDLE_MILLIS = 2_000;

  @Resource private TimerService timers;
  @EJB private JobRuns runs;

  @PostConstruct
  void start() {
    next(IDLE_MILLIS);
  }

  private void next(long millis) {
    timers.createSingleActionTimer(millis, new TimerConfig(null, false));
  }

  @Timeout
  void look() {
    boolean busy = false;
    try {
      busy = runs.settle();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Runs are looked after again in two seconds", e);
    } finally {
      next(busy ? BUSY_MILLIS : IDLE_MILLIS);
    }
  }
}
