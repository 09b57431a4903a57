package io.driftless.server.job;

import io.driftless.protocol.api.JobMessages.JobInfo;
import io.driftless.protocol.api.JobMessages.NewRun;
import io.driftless.protocol.api.JobMessages.RunInfo;
import io.driftless.protocol.api.JobMessages.Schedule;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.job.RunRecords.Order;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What operators tell jobs to do; the caller has checked that it is an operator. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JobControl {

  @EJB private JobRuns runs;
  @EJB private JobReads reads;
  @EJB private RunRecords records;
  @EJB private RunReleases releases;
  @EJB private JobTimers timers;
  @Inject private JobSchedules schedules;

  /** The job of that name. */
  public static JobKind kind(String name) {
    JobKind kind = JobKind.of(name);
    if (kind == null) {
      throw RefusedException.notFound("job");
    }
    return kind;
  }

  /** Starts a run. */
  public RunInfo start(Caller caller, NewRun wanted) {
    JobKind kind = JobKind.of(wanted.kind());
    if (kind == null) {
      throw RefusedException.invalid("kind", "There is no job of that name.");
    }
    boolean dryRun = Boolean.TRUE.equals(wanted.dryRun());
    Long listOf = wanted.listOf();
    if (listOf != null) {
      checkList(kind, wanted, listOf, dryRun);
    }
    if (wanted.workspace() != null) {
      if (!kind.isOfWorkspaces()) {
        throw RefusedException.invalid(
            "workspace", "What this job clears away belongs to no workspace.");
      }
      records.checkWorkspace(wanted.workspace());
    }
    Order order =
        new Order(
            kind,
            wanted.workspace(),
            dryRun,
            listOf,
            settings(kind, wanted.settings()),
            !dryRun && releases.isNeeded(kind));
    return reads.info(runs.start(order, caller));
  }

  private void checkList(JobKind kind, NewRun wanted, long listOf, boolean dryRun) {
    RunInfo list = reads.info(listOf);
    if (dryRun
        || !list.dryRun()
        || !list.kind().equals(kind.id())
        || !list.state().equals(RunState.COMPLETED.told())
        || !Objects.equals(list.workspace(), wanted.workspace())) {
      throw RefusedException.invalid(
          "listOf", "This has to be a completed dry run of the same job and workspace.");
    }
  }

  private static Map<String, Long> settings(JobKind kind, @Nullable Map<String, Long> given) {
    try {
      return kind.settings(given);
    } catch (IllegalArgumentException e) {
      RefusedException refused =
          RefusedException.invalid("settings", String.valueOf(e.getMessage()));
      refused.initCause(e);
      throw refused;
    }
  }

  /** Stops a run after the piece at hand; one that waits is rejected. */
  public RunInfo stop(Caller caller, long run) {
    if (reads.info(run).state().equals(RunState.WAITING.told())) {
      return reject(caller, run);
    }
    runs.stop(run, caller);
    return reads.info(run);
  }

  /** Lets a run begin that somebody else wants. */
  public RunInfo release(Caller caller, long run) {
    reads.info(run);
    runs.release(caller, run);
    return reads.info(run);
  }

  /** Ends a run before it begins. */
  public RunInfo reject(Caller caller, long run) {
    reads.info(run);
    releases.reject(caller, run);
    return reads.info(run);
  }

  /** Sets whether a job's runs wait for a second operator. */
  public JobInfo rule(Caller caller, JobKind kind, boolean needed) {
    releases.rule(caller, kind, needed);
    return reads.job(kind);
  }

  /** Goes on with a run that was stopped or that failed. */
  public RunInfo restart(Caller caller, long run) {
    RunInfo before = reads.info(run);
    if (before.state().equals(RunState.COMPLETED.told())
        || before.state().equals(RunState.REJECTED.told())) {
      throw RefusedException.invalid("run", "The run is over; start another one.");
    }
    runs.restart(run, caller);
    return reads.info(run);
  }

  /** Sets when a job runs by itself. */
  public JobInfo schedule(Caller caller, JobKind kind, Schedule schedule) {
    settings(kind, schedule.settings());
    timers.check(schedule);
    schedules.put(kind, schedule, caller);
    timers.look();
    return reads.job(kind);
  }
}
