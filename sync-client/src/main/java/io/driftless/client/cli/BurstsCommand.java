package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.server.OperatorCalls;
import io.driftless.protocol.api.BurstMessages.BurstInfo;
import io.driftless.protocol.api.BurstMessages.BurstList;
import io.driftless.protocol.id.BurstId;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code driftless bursts}: very many deletes and rewrites that wait, for operators. */
@Command(
    name = "bursts",
    description = {
      "Shows and decides the bursts of deletes and rewrites that the server has parked, for its"
          + " operators.",
      "Without a command: lists those of all workspaces that wait. docs/sharing.md tells more."
    },
    mixinStandardHelpOptions = true)
final class BurstsCommand implements Callable<Integer> {

  private final Surroundings around;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "As JSON; the fields are those of the API.")
  private boolean json;

  BurstsCommand(Surroundings around) {
    this.around = around;
  }

  private OperatorCalls calls() throws Exception {
    DeviceHome home = around.home();
    return around.operating(home, around.identity(home));
  }

  @Override
  public Integer call() throws Exception {
    BurstList parked = calls().parkedBursts();
    if (json) {
      around.json(parked);
    } else if (parked.bursts().isEmpty()) {
      around.out().println("None waits.");
    } else {
      parked.bursts().forEach(this::print);
    }
    return ExitCode.OK;
  }

  @Command(
      name = "approve",
      description = "Lets the changes of a burst happen when their device sends them again.")
  int approve(@Parameters(paramLabel = "BURST", description = "Its id.") String burst)
      throws Exception {
    return decide(burst, true);
  }

  @Command(name = "reject", description = "Refuses the changes of a burst for good.")
  int reject(@Parameters(paramLabel = "BURST", description = "Its id.") String burst)
      throws Exception {
    return decide(burst, false);
  }

  private int decide(String burst, boolean approve) throws Exception {
    BurstInfo decided = calls().decide(BurstId.of(burst), approve);
    if (json) {
      around.json(decided);
    } else {
      print(decided);
    }
    return ExitCode.OK;
  }

  private void print(BurstInfo burst) {
    around
        .out()
        .printf(
            "%s  %s, since %s%n    %,d files by device %s of %s in workspace %s%n",
            burst.burst(),
            burst.decidedBy() == null
                ? "waits"
                : "%s by %s"
                    .formatted(burst.state().name().toLowerCase(Locale.ROOT), burst.decidedBy()),
            burst.began(),
            burst.counted(),
            Objects.requireNonNullElse(burst.deviceName(), burst.device().value()),
            Objects.requireNonNullElse(burst.username(), "-"),
            burst.workspace());
  }
}
