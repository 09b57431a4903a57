package io.driftless.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.driftless.protocol.api.BurstMessages.BurstInfo;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.NodeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about what happened in a workspace. */
public final class ActivityMessages {

  private ActivityMessages() {}

  /** What was done to a node. */
  public enum Deed {
    /** It was not there before. */
    @JsonProperty("made")
    MADE,
    /** A file has new content. */
    @JsonProperty("edited")
    EDITED,
    /** It has another name, in the same folder. */
    @JsonProperty("renamed")
    RENAMED,
    /** It lies in another folder, perhaps under another name. */
    @JsonProperty("moved")
    MOVED,
    /** It was removed; of a folder all that lay in it. */
    @JsonProperty("removed")
    REMOVED,
    /** It came back, or a folder above it did. */
    @JsonProperty("restored")
    RESTORED
  }

  /**
   * What somebody did to one node.
   *
   * @param revision of the journal row
   * @param name of the node then, in the folder {@code parent}
   * @param fromParent where it was before, of what was moved; else null
   * @param fromName its name before, of what was moved or renamed; else null
   * @param version its version after it; NONE for folders
   * @param size of that version, in bytes; null for folders
   * @param deviceName as people call it; null when it is gone
   * @param username null when the account is gone
   * @param at when the server applied it, as in RFC 3339
   */
  public record Activity(
      Revision revision,
      Deed deed,
      NodeId node,
      NodeKind kind,
      NodeId parent,
      String name,
      @Nullable NodeId fromParent,
      @Nullable String fromName,
      VersionNumber version,
      @Nullable Long size,
      DeviceId device,
      @Nullable String deviceName,
      AccountId account,
      @Nullable String username,
      String at) {}

  /**
   * {@code GET /api/v1/workspaces/{w}/activity?page=&limit=}: the last first.
   *
   * @param bursts that wait for a decision: for owners, on the first page; else empty
   * @param nextPage opaque; null after the last page
   */
  public record ActivityPage(
      List<Activity> activities, List<BurstInfo> bursts, @Nullable String nextPage)
      implements Paged {
    public ActivityPage {
      activities = List.copyOf(activities);
      bursts = List.copyOf(bursts);
    }
  }
}
