package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.client.report.StatusReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless confirm-deletes}: held deletes are meant. */
@Command(
    name = "confirm-deletes",
    description = {
      "Says that the deletes which 'status' shows as held are meant.",
      "They then go out to all devices; the versions stay in the history."
    },
    mixinStandardHelpOptions = true)
final class ConfirmDeletesCommand implements Callable<Integer> {

  private final Surroundings around;

  @Option(names = "--json", description = "Tell the status after that as JSON.")
  private boolean json;

  ConfirmDeletesCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    Wishes wishes = new Wishes(home);
    StatusReport before = wishes.status();
    if (before == null) {
      throw new HomeException("not-running", "No client runs. Run 'driftless sync' first.");
    }
    boolean held = before.state().equals("held");
    StatusReport after = held ? wishes.confirmDeletes() : before;
    if (json) {
      around.json(after == null ? before : after);
      return ExitCode.OK;
    }
    if (!held) {
      around.out().println("Nothing is held. There is nothing to do.");
      return ExitCode.OK;
    }
    around.out().println("The deletes go out.");
    return ExitCode.OK;
  }
}
