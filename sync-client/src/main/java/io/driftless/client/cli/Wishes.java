package io.driftless.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.client.control.ControlClient;
import io.driftless.client.control.ControlServer.Wish;
import io.driftless.client.daemon.Device;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.report.StatusReport;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What commands ask of the client that runs, by name; both ends of it. */
final class Wishes {

  private static final String STATUS = "status";
  private static final String RELOAD = "reload";
  private static final String NODE_AT = "node-at";
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
        CONFIRM_DELETES,
        with -> {
          device.confirmDeletes();
          return device.report();
        });
  }

  /** How the device stands; null when no client runs. */
  @Nullable StatusReport status() throws IOException {
    return report(client.ask(STATUS));
  }

  /** Has the folders and settings read again; null when no client runs. */
  @Nullable StatusReport reload() throws IOException {
    return report(client.ask(RELOAD));
  }

  /** Lets held deletes go; null when no client runs. */
  @Nullable StatusReport confirmDeletes() throws IOException {
    return report(client.ask(CONFIRM_DELETES));
  }

  /** The node at a path; null when none is known there, or no client runs. */
  @Nullable NodeId nodeAt(FolderOption.Entry entry) throws IOException {
    JsonNode answer =
        client.ask(
            NODE_AT,
            Map.of("workspace", entry.folder().workspace().toString(), "path", entry.path()));
    String node = answer == null ? "" : answer.path("node").asText();
    return node.isEmpty() ? null : NodeId.of(node);
  }

  private static @Nullable StatusReport report(@Nullable JsonNode answer) throws IOException {
    return answer == null ? null : Codec.json().treeToValue(answer, StatusReport.class);
  }
}
