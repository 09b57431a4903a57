package io.driftless.client.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.daemon.FolderChoice;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.tree.Selection;
import io.driftless.client.tree.Selection.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code driftless select}: which folders of the workspace this device holds. */
@Command(
    name = "select",
    description = {
      "Chooses which folders of a workspace this device holds; without options tells it.",
      "What is left out goes from here once the server has all of it, and stays everywhere else.",
      "Taken back, it is fetched again. The choice follows a folder wherever it is moved."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  driftless select --remove photos --remove music/live",
      "  driftless select --add photos/2026   the other folders in photos stay left out",
      "  driftless select --tree"
    })
final class SelectCommand implements Callable<Integer> {

  private final Surroundings around;

  @Option(
      names = "--add",
      paramLabel = "PATH",
      description = "Hold this folder, with all that is in it. May be given several times.")
  private List<String> add = new ArrayList<>();

  @Option(
      names = "--remove",
      paramLabel = "PATH",
      description = "Leave this folder out on this device. May be given several times.")
  private List<String> remove = new ArrayList<>();

  @Option(names = "--list", description = "Tell the folders at the top, and all left out.")
  private boolean list;

  @Option(names = "--tree", description = "Tell all folders.")
  private boolean tree;

  @Option(names = "--json", description = "As JSON; docs/client.md tells the fields.")
  private boolean json;

  @Mixin private FolderOption folder = new FolderOption();

  SelectCommand(Surroundings around) {
    this.around = around;
  }

  /** What {@code --json} prints. */
  @JsonPropertyOrder({"folder", "workspace", "folders"})
  record Selected(String folder, String workspace, List<Row> folders) {}

  /** A folder in it. */
  @JsonPropertyOrder({"path", "standing", "files", "bytes"})
  record Row(String path, String standing, long files, long bytes) {}

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    DeviceIdentity identity = around.identity(home);
    LinkedFolder chosen = chosen(home);
    FolderChoice choice =
        new FolderChoice(
            paths(home, chosen, add),
            paths(home, chosen, remove),
            tree && !list ? Integer.MAX_VALUE : 1);
    List<Selection.Folder> folders = new Wishes(home).select(chosen.workspace(), choice);
    boolean atWork = folders != null;
    if (folders == null) {
      folders =
          new WorkspaceFolders(
                  home, around.calls(home, ServerAddress.of(identity.server()), identity.device()))
              .select(chosen.workspace(), choice);
    }
    if (json) {
      around.json(
          new Selected(
              chosen.folder(),
              chosen.workspace().toString(),
              folders.stream().map(SelectCommand::row).toList()));
    } else {
      print(folders, chosen, !atWork && choice.changes());
    }
    return ExitCode.OK;
  }

  private static Row row(Selection.Folder one) {
    return new Row(one.path(), word(one.standing()), one.files(), one.bytes());
  }

  private static String word(Standing standing) {
    return standing.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The folder that was named, or that a path lies in, or that goes without saying. */
  private LinkedFolder chosen(DeviceHome home) throws IOException, HomeException {
    List<String> all = new ArrayList<>(add);
    all.addAll(remove);
    if (!folder.isGiven()) {
      for (String path : all) {
        if (Path.of(path).isAbsolute()) {
          return FolderOption.entry(home, Path.of(path)).folder();
        }
      }
    }
    return folder.choose(home);
  }

  /** Below the linked folder: a path is where the person is, if that is in it, or else in it. */
  private static List<String> paths(DeviceHome home, LinkedFolder chosen, List<String> given)
      throws IOException, HomeException {
    List<String> paths = new ArrayList<>();
    for (String one : given) {
      Path path = Path.of(one);
      boolean inside = Path.of("").toAbsolutePath().toRealPath().startsWith(chosen.path());
      FolderOption.Entry entry =
          FolderOption.entry(home, inside ? path : chosen.path().resolve(path));
      if (!entry.folder().equals(chosen) || entry.path().isEmpty()) {
        throw new HomeException(
            "unknown-folder", "'%s' is no folder in %s.".formatted(one, chosen.folder()));
      }
      paths.add(entry.path());
    }
    return paths;
  }

  private void print(List<Selection.Folder> folders, LinkedFolder chosen, boolean later) {
    if (folders.isEmpty()) {
      around.out().printf("There are no folders in '%s' yet.%n", chosen.workspaceName());
      return;
    }
    boolean leaving = false;
    for (Selection.Folder one : folders) {
      around
          .out()
          .printf(
              "%-8s  %8d files  %10s  %s%n",
              word(one.standing()), one.files(), Sizes.words(one.bytes()), one.path());
      leaving |= one.standing() == Standing.LEAVING;
    }
    if (leaving) {
      around
          .out()
          .println(
              "What is leaving goes once the server has it. 'driftless status' tells what waits.");
    }
    if (later) {
      around.out().println("It holds as soon as the folder is synced: driftless sync");
    }
  }
}
