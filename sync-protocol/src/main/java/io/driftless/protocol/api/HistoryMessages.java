package io.driftless.protocol.api;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about the history of one node. */
public final class HistoryMessages {

  private HistoryMessages() {}

  /**
   * A version with who made it and when.
   *
   * @param version its facts
   * @param device the device that committed it
   * @param deviceName what people call that device; null when it is no longer known
   * @param account whose device it was
   * @param username what people know that person by; null when the account is no longer known
   * @param revision the journal row with which it became current
   * @param committedMillis when the server took it
   * @param newBytes how many bytes of its content the workspace held in no chunk before; null where
   *     that was not noted yet
   */
  public record VersionInfo(
      FileVersion version,
      DeviceId device,
      @Nullable String deviceName,
      AccountId account,
      @Nullable String username,
      Revision revision,
      long committedMillis,
      @Nullable Long newBytes) {}

  /**
   * {@code GET /api/v1/workspaces/{w}/nodes/{n}/versions?before=&limit=}: the versions of a node,
   * newest first.
   *
   * @param node the node's last journal row
   * @param versions those below {@code before}; none for a folder
   * @param hasMore whether there are older ones after this page
   */
  public record VersionList(NodeRow node, List<VersionInfo> versions, boolean hasMore) {
    public VersionList {
      versions = List.copyOf(versions);
    }
  }

  /**
   * {@code POST /api/v1/workspaces/{w}/nodes/{n}/restore}: brings back a removed node, of a folder
   * all that lay in it, or an older content as the next version.
   *
   * @param from the version whose content is wanted; null for the last one
   * @param base the current version that the caller has seen: a later one is told as {@code stale};
   *     null to restore whatever is current
   * @param parent where to, for a removed node; null for where it was
   * @param name under which name, for a removed node; null for the one that it had
   */
  public record RestoreRequest(
      @Nullable VersionNumber from,
      @Nullable VersionNumber base,
      @Nullable NodeId parent,
      @Nullable String name) {}

  /**
   * What a restore did.
   *
   * @param revision the journal row that it wrote; the node's last one when there was nothing to do
   * @param version the node's current version after it; NONE for folders
   * @param head the workspace right after
   */
  public record Restored(Revision revision, VersionNumber version, Cursor head) {}
}
