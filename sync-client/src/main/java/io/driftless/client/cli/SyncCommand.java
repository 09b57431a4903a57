package io.driftless.client.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless sync}: keeps the linked folders the same as their workspaces. */
@Command(
    name = "sync",
    description = {
      "Keeps the linked folders the same as their workspaces, until it is stopped by Ctrl-C.",
      "Runs in the foreground as one process."
    },
    mixinStandardHelpOptions = true)
final class SyncCommand implements Callable<Integer> {

  private final Surroundings around;

  @Option(
      names = "--once",
      description = {
        "End when everything is the same here and there: exit code 0; or 7 when",
        "something waits, with what and why."
      })
  private boolean once;

  @Option(
      names = "--json",
      description = "Tell the status whenever it changes, as a JSON object on a line of its own.")
  private boolean json;

  SyncCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    return new SyncSession(around, json).run(once);
  }
}
