package io.driftless.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.driftless.protocol.id.BurstId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about bursts: so many deletes and rewrites of one device that they wait. */
public final class BurstMessages {

  private BurstMessages() {}

  /** What holds in a workspace: a burst is more than both, of one device within ten minutes. */
  public record BurstPolicy(Integer files, Integer percent) {}

  /**
   * What holds, and whose rule it is.
   *
   * @param files a burst deletes or rewrites more files than this; 0 for no bursts at all
   * @param percent and more than this part of the live files
   * @param own whether the workspace has a rule of its own, else the server's
   */
  public record BurstRule(int files, int percent, boolean own) {}

  /** What was decided about a burst. */
  public enum BurstState {
    /** Nothing yet: its changes wait, and so do all further deletes and rewrites of the device. */
    @JsonProperty("parked")
    PARKED,
    /** They may happen, and what the device deletes and rewrites in the hour after. */
    @JsonProperty("approved")
    APPROVED,
    /** They may not. */
    @JsonProperty("rejected")
    REJECTED
  }

  /**
   * A burst.
   *
   * @param deviceName as people call it; null when it is gone
   * @param username whose device it is; null when the account is gone
   * @param counted files that the device had deleted or wanted to within ten minutes
   * @param changes how many wait, or waited
   * @param began when it was noticed, as in RFC 3339
   * @param decided when somebody decided; null when nobody has
   * @param decidedBy who; null when nobody has
   */
  public record BurstInfo(
      BurstId burst,
      WorkspaceId workspace,
      DeviceId device,
      @Nullable String deviceName,
      @Nullable String username,
      BurstState state,
      long counted,
      long changes,
      String began,
      @Nullable String decided,
      @Nullable String decidedBy) {}

  /** The last bursts first, at most 100; undecided ones of all workspaces for operators. */
  public record BurstList(List<BurstInfo> bursts) {
    public BurstList {
      bursts = List.copyOf(bursts);
    }
  }

  /** What a change of a burst would do. */
  public enum BurstDeed {
    /** Remove a file, or a folder with all that lies in it. */
    @JsonProperty("remove")
    REMOVE,
    /** Replace the content of a file. */
    @JsonProperty("rewrite")
    REWRITE
  }

  /**
   * A change that waits.
   *
   * @param name of the node now; null when there is no such node
   * @param files how many it is about: of a folder those in it
   */
  public record BurstChange(NodeId node, BurstDeed deed, @Nullable String name, int files) {}

  /**
   * What a burst would do.
   *
   * @param nextPage opaque; null after the last page
   */
  public record BurstPage(List<BurstChange> changes, @Nullable String nextPage) implements Paged {
    public BurstPage {
      changes = List.copyOf(changes);
    }
  }

  /**
   * A decision, which may be changed by another one.
   *
   * @param approve whether the changes may happen
   */
  public record BurstDecision(Boolean approve) {}
}
