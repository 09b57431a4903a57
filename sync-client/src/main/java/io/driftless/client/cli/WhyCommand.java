package io.driftless.client.cli;

import io.driftless.client.deed.Deed;
import io.driftless.client.deed.DeedLog;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code driftless why PATH}: who and which rule made each change here. */
@Command(
    name = "why",
    description = {
      "Tells who or what changed a file or folder on this device.",
      "The latest comes last: when, by which rule, and whose change it followed: device, account,",
      "commit."
    },
    mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {

  private final Surroundings around;

  @Parameters(paramLabel = "PATH", description = "In a linked folder; it may be gone by now.")
  private Path path = Path.of("");

  @Option(
      names = {"-n", "--most"},
      paramLabel = "NUMBER",
      defaultValue = "20",
      description = "How many of the latest. Default: ${DEFAULT-VALUE}.")
  private int most;

  @Option(names = "--json", description = "As JSON; docs/client.md tells the fields.")
  private boolean json;

  WhyCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    DeviceIdentity identity = home.identity().read();
    FolderOption.Entry entry = FolderOption.entry(home, path);
    List<Deed> deeds =
        DeedLog.read(home.deeds(entry.folder().workspace()), entry.path(), Math.max(1, most));
    if (json) {
      around.json(deeds);
    } else if (deeds.isEmpty()) {
      around
          .out()
          .printf(
              "Nothing is noted about %s. The client has not touched or sent it since it keeps"
                  + " notes (the last 8 to 16 MB of them).%n",
              entry.path().isEmpty() ? entry.folder().folder() : entry.path());
    } else {
      deeds.forEach(deed -> print(deed, identity, around.out()));
    }
    return ExitCode.OK;
  }

  private static void print(Deed deed, @Nullable DeviceIdentity identity, PrintWriter out) {
    out.printf("%s  %s%n", Times.words(deed.atMillis()), words(deed));
    if (deed.device() != null) {
      boolean own = identity != null && deed.device().equals(identity.device().value());
      out.printf(
          "    by %s%s, commit %s, revision %d%n",
          own ? "this device" : "device " + deed.device(),
          identity != null && identity.account().toString().equals(deed.account())
              ? " (yours)"
              : " of account " + deed.account(),
          deed.commit(),
          deed.revision());
    } else {
      out.printf("    revision %d%n", deed.revision());
    }
  }

  private static String words(Deed deed) {
    return switch (deed.rule()) {
      case "fetched" -> deed.path() + ": a version from another device was put in place";
      case "folder-made" -> deed.path() + ": the folder was made on another device, and so here";
      case "moved" ->
          "%s -> %s: renamed or moved on another device, and so here"
              .formatted(deed.before(), deed.path());
      case "removed" -> deed.path() + ": deleted on another device, and so here";
      case "left-out" -> deed.path() + ": this device leaves its folder out; the server has it";
      case "set-aside" ->
          "%s -> %s: changed here and elsewhere; the other came first, so yours"
                  .formatted(deed.before(), deed.path())
              + " became a conflicted copy";
      case "sent" -> deed.path() + ": your change was sent and accepted";
      default -> deed.path() + ": " + deed.rule();
    };
  }
}
