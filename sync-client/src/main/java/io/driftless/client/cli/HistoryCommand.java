package io.driftless.client.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.protocol.api.HistoryMessages.VersionInfo;
import io.driftless.protocol.api.HistoryMessages.VersionList;
import io.driftless.protocol.id.NodeId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code driftless history FILE}: its versions on the server. */
@Command(
    name = "history",
    description = {
      "Lists the versions of a file that the server keeps, the newest first.",
      "The file may be gone. To bring one back: driftless restore FILE@VERSION"
    },
    mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {

  private static final int MOST = 1_000;

  private final Surroundings around;

  @Parameters(paramLabel = "FILE", description = "In a linked folder; it may be gone by now.")
  private Path file = Path.of("");

  @Option(
      names = {"-n", "--most"},
      paramLabel = "NUMBER",
      defaultValue = "50",
      description = "How many of the newest, at most 1,000. Default: ${DEFAULT-VALUE}.")
  private int most;

  @Option(names = "--json", description = "As JSON; docs/client.md tells the fields.")
  private boolean json;

  HistoryCommand(Surroundings around) {
    this.around = around;
  }

  /**
   * What {@code --json} prints.
   *
   * @param deleted whether it is gone there
   * @param hasMore whether there are older versions
   */
  @JsonPropertyOrder({"path", "node", "deleted", "versions", "hasMore"})
  record History(String path, String node, boolean deleted, List<Row> versions, boolean hasMore) {}

  /** A version in it. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @JsonPropertyOrder({
    "version",
    "size",
    "newBytes",
    "committedMillis",
    "device",
    "deviceName",
    "username",
    "revision"
  })
  record Row(
      long version,
      long size,
      @Nullable Long newBytes,
      long committedMillis,
      String device,
      @Nullable String deviceName,
      @Nullable String username,
      long revision) {}

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    DeviceIdentity identity = around.identity(home);
    FolderOption.Entry entry = FolderOption.entry(home, file);
    NodeId node = KnownNode.at(home, entry);
    VersionList list =
        around
            .history(home, identity)
            .versions(entry.folder().workspace(), node, null, Math.max(1, Math.min(most, MOST)));
    History history =
        new History(
            entry.path(),
            node.toString(),
            list.node().deleted(),
            list.versions().stream().map(HistoryCommand::row).toList(),
            list.hasMore());
    if (json) {
      around.json(history);
    } else {
      print(history);
    }
    return ExitCode.OK;
  }

  private static Row row(VersionInfo info) {
    return new Row(
        info.version().number().value(),
        info.version().size(),
        info.newBytes(),
        info.committedMillis(),
        info.device().value(),
        info.deviceName(),
        info.username(),
        info.revision().value());
  }

  private void print(History history) {
    if (history.versions().isEmpty()) {
      around.out().println(history.path() + " is a folder; folders have no versions.");
      return;
    }
    around.out().printf("%8s  %-19s  %10s  %10s  %s%n", "VERSION", "WHEN", "SIZE", "NEW", "BY");
    for (Row row : history.versions()) {
      around
          .out()
          .printf(
              "%8d  %-19s  %10s  %10s  %s on %s%n",
              row.version(),
              Times.words(row.committedMillis()),
              Sizes.words(row.size()),
              row.newBytes() == null ? "-" : Sizes.words(row.newBytes()),
              row.username() == null ? "somebody" : row.username(),
              row.deviceName() == null ? row.device() : row.deviceName());
    }
    if (history.deleted()) {
      around.out().println("It was deleted. To bring it back: driftless restore FILE");
    }
    if (history.hasMore()) {
      around.out().println("There are older ones: --most 1000");
    }
  }
}
