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

/** Looks every two seconds after the runs that are not over. */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JobWatch {

  private static final Logger LOG = System.getLogger(JobWatch.class.getName());
  private static final long EVERY_MILLIS = 2_000;

  @Resource private TimerService timers;
  @EJB private JobRuns runs;

  @PostConstruct
  void start() {
    timers.createSingleActionTimer(EVERY_MILLIS, new TimerConfig(null, false));
  }

  @Timeout
  void look() {
    try {
      runs.settle();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Runs are looked after again in two seconds", e);
    } finally {
      start();
    }
  }
}
