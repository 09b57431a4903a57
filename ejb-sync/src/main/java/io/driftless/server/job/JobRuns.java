package io.driftless.server.job;

import io.driftless.server.access.Caller;
import io.driftless.server.job.RunRecords.Open;
import io.driftless.server.job.RunRecords.Order;
import jakarta.batch.operations.JobExecutionNotRunningException;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.JobInstance;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Starts, stops and restarts runs of jobs as executions of Jakarta Batch, and settles what became
 * of them. A run outlives its executions: each restart, and each server that is killed, makes
 * another one of the same job instance, which goes on from the last checkpoint.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JobRuns {

  private static final Logger LOG = System.getLogger(JobRuns.class.getName());

  /** Another server's run is taken over when nothing was heard of it for so long. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  @EJB private RunRecords records;
  @EJB private RunReleases releases;
  @Inject private JobHost host;
  @Inject private Clock clock;

  /** Starts a run. */
  public long start(Order order, @Nullable Caller by) {
    return host.alone(
        () -> {
          long run = records.begin(order, by);
          if (!order.waits()) {
            execute(run, order.kind().id());
          }
          return run;
        });
  }

  private void execute(long run, String kind) {
    Properties parameters = new Properties();
    parameters.setProperty("run", Long.toString(run));
    try {
      records.running(run, BatchRuntime.getJobOperator().start(kind, parameters));
    } catch (RuntimeException e) {
      records.ended(run, RunState.FAILED);
      throw e;
    }
  }

  /** Stops a run after the piece at hand; at once where it runs, else within seconds. */
  public void stop(long run, Caller by) {
    if (records.stopping(run, by)) {
      settle();
    }
  }

  /** Lets a run begin that waited for a second operator. */
  public void release(Caller by, long run) {
    releases.release(by, run);
    settle();
  }

  /** Goes on with a run that was stopped or that failed. */
  public void restart(long run, Caller by) {
    records.again(run, by);
    settle();
  }

  /**
   * Looks after all open runs: of this server, and of servers that are gone.
   *
   * @return whether this server has any
   */
  public boolean settle() {
    return host.alone(this::settleAll);
  }

  private boolean settleAll() {
    records.heartbeat();
    boolean any = false;
    for (Open run : records.open()) {
      any |= run.boot().equals(host.boot());
      try {
        if (run.boot().equals(host.boot())) {
          settle(run, false);
        } else if (isLeft(run) && records.adopt(run)) {
          LOG.log(Level.INFO, "Run {0} of the job {1} was left and goes on", run.run(), run.kind());
          settle(run, true);
        }
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "Run " + run.run() + " is looked at again in a moment", e);
      }
    }
    return any;
  }

  private boolean isLeft(Open run) {
    return run.node().equals(host.node())
        || run.heartbeat().isBefore(clock.instant().minus(SILENCE));
  }

  private void settle(Open run, boolean left) {
    Long known = run.execution();
    JobExecution execution = known == null ? null : last(known);
    if (execution == null) {
      execute(run.run(), run.kind()); // its server ended before it began
      return;
    }
    RunState now = RunState.of(execution.getBatchStatus());
    boolean goesOn = run.state() == RunState.STARTING || left;
    if (now == RunState.COMPLETED) {
      records.ended(run.run(), now);
    } else if (run.state() == RunState.STOPPING) {
      stop(run, execution, now, left);
    } else if (goesOn && (now.isFinal() || left)) {
      restart(run, execution);
    } else if (now == RunState.FAILED) {
      records.ended(run.run(), now);
    } // stopped, and no operator wanted it: this server is going down, the next one goes on
  }

  private void stop(Open run, JobExecution execution, RunState now, boolean left) {
    if (now.isFinal() || left) {
      records.ended(run.run(), now.isFinal() ? now : RunState.STOPPED);
      return;
    }
    try {
      BatchRuntime.getJobOperator().stop(execution.getExecutionId());
    } catch (JobExecutionNotRunningException e) {
      LOG.log(Level.DEBUG, "Run " + run.run() + " ended by itself", e);
    }
  }

  private void restart(Open run, JobExecution execution) {
    Properties parameters = new Properties();
    parameters.setProperty("run", Long.toString(run.run()));
    records.running(
        run.run(), BatchRuntime.getJobOperator().restart(execution.getExecutionId(), parameters));
  }

  /** The last execution of the instance; null when the repository does not know it. */
  private static @Nullable JobExecution last(long execution) {
    JobOperator operator = BatchRuntime.getJobOperator();
    try {
      JobInstance instance = operator.getJobInstance(execution);
      return operator.getJobExecutions(instance).stream()
          .max(Comparator.comparingLong(JobExecution::getExecutionId))
          .orElse(null);
    } catch (NoSuchJobExecutionException e) {
      LOG.log(Level.WARNING, "The batch repository does not know execution " + execution, e);
      return null;
    }
  }
}
