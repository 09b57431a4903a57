package io.driftless.protocol.api;

import io.driftless.protocol.id.WorkspaceId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of {@code /api/v1/jobs}: what operators see of the jobs and tell them. */
public final class JobMessages {

  private JobMessages() {}

  /**
   * {@code POST /api/v1/jobs/runs}: starts a job.
   *
   * @param kind which, as in {@link JobInfo}
   * @param workspace in this one only; null for all
   * @param dryRun whether to list what would go, and change nothing
   * @param listOf a dry run of the same kind: what it listed is taken, nothing else; null for
   *     whatever the job finds now
   * @param settings those that differ from the job's defaults, by name
   */
  public record NewRun(
      String kind,
      @Nullable WorkspaceId workspace,
      @Nullable Boolean dryRun,
      @Nullable Long listOf,
      @Nullable Map<String, Long> settings) {
    public NewRun {
      settings = settings == null ? null : Map.copyOf(settings);
    }
  }

  /**
   * A run of a job.
   *
   * @param run its number; later runs have higher ones
   * @param state waiting (for a second operator), starting, running, stopping, stopped, failed,
   *     completed or rejected
   * @param step what it does just now; null when it does not run
   * @param startedBy the operator's name; null when the schedule started it
   * @param decidedBy the operator who released or rejected it; null when none had to
   * @param endedMillis null while it runs or waits
   * @param counts what it has done so far, by stage and name, as {@code sweep.chunks}
   */
  public record RunInfo(
      long run,
      String kind,
      @Nullable WorkspaceId workspace,
      boolean dryRun,
      @Nullable Long listOf,
      String state,
      @Nullable String step,
      @Nullable String startedBy,
      @Nullable String decidedBy,
      long startedMillis,
      @Nullable Long endedMillis,
      Map<String, Long> settings,
      Map<String, Long> counts) {
    public RunInfo {
      settings = Map.copyOf(settings);
      counts = Map.copyOf(counts);
    }
  }

  /** Runs, the last one first. */
  public record RunPage(List<RunInfo> runs, boolean more) {
    public RunPage {
      runs = List.copyOf(runs);
    }
  }

  /** What a run has done in one workspace. */
  public record WorkspaceCounts(WorkspaceId workspace, Map<String, Long> counts) {
    public WorkspaceCounts {
      counts = Map.copyOf(counts);
    }
  }

  /** Something that went wrong in a run. */
  public record RunError(
      @Nullable WorkspaceId workspace, String stage, long timeMillis, String message) {}

  /**
   * A run in detail.
   *
   * @param workspaces at most 1,000
   * @param errors the last 100
   * @param before the last one before it of the same job and scope that was completed, to compare
   *     with; null for none
   */
  public record RunDetail(
      RunInfo run,
      List<WorkspaceCounts> workspaces,
      List<RunError> errors,
      @Nullable RunInfo before) {
    public RunDetail {
      workspaces = List.copyOf(workspaces);
      errors = List.copyOf(errors);
    }
  }

  /**
   * Something that a dry run would take.
   *
   * @param stage what would be done with it
   * @param item a chunk's digest, a pack's id, or a node and the number of its version
   */
  public record RunItem(String stage, WorkspaceId workspace, String item, long bytes) {}

  /**
   * Items of a dry run.
   *
   * @param next where the next page begins; null behind the last
   */
  public record RunItems(List<RunItem> items, @Nullable String next) {
    public RunItems {
      items = List.copyOf(items);
    }
  }

  /**
   * When a job runs by itself: the moments at which all fields fit, as in the calendar expressions
   * of Jakarta Enterprise Beans.
   *
   * @param minute such as {@code 0}, {@code 0,30}, {@code *}{@code /10}
   * @param hour such as {@code 2}, {@code 8-17}, {@code *}
   * @param dayOfMonth such as {@code 1}, {@code Last}, {@code *}
   * @param month such as {@code 1-6}, {@code *}
   * @param dayOfWeek such as {@code Mon-Fri}, {@code *}
   * @param zone such as {@code Europe/Berlin}
   * @param settings those that differ from the job's defaults, by name
   */
  public record Schedule(
      String minute,
      String hour,
      String dayOfMonth,
      String month,
      String dayOfWeek,
      String zone,
      boolean enabled,
      @Nullable Map<String, Long> settings) {
    public Schedule {
      settings = settings == null ? null : Map.copyOf(settings);
    }
  }

  /**
   * {@code PUT /api/v1/jobs/{job}/release}: whether runs of a job that takes something away wait
   * until a second operator releases them. Takes effect at once when asked for; to end it, two
   * operators have to say so.
   */
  public record ReleaseRule(Boolean needed) {}

  /**
   * Whether runs of a job wait for a second operator.
   *
   * @param offAskedBy who wants that to end, for which another operator is needed; null for nobody
   */
  public record Release(boolean needed, @Nullable String offAskedBy) {}

  /**
   * A job that can be run.
   *
   * @param about what it does, in words
   * @param defaults its settings by name
   * @param schedule when it runs by itself; null for never
   * @param release whether its runs wait for a second operator; null for a job that takes nothing
   *     away
   * @param last the last run; null when there was none
   */
  public record JobInfo(
      String kind,
      String about,
      Map<String, Long> defaults,
      @Nullable Schedule schedule,
      @Nullable Release release,
      @Nullable RunInfo last) {
    public JobInfo {
      defaults = Map.copyOf(defaults);
    }
  }

  /** All jobs. */
  public record JobList(List<JobInfo> jobs) {
    public JobList {
      jobs = List.copyOf(jobs);
    }
  }
}
