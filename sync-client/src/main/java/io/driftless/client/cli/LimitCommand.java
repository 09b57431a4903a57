package io.driftless.client.cli;

import io.driftless.client.home.ClientSettings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless limit}: how much of the line the content of files may take. */
@Command(
    name = "limit",
    description = {
      "Sets or tells how much of the line the content of files may take.",
      "It counts for all folders together and takes effect at once. Names, moves and deletes are",
      "not held back."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  driftless limit --up 500K --down 2M", "  driftless limit --up off"})
final class LimitCommand implements Callable<Integer> {

  private final Surroundings around;

  @Option(
      names = "--up",
      paramLabel = "RATE",
      converter = Rates.class,
      description = "To the server: 500K, 2M, 1G are KiB, MiB, GiB a second; or 'off'.")
  private @Nullable Long up;

  @Option(
      names = "--down",
      paramLabel = "RATE",
      converter = Rates.class,
      description = "From the server, likewise.")
  private @Nullable Long down;

  @Option(names = "--json", description = "Tell the limits as JSON, in bytes a second; 0 is none.")
  private boolean json;

  LimitCommand(Surroundings around) {
    this.around = around;
  }

  /** What {@code --json} prints. */
  record Limits(long uploadBytesPerSecond, long downloadBytesPerSecond) {}

  @Override
  public Integer call() throws Exception {
    ClientSettings now = around.home().readSettings();
    Long newUp = up;
    Long newDown = down;
    if (newUp != null || newDown != null) {
      now =
          SettingsChange.make(
              around,
              before ->
                  before.limited(
                      newUp == null ? before.uploadBytesPerSecond() : newUp,
                      newDown == null ? before.downloadBytesPerSecond() : newDown));
    }
    if (json) {
      around.json(new Limits(now.uploadBytesPerSecond(), now.downloadBytesPerSecond()));
    } else {
      around
          .out()
          .printf(
              "up:   %s%ndown: %s%n",
              words(now.uploadBytesPerSecond()), words(now.downloadBytesPerSecond()));
    }
    return ExitCode.OK;
  }

  private static String words(long rate) {
    return rate == 0 ? "no limit" : Sizes.words(rate) + "/s";
  }
}
