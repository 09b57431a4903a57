package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.server.JobCalls;
import io.driftless.protocol.api.JobMessages.JobInfo;
import io.driftless.protocol.api.JobMessages.NewRun;
import io.driftless.protocol.api.JobMessages.RunDetail;
import io.driftless.protocol.api.JobMessages.RunError;
import io.driftless.protocol.api.JobMessages.RunInfo;
import io.driftless.protocol.api.JobMessages.RunItem;
import io.driftless.protocol.api.JobMessages.RunItems;
import io.driftless.protocol.id.WorkspaceId;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code driftless jobs}: the server's maintenance, for its operators. */
@Command(
    name = "jobs",
    description = {
      "Shows and runs the jobs of the server, for its operators.",
      "Without a command: lists the jobs. docs/jobs.md tells what each does."
    },
    mixinStandardHelpOptions = true)
final class JobsCommand implements Callable<Integer> {

  private static final long LOOK_MILLIS = 500;
  private static final String WAITING = "waiting";
  private static final String LINE = "%6s  %-9s %-10s %-19s  %s%n";

  private final Surroundings around;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "As JSON; the fields are those of the API.")
  private boolean json;

  JobsCommand(Surroundings around) {
    this.around = around;
  }

  private JobCalls calls() throws Exception {
    DeviceHome home = around.home();
    return around.jobs(home, around.identity(home));
  }

  @Override
  public Integer call() throws Exception {
    var jobs = calls().jobs();
    if (json) {
      around.json(jobs);
      return ExitCode.OK;
    }
    for (JobInfo job : jobs.jobs()) {
      RunInfo last = job.last();
      String state =
          last == null
              ? "never ran"
              : "%s, run %d of %s"
                  .formatted(last.state(), last.run(), Times.words(last.startedMillis()));
      around.out().printf("%-8s  %s%n          %s%n", job.kind(), state, job.about());
    }
    return ExitCode.OK;
  }

  @Command(name = "runs", description = "Lists runs, the last one first.")
  int runs(
      @Option(names = "--job", paramLabel = "JOB", description = "Of this job only.")
          @Nullable String job,
      @Option(
              names = {"-n", "--most"},
              paramLabel = "NUMBER",
              defaultValue = "20",
              description = "How many. Default: ${DEFAULT-VALUE}.")
          int most)
      throws Exception {
    var page = calls().runs(job, most);
    if (json) {
      around.json(page);
      return ExitCode.OK;
    }
    around.out().printf(LINE, "RUN", "JOB", "STATE", "STARTED", "BY");
    for (RunInfo run : page.runs()) {
      line(run);
    }
    return ExitCode.OK;
  }

  @Command(name = "run", description = "Starts a job and waits for its end; Ctrl-C leaves it be.")
  int run(
      @Parameters(paramLabel = "JOB", description = "Which.") String job,
      @Option(names = "--dry-run", description = "List what would go, and change nothing.")
          boolean dryRun,
      @Option(
              names = "--list-of",
              paramLabel = "RUN",
              description = "Take exactly what that dry run has listed.")
          @Nullable Long listOf,
      @Option(names = "--workspace", paramLabel = "ID", description = "In this one only.")
          @Nullable String workspace,
      @Option(
              names = "--set",
              paramLabel = "NAME=NUMBER",
              description = "A setting for this run, such as graceSeconds=0.")
          @Nullable Map<String, Long> settings)
      throws Exception {
    JobCalls calls = calls();
    RunInfo run =
        calls.start(
            new NewRun(
                job,
                workspace == null ? null : WorkspaceId.of(workspace),
                dryRun,
                listOf,
                settings));
    return follow(calls, run);
  }

  private int follow(JobCalls calls, RunInfo started) throws Exception {
    RunInfo run = started;
    if (run.state().equals(WAITING)) {
      tell(run);
      around.err().printf("Waits for another operator: driftless jobs release %d%n", run.run());
      return ExitCode.WAITING;
    }
    while (run.endedMillis() == null) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      run = calls.run(run.run()).run();
    }
    return print(calls.run(run.run()));
  }

  @Command(name = "show", description = "Tells what a run has done, with its errors.")
  int show(@Parameters(paramLabel = "RUN", description = "Its number.") long run) throws Exception {
    print(calls().run(run));
    return ExitCode.OK;
  }

  @Command(name = "items", description = "Lists what a dry run would take.")
  int items(@Parameters(paramLabel = "RUN", description = "Its number.") long run)
      throws Exception {
    JobCalls calls = calls();
    String after = null;
    do {
      RunItems page = calls.items(run, after);
      for (RunItem item : page.items()) {
        if (json) {
          around.out().println(around.jsonLine(item));
        } else {
          around
              .out()
              .printf(
                  "%-10s  %10s  %s  %s%n",
                  item.stage(), Sizes.words(item.bytes()), item.workspace(), item.item());
        }
      }
      after = page.next();
    } while (after != null);
    return ExitCode.OK;
  }

  @Command(name = "stop", description = "Stops a run after the piece at hand.")
  int stop(@Parameters(paramLabel = "RUN", description = "Its number.") long run) throws Exception {
    return tell(calls().stop(run));
  }

  @Command(
      name = "release",
      description = "Lets a run begin that another operator wants, and waits for its end.")
  int release(@Parameters(paramLabel = "RUN", description = "Its number.") long run)
      throws Exception {
    JobCalls calls = calls();
    return follow(calls, calls.release(run));
  }

  @Command(
      name = "reject",
      description = "Ends a run that waits for a second operator before it begins.")
  int reject(@Parameters(paramLabel = "RUN", description = "Its number.") long run)
      throws Exception {
    return tell(calls().reject(run));
  }

  @Command(
      name = "restart",
      description = "Goes on with a run that was stopped or that failed, and waits for its end.")
  int restart(@Parameters(paramLabel = "RUN", description = "Its number.") long run)
      throws Exception {
    JobCalls calls = calls();
    return follow(calls, calls.restart(run));
  }

  private int tell(RunInfo run) throws Exception {
    if (json) {
      around.json(run);
    } else {
      line(run);
    }
    return ExitCode.OK;
  }

  private void line(RunInfo run) {
    around
        .out()
        .printf(
            LINE,
            run.run(),
            run.kind(),
            run.state(),
            Times.words(run.startedMillis()),
            (run.startedBy() == null ? "the schedule" : run.startedBy())
                + (run.decidedBy() == null ? "" : " and " + run.decidedBy())
                + (run.dryRun() ? ", dry run" : ""));
  }

  /** Prints it; the exit code tells whether it ended well. */
  private int print(RunDetail detail) throws Exception {
    RunInfo run = detail.run();
    if (json) {
      around.json(detail);
    } else {
      line(run);
      Map<String, Long> before = detail.before() == null ? Map.of() : detail.before().counts();
      new TreeMap<>(run.counts())
          .forEach(
              (name, value) ->
                  around
                      .out()
                      .printf(
                          "        %-28s %,d%s%n",
                          name,
                          value,
                          detail.before() == null
                              ? ""
                              : " (%,d before)".formatted(before.getOrDefault(name, 0L))));
      for (RunError error : detail.errors()) {
        around.out().printf("        %s: %s%n", error.stage(), error.message());
      }
    }
    return run.state().equals("completed") ? ExitCode.OK : ExitCode.FAILED;
  }
}
