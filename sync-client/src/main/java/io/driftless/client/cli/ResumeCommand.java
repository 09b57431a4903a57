package io.driftless.client.cli;

import io.driftless.client.home.ClientSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless resume}: the folders go on after a pause. */
@Command(
    name = "resume",
    description = {
      "Ends a pause.",
      "The folders are looked through for what has changed meanwhile, then synced."
    },
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {

  private final Surroundings around;

  @Option(names = "--json", description = "Tell the settings as JSON.")
  private boolean json;

  ResumeCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    ClientSettings now = SettingsChange.make(around, ClientSettings::resumed);
    if (json) {
      around.json(now);
    } else {
      around.out().println("The pause is over.");
    }
    return ExitCode.OK;
  }
}
