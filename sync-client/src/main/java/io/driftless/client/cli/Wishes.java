package io.driftless.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.client.control.ControlClient;
import io.driftless.client.control.ControlServer.Wish;
import io.driftless.client.daemon.Device;
import io.driftless.client.daemon.FolderChoice;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.client.report.StatusReport;
import io.driftless.client.tree.Selection.Folder;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What commands ask of the client that runs, by name; both ends of it. */
final class Wishes {

  private static final String STATUS = "status";
  private static final String RELOAD = "reload";
  private static final String NODE_AT = "node-at";
  private static final String SELECT = "select";
  private static final String CONFIRM_DELETES = "confirm-deletes";

  private final ControlClient client;

  /** The asking end. */
  Wishes(DeviceHome home) {
    this.client = new ControlClient(home);
  }

  /** The fulfilling end. */
  static Map<String, Wish> of(Device device) {
    return Map.of(
        STATUS,
        with -> device.report(),
        RELOAD,
        with -> {
          device.reload();
          return device.report();
        },
        NODE_AT,
        with -> {
          NodeId node =
              device.nodeAt(
                  WorkspaceId.of(with.path("workspace").asText()), with.path("path").asText());
          return Map.of("node", node == null ? "" : node.toString());
        },
        SELECT,
        with -> {
          List<Folder> folders =
              device.select(
                  WorkspaceId.of(with.path("workspace").asText()),
                  Codec.json().treeToValue(with.path("choice"), FolderChoice.class));
          return new Selected(folders);
        },
        CONFIRM_DELETES,
        with -> {
          device.confirmDeletes();
          return device.report();
        });
  }

  /** How the device stands; null when no client runs. */
  @Nullable StatusReport status() throws IOException, HomeException {
    return report(client.ask(STATUS));
  }

  /** Has the folders and settings read again; null when no client runs. */
  @Nullable StatusReport reload() throws IOException, HomeException {
    return report(client.ask(RELOAD));
  }

  /** Lets held deletes go; null when no client runs. */
  @Nullable StatusReport confirmDeletes() throws IOException, HomeException {
    return report(client.ask(CONFIRM_DELETES));
  }

  /** The node at a path; null when none is known there, or no client runs. */
  @Nullable NodeId nodeAt(FolderOption.Entry entry) throws IOException, HomeException {
    JsonNode answer =
        client.ask(
            NODE_AT,
            Map.of("workspace", entry.folder().workspace().toString(), "path", entry.path()));
    String node = answer == null ? "" : answer.path("node").asText();
    return node.isEmpty() ? null : NodeId.of(node);
  }

  /**
   * How the folders of a workspace stand.
   *
   * @param folders null when the workspace's folder is not at work
   */
  private record Selected(@Nullable List<Folder> folders) {}

  /**
   * Leaves folders out, or holds them again; answers how they stand then, null when no client has
   * the folder at work.
   */
  @Nullable List<Folder> select(WorkspaceId workspace, FolderChoice choice)
      throws IOException, HomeException {
    JsonNode answer =
        client.ask(SELECT, Map.of("workspace", workspace.toString(), "choice", choice));
    return answer == null ? null : Codec.json().treeToValue(answer, Selected.class).folders();
  }

  private static @Nullable StatusReport report(@Nullable JsonNode answer) throws IOException {
    return answer == null ? null : Codec.json().treeToValue(answer, StatusReport.class);
  }
}
