package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.report.LastStatus;
import io.driftless.client.report.StatusReport;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless status}: how the device stands. */
@Command(
    name = "status",
    description = {
      "Tells how this device stands, what is left to do, and what waits and why.",
      "In one word: up-to-date, syncing, waiting, offline, held, paused or stopped."
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private static final int SHOWN_PROBLEMS = 20;

  private final Surroundings around;

  @Option(names = "--json", description = "As JSON; docs/client.md tells the fields.")
  private boolean json;

  @Option(names = "--all", description = "Everything that waits, not only the first 20.")
  private boolean all;

  StatusCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    StatusReport report = new Wishes(home).status();
    if (report == null) {
      report = LastStatus.ofStopped(home, Surroundings.folders(home), home.identity().read());
    }
    if (json) {
      around.out().println(new String(report.json(), StandardCharsets.UTF_8));
    } else {
      StatusText.print(report, all ? Integer.MAX_VALUE : SHOWN_PROBLEMS, around.out());
    }
    return ExitCode.OK;
  }
}
