package io.driftless.client.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.HomeLock;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.home.RootMarker;
import io.driftless.client.report.StatusReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code driftless unlink FOLDER}: syncs a folder no more; files stay. */
@Command(
    name = "unlink",
    description = {
      "Stops syncing a folder on this device.",
      "All files stay where they are, here and there.",
      "To sync it again: driftless init FOLDER. For the whole device: driftless logout."
    },
    mixinStandardHelpOptions = true)
final class UnlinkCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(UnlinkCommand.class);

  private final Surroundings around;

  @Parameters(paramLabel = "FOLDER", description = "A linked folder; it may be gone.")
  private Path folder = Path.of("");

  @Option(names = "--json", description = "Tell what was unlinked as JSON.")
  private boolean json;

  UnlinkCommand(Surroundings around) {
    this.around = around;
  }

  /**
   * What {@code --json} prints.
   *
   * @param unsentFiles how many changes the server had not got yet; they stay in the folder
   * @param recovered copies of replaced files that were written into since
   */
  @JsonPropertyOrder({"folder", "workspace", "workspaceName", "unsentFiles", "recovered"})
  record Unlinked(
      String folder,
      String workspace,
      String workspaceName,
      long unsentFiles,
      List<String> recovered) {}

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    Wishes wishes = new Wishes(home);
    StatusReport before = wishes.status();
    LinkedFolder gone;
    List<String> recovered;
    try (HomeLock lock = HomeLock.takeEdit(home)) {
      LinkedFolders linked = Surroundings.folders(home);
      gone = find(linked);
      LOG.info("Unlinking {}, lock {}", gone, lock != null);
      home.folders().write(linked.without(gone));
      wishes.reload(); // returns once nobody works on the folder
      new LeftBehind(home).unlock(gone);
      recovered = new LeftBehind(home).letGo(gone, around.clock());
      removeMarker(gone);
      home.indexes().retire(gone.workspace());
      home.writeLeftOut(gone.workspace(), Set.of());
    }
    Unlinked done =
        new Unlinked(
            gone.folder(),
            gone.workspace().toString(),
            gone.workspaceName(),
            before == null ? 0 : unsent(before, gone),
            recovered);
    if (json) {
      around.json(done);
    } else {
      around.out().printf("%s is synced no more. Your files stay.%n", gone.folder());
      if (done.unsentFiles() > 0) {
        around
            .out()
            .printf(
                "The server has not got %d changes of it; they are in the folder only.%n",
                done.unsentFiles());
      }
      tell(recovered);
    }
    return ExitCode.OK;
  }

  private void tell(List<String> recovered) {
    recovered.forEach(
        copy -> around.out().printf("Written into after it was replaced, and kept: '%s'.%n", copy));
  }

  private LinkedFolder find(LinkedFolders linked) throws HomeException, IOException {
    Path asked = folder.toAbsolutePath().normalize();
    Path real = Files.exists(asked) ? asked.toRealPath() : asked;
    for (LinkedFolder one : linked.folders()) {
      if (one.path().equals(real) || one.path().equals(asked)) {
        return one;
      }
    }
    throw new HomeException(
        "not-linked",
        "%s is not linked. %s"
            .formatted(
                asked,
                linked.folders().isEmpty()
                    ? "No folder is."
                    : "These are: "
                        + String.join(
                            ", ", linked.folders().stream().map(LinkedFolder::folder).toList())));
  }

  private static long unsent(StatusReport before, LinkedFolder gone) {
    return before.roots().stream()
        .filter(root -> root.folder().equals(gone.folder()))
        .mapToLong(root -> root.pending().up().files())
        .sum();
  }

  private void removeMarker(LinkedFolder gone) {
    try {
      RootMarker.remove(gone.path());
    } catch (IOException e) {
      around
          .err()
          .printf(
              "driftless: %s keeps its marker %s: %s%n",
              gone.folder(), RootMarker.PATH, e.getMessage());
    }
  }
}
