package io.driftless.client.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeException;
import io.driftless.client.server.HistoryCalls;
import io.driftless.protocol.api.HistoryMessages.RestoreRequest;
import io.driftless.protocol.api.HistoryMessages.Restored;
import io.driftless.protocol.api.HistoryMessages.VersionList;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code driftless restore FILE[@VERSION]}: brings back what was. */
@Command(
    name = "restore",
    description = {
      "Brings back an older version of a file, or what was deleted.",
      "An older version becomes the newest; nothing is taken out of the history. A deleted folder",
      "comes back with all that lay in it. All devices get it like any other change."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  driftless restore report.odt@3     version 3 becomes the newest",
      "  driftless restore photos           a deleted file or folder, as it was last"
    })
final class RestoreCommand implements Callable<Integer> {

  private static final Pattern WITH_VERSION = Pattern.compile("(.+)@([1-9][0-9]{0,8})");

  private final Surroundings around;

  @Parameters(
      paramLabel = "FILE[@VERSION]",
      description = "In a linked folder. 'driftless history FILE' tells the versions.")
  private String given = "";

  @Option(names = "--json", description = "Tell what was done as JSON.")
  private boolean json;

  RestoreCommand(Surroundings around) {
    this.around = around;
  }

  /** What {@code --json} prints. */
  @JsonPropertyOrder({"path", "node", "version", "revision"})
  record Done(String path, String node, long version, long revision) {}

  /** A path, and a version when one was named. */
  private record Wanted(Path path, @Nullable VersionNumber version) {}

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    DeviceIdentity identity = around.identity(home);
    Wanted wanted = parse(given);
    FolderOption.Entry entry = FolderOption.entry(home, wanted.path());
    NodeId node = KnownNode.at(home, entry);
    Restored restored =
        restore(around.history(home, identity), entry.folder().workspace(), node, wanted);
    if (json) {
      around.json(
          new Done(
              entry.path(),
              node.toString(),
              restored.version().value(),
              restored.revision().value()));
    } else {
      around
          .out()
          .printf(
              "%s is back%s. It comes here in a moment, like any other change.%n",
              entry.path(),
              wanted.version() == null
                  ? ""
                  : " as of version %d, as version %d"
                      .formatted(wanted.version().value(), restored.version().value()));
    }
    return ExitCode.OK;
  }

  private static Restored restore(
      HistoryCalls calls, WorkspaceId workspace, NodeId node, Wanted wanted) throws Exception {
    VersionList now = calls.versions(workspace, node, null, 1);
    boolean here = Files.exists(wanted.path(), LinkOption.NOFOLLOW_LINKS);
    if (wanted.version() == null && here && !now.node().deleted()) {
      throw new HomeException(
          "no-version",
          "%s is there. Say which version is to come back, such as %s@1; 'driftless history' tells"
                  .formatted(wanted.path(), wanted.path())
              + " them.");
    }
    VersionNumber base = now.versions().isEmpty() ? null : now.versions().get(0).version().number();
    return calls.restore(workspace, node, new RestoreRequest(wanted.version(), base, null, null));
  }

  /** A name that ends like a version is taken as a name where there is such a file. */
  private static Wanted parse(String given) {
    Path whole = Path.of(given);
    Matcher parts = WITH_VERSION.matcher(given);
    if (!parts.matches() || Files.exists(whole, LinkOption.NOFOLLOW_LINKS)) {
      return new Wanted(whole, null);
    }
    return new Wanted(Path.of(parts.group(1)), new VersionNumber(Integer.parseInt(parts.group(2))));
  }
}
