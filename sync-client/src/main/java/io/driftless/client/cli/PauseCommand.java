package io.driftless.client.cli;

import io.driftless.client.home.ClientSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless pause}: all folders of the device rest. */
@Command(
    name = "pause",
    description = {
      "Lets all folders of this device rest, until 'driftless resume'.",
      "Nothing is read, sent or fetched meanwhile, also after a restart of the client. What changes",
      "is found when it goes on."
    },
    mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {

  private final Surroundings around;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Go on by itself after so long: 30m, 8h, 2d. Default: until 'resume'.")
  private @Nullable Duration length;

  @Option(names = "--json", description = "Tell the settings as JSON.")
  private boolean json;

  PauseCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Instant until = length == null ? null : around.clock().instant().plus(length);
    ClientSettings now =
        SettingsChange.make(
            around, settings -> settings.paused(until == null ? null : until.toEpochMilli()));
    if (json) {
      around.json(now);
    } else if (until == null) {
      around.out().println("Paused. Go on with: driftless resume");
    } else {
      around
          .out()
          .printf(
              "Paused until %s. Go on before that with: driftless resume%n",
              until
                  .atZone(ZoneId.systemDefault())
                  .toLocalDateTime()
                  .truncatedTo(ChronoUnit.SECONDS));
    }
    return ExitCode.OK;
  }
}
