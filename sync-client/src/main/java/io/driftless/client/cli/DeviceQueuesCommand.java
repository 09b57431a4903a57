package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import io.driftless.protocol.api.DeviceMessages.DeviceQueue;
import io.driftless.protocol.api.DeviceMessages.DeviceQueues;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless device-queues}: which devices are behind, for the server's operators. */
@Command(
    name = "device-queues",
    description = {
      "Shows for which devices messages wait at the server, for its operators.",
      "A device that is away takes them when it is back; one that is connected should have none"
          + " for long."
    },
    mixinStandardHelpOptions = true)
final class DeviceQueuesCommand implements Callable<Integer> {

  private static final String LINE = "%-40s  %-24s  %-12s  %8s  %12s  %s%n";

  private final Surroundings around;

  @Option(names = "--json", description = "As JSON; the fields are those of the API.")
  private boolean json;

  @Option(
      names = {"-n", "--most"},
      paramLabel = "NUMBER",
      defaultValue = "50",
      description = "How many are listed, at most 200. Default: ${DEFAULT-VALUE}.")
  private int most;

  DeviceQueuesCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    DeviceQueues queues = around.operating(home, around.identity(home)).deviceQueues(most);
    if (json) {
      around.json(queues);
    } else if (queues.devices().isEmpty()) {
      around.out().println("No device is behind.");
    } else {
      around.out().printf(LINE, "DEVICE", "NAME", "OF", "MESSAGES", "WAITING FOR", "");
      queues.devices().forEach(this::print);
    }
    return ExitCode.OK;
  }

  private void print(DeviceQueue queue) {
    around
        .out()
        .printf(
            LINE,
            queue.device().value(),
            Objects.requireNonNullElse(queue.name(), "-"),
            Objects.requireNonNullElse(queue.username(), "-"),
            queue.messages(),
            Durations.words(queue.oldestSeconds()),
            queue.connected() ? "connected" : "away");
  }
}
