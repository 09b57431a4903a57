package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.client.report.StatusReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

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
    if (!before.state().equals("held")) {
      around.out().println("Nothing is held. There is nothing to do.");
      return ExitCode.OK;
    }
    wishes.confirmDeletes();
    around.out().println("The deletes go out.");
    return ExitCode.OK;
  }
}
