package io.driftless.client.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.client.status.Pending;
import io.driftless.client.status.Transferred;
import io.driftless.protocol.codec.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a device stands, as {@code status --json} prints it; docs/client.md tells it field by field.
 *
 * @param format the form's version, 1
 * @param state the worst of the roots' states: {@code stopped}, {@code paused}, {@code offline},
 *     {@code held}, {@code syncing}, {@code waiting}, {@code up-to-date}
 * @param device the device's id; null when it is not enrolled
 * @param name what people call it
 * @param server the server's address
 * @param processId of the running client; null when none runs
 * @param link whether the line to the broker stands
 * @param roots the synced folders
 * @param problems what waits or is wrong, and why
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonPropertyOrder({
  "format",
  "state",
  "device",
  "name",
  "server",
  "processId",
  "link",
  "roots",
  "problems"
})
public record StatusReport(
    int format,
    String state,
    @Nullable String device,
    @Nullable String name,
    @Nullable String server,
    @Nullable Long processId,
    Link link,
    List<Root> roots,
    List<Trouble> problems) {

  /** The form that this code writes. */
  public static final int FORMAT = 1;

  public StatusReport {
    roots = List.copyOf(roots);
    problems = List.copyOf(problems);
  }

  /**
   * The line to the broker.
   *
   * @param up whether messages pass
   * @param message why not; null when they do
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @JsonPropertyOrder({"up", "message"})
  public record Link(boolean up, @Nullable String message) {}

  /**
   * One synced folder.
   *
   * @param folder its absolute path
   * @param workspace its workspace's id
   * @param workspaceName what people call that
   * @param state as above, for this folder alone
   * @param revision how far the workspace's journal was read
   * @param pending what is left to do
   * @param transferred what travelled since the client was started
   */
  @JsonPropertyOrder({
    "folder",
    "workspace",
    "workspaceName",
    "state",
    "revision",
    "pending",
    "transferred"
  })
  public record Root(
      String folder,
      String workspace,
      String workspaceName,
      String state,
      long revision,
      Directions pending,
      Transferred transferred) {}

  /** What is left to do, each way. */
  @JsonPropertyOrder({"up", "down"})
  public record Directions(Pending up, Pending down) {}

  /**
   * Something that waits or is wrong.
   *
   * @param folder the synced folder that it belongs to; null when it is the device's
   * @param path relative to the folder, with '/'; empty for the folder itself or the device
   * @param code stable, for programs
   * @param message for people: what is the matter and what to do
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @JsonPropertyOrder({"folder", "path", "code", "message"})
  public record Trouble(@Nullable String folder, String path, String code, String message) {}

  /** The same report in another state. */
  public StatusReport withState(String other) {
    return new StatusReport(format, other, device, name, server, processId, link, roots, problems);
  }

  /** The report in its stable form. */
  public byte[] json() {
    try {
      return Codec.json().writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report of ours can't be written", e);
    }
  }

  /** The same report from a client that no longer runs. */
  public StatusReport stopped(Trouble why) {
    return new StatusReport(
        format,
        "stopped",
        device,
        name,
        server,
        null,
        new Link(false, why.message()),
        roots,
        java.util.stream.Stream.concat(java.util.stream.Stream.of(why), problems.stream())
            .toList());
  }
}
