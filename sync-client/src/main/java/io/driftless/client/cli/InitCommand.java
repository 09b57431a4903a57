package io.driftless.client.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.daemon.FolderChoice;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.FolderRules;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.HomeLock;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.home.RootMarker;
import io.driftless.client.report.StatusReport;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.ServerException.Kind;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code driftless init FOLDER}: links a folder with a workspace. */
@Command(
    name = "init",
    description = {
      "Links a folder with a workspace, so that 'driftless sync' keeps them the same.",
      "What is in the folder and what is in the workspace come together; nothing is overwritten.",
      "Run it again for further folders, each with a workspace of its own."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(InitCommand.class);

  private final Surroundings around;

  @Parameters(paramLabel = "FOLDER", description = "An existing folder, empty or not.")
  private Path folder = Path.of("");

  @Option(
      names = "--workspace",
      paramLabel = "WORKSPACE",
      description = "The workspace's name or id. Default: your personal one.")
  private @Nullable String workspace;

  @Option(
      names = "--without",
      paramLabel = "PATH",
      description =
          "A folder of the workspace to leave out on this device; see 'driftless select'. May be"
              + " given several times.")
  private List<String> without = List.of();

  @Option(names = "--json", description = "Tell what was linked as JSON.")
  private boolean json;

  InitCommand(Surroundings around) {
    this.around = around;
  }

  /** What {@code --json} prints. */
  @JsonPropertyOrder({"folder", "workspace", "workspaceName"})
  record Linked(String folder, String workspace, String workspaceName) {}

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    DeviceIdentity identity = around.identity(home);
    Path asked = folder.toAbsolutePath();
    new FolderRules(home, Surroundings.folders(home)).check(asked);
    WorkspaceInfo space = choose(home, identity);
    leaveOut(home, identity, space);
    Path real;
    try (HomeLock lock = HomeLock.takeEdit(home)) {
      LinkedFolders linked = Surroundings.folders(home);
      real = new FolderRules(home, linked).check(asked);
      checkWorkspace(space, linked);
      LOG.info("Linking {} with {}, lock {}", real, space, lock != null);
      home.indexes().retire(space.workspace());
      new RootMarker(space.workspace(), identity.device(), home.path().toString()).write(real);
      home.folders()
          .write(linked.with(new LinkedFolder(real.toString(), space.workspace(), space.name())));
    }
    StatusReport running = new Wishes(home).reload();
    if (json) {
      around.json(new Linked(real.toString(), space.workspace().toString(), space.name()));
      return ExitCode.OK;
    }
    around.out().printf("%s is linked with the workspace '%s'.%n", real, space.name());
    around
        .out()
        .println(running == null ? "Next: driftless sync" : "The client that runs syncs it now.");
    return ExitCode.OK;
  }

  /** What was left out when the workspace was linked before counts no more. */
  private void leaveOut(DeviceHome home, DeviceIdentity identity, WorkspaceInfo space)
      throws Exception {
    checkWorkspace(space, Surroundings.folders(home));
    home.writeLeftOut(space.workspace(), Set.of());
    if (!without.isEmpty()) {
      new WorkspaceFolders(
              home, around.calls(home, ServerAddress.of(identity.server()), identity.device()))
          .select(space.workspace(), new FolderChoice(List.of(), without, 1));
    }
  }

  private static void checkWorkspace(WorkspaceInfo space, LinkedFolders linked)
      throws HomeException {
    for (LinkedFolder other : linked.folders()) {
      if (other.workspace().equals(space.workspace())) {
        throw new HomeException(
            "workspace-linked",
            "This device syncs the workspace '%s' already, in %s. Choose another workspace with"
                    .formatted(space.name(), other.folder())
                + " --workspace, or unlink that folder first: driftless unlink '%s'"
                    .formatted(other.folder()));
      }
    }
  }

  private WorkspaceInfo choose(DeviceHome home, DeviceIdentity identity) throws Exception {
    List<WorkspaceInfo> all =
        around
            .calls(home, ServerAddress.of(identity.server()), identity.device())
            .workspaces()
            .workspaces();
    String wanted = workspace;
    List<WorkspaceInfo> found =
        all.stream()
            .filter(
                info ->
                    wanted == null
                        ? info.personal()
                        : info.name().equals(wanted) || info.workspace().toString().equals(wanted))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String names =
        all.stream()
            .map(info -> "  %s  %s".formatted(info.workspace(), info.name()))
            .collect(Collectors.joining("\n"));
    throw new ServerException(
        Kind.NOT_FOUND,
        found.isEmpty() ? "no-workspace" : "ambiguous-workspace",
        (found.isEmpty()
                ? "You are no member of a workspace '%s'. Yours are:%n%s"
                : "Several workspaces are called '%s'. Name it by its id:%n%s")
            .formatted(wanted == null ? "(personal)" : wanted, names));
  }
}
