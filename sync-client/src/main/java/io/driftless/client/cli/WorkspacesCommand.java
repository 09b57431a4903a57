package io.driftless.client.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.server.ServerCalls;
import io.driftless.protocol.api.WorkspaceMessages.NewWorkspace;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless workspaces}: which there are, and where they are synced here. */
@Command(
    name = "workspaces",
    description = {
      "Lists the workspaces that you are a member of, and the folder of each on this device.",
      "To sync one: driftless init FOLDER --workspace NAME"
    },
    mixinStandardHelpOptions = true)
final class WorkspacesCommand implements Callable<Integer> {

  private final Surroundings around;

  @Option(names = "--create", paramLabel = "NAME", description = "Make one first; you own it.")
  private @Nullable String create;

  @Option(names = "--json", description = "As JSON; docs/client.md tells the fields.")
  private boolean json;

  WorkspacesCommand(Surroundings around) {
    this.around = around;
  }

  /**
   * One workspace, as {@code --json} prints it.
   *
   * @param role the caller's: owner, editor or viewer
   * @param folder where this device syncs it; null when it does not
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @JsonPropertyOrder({"workspace", "name", "role", "personal", "folder"})
  record Row(
      String workspace, String name, String role, boolean personal, @Nullable String folder) {}

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    DeviceIdentity identity = around.identity(home);
    ServerCalls calls = around.calls(home, ServerAddress.of(identity.server()), identity.device());
    if (create != null) {
      calls.makeWorkspace(new NewWorkspace(create));
    }
    LinkedFolders folders = Surroundings.folders(home);
    List<Row> rows =
        calls.workspaces().workspaces().stream().map(info -> row(info, folders)).toList();
    if (json) {
      around.json(rows);
    } else {
      rows.forEach(this::print);
    }
    return ExitCode.OK;
  }

  private static Row row(WorkspaceInfo info, LinkedFolders folders) {
    String folder =
        folders.folders().stream()
            .filter(linked -> linked.workspace().equals(info.workspace()))
            .map(LinkedFolder::folder)
            .findFirst()
            .orElse(null);
    return new Row(
        info.workspace().toString(),
        info.name(),
        info.role().name().toLowerCase(Locale.ROOT),
        info.personal(),
        folder);
  }

  private void print(Row row) {
    around
        .out()
        .printf(
            "%s  %-6s  %s%s%n",
            row.workspace(),
            row.role(),
            row.name(),
            row.folder() == null ? "" : "  in " + row.folder());
  }
}
