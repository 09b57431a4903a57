package io.driftless.server.rewind;

import io.driftless.protocol.id.OperationId;
import io.driftless.server.access.RefusedException;
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
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps operations going: at once when one begins, and every few seconds those that another node
 * left or that failed. Two nodes never take steps of one operation at the same time, since its row
 * is locked.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OperationRunner {

  private static final Logger LOG = System.getLogger(OperationRunner.class.getName());
  private static final long EVERY_MILLIS = 5_000;

  /** So many operations are at work on a node at once. */
  private static final int AT_ONCE = 4;

  @Resource private TimerService timers;
  @Resource private ManagedExecutorService executor;
  @EJB private OperationSteps steps;

  private final Set<OperationId> atWork = ConcurrentHashMap.newKeySet();

  @PostConstruct
  void start() {
    timers.createIntervalTimer(EVERY_MILLIS, EVERY_MILLIS, new TimerConfig(null, false));
  }

  /** Takes the steps of an operation, unless this node does so already or has enough to do. */
  public void run(OperationId operation) {
    if (atWork.size() < AT_ONCE && atWork.add(operation)) {
      try {
        executor.execute(() -> work(operation));
      } catch (RuntimeException e) {
        atWork.remove(operation);
        throw e;
      }
    }
  }

  @Timeout
  void look() {
    try {
      steps.running(AT_ONCE).forEach(this::run);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Operations are looked for again in 5 seconds", e);
    }
  }

  private void work(OperationId operation) {
    try {
      while (steps.take(operation)) {
        LOG.log(Level.DEBUG, "Operation {0} has come further", operation);
      }
    } catch (RefusedException e) {
      LOG.log(Level.INFO, "Operation {0} ends: {1}", operation, e.getMessage());
      stop(operation, e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Operation " + operation + " goes on in 5 seconds", e);
      count(operation);
    } finally {
      atWork.remove(operation);
    }
  }

  private void stop(OperationId operation, RefusedException why) {
    try {
      steps.stop(operation, why.refusal().name().toLowerCase(Locale.ROOT));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Operation " + operation + " could not be ended", e);
    }
  }

  private void count(OperationId operation) {
    try {
      steps.failed(operation);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "An attempt of " + operation + " is not counted", e);
    }
  }
}
