package io.driftless.client.cli;

import io.driftless.client.address.ServerAddress;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.FolderRules;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.home.RootMarker;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.ServerException.Kind;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code driftless init FOLDER}: links a folder with a workspace. */
@Command(
    name = "init",
    description = {
      "Links a folder with a workspace, so that 'driftless sync' keeps them the same.",
      "What is in the folder and what is in the workspace come together; nothing is overwritten."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  private final Surroundings around;

  @Parameters(paramLabel = "FOLDER", description = "An existing folder, empty or not.")
  private Path folder = Path.of("");

  @Option(
      names = "--workspace",
      paramLabel = "WORKSPACE",
      description = "The workspace's name or id. Default: your personal one.")
  private @Nullable String workspace;

  InitCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    DeviceIdentity identity = around.identity(home);
    LinkedFolders linked = Surroundings.folders(home);
    Path real = new FolderRules(home, linked).check(folder.toAbsolutePath());
    if (!linked.folders().isEmpty()) {
      throw new HomeException(
          "home-in-use",
          "This device syncs %s already, and a device syncs one folder. For another folder, enrol"
                  .formatted(linked.folders().get(0).folder())
              + " another device: choose another state folder with "
              + DeviceHome.VARIABLE
              + " and log in there.");
    }
    WorkspaceInfo space = choose(home, identity);
    new RootMarker(space.workspace(), identity.device(), home.path().toString()).write(real);
    home.folders()
        .write(
            new LinkedFolders(
                List.of(new LinkedFolder(real.toString(), space.workspace(), space.name()))));
    around.out().printf("%s is linked with the workspace '%s'.%n", real, space.name());
    around.out().println("Next: driftless sync");
    return ExitCode.OK;
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
