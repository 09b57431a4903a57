package io.driftless.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.ShareId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about sharing links. Times are as in RFC 3339. */
public final class ShareMessages {

  private ShareMessages() {}

  /** What visitors of a link may do. */
  public enum ShareKind {
    /** See and download a file, or a folder with all that lies in it. */
    @JsonProperty("view")
    VIEW,
    /** Put files into a folder, and see nothing of it. */
    @JsonProperty("drop")
    DROP
  }

  /** Whether a link works. */
  public enum ShareState {
    /** It works, as long as its maker may write to the workspace and the node is there. */
    @JsonProperty("open")
    OPEN,
    /** Its time is over. */
    @JsonProperty("expired")
    EXPIRED,
    /** It was downloaded as often as it may be. */
    @JsonProperty("used-up")
    USED_UP,
    /** Somebody revoked it. */
    @JsonProperty("revoked")
    REVOKED
  }

  /**
   * {@code POST /api/v1/workspaces/{w}/shares}: a new link.
   *
   * @param node what is shared; a folder for drops
   * @param label what visitors read above it; null for the node's name
   * @param expires until when it works; null for as long as nobody revokes it
   * @param password what visitors have to give; null for none
   * @param downloads how often it may be downloaded; null for no limit
   */
  public record NewShare(
      NodeId node,
      ShareKind kind,
      @Nullable String label,
      @Nullable String expires,
      @Nullable String password,
      @Nullable Integer downloads) {}

  /**
   * A link as its workspace's members see it; its address is told to its maker alone, once.
   *
   * @param label what visitors read above it; null for the node's name
   * @param maker who made it: visitors act in this name
   * @param protectedByPassword whether visitors have to give a password
   * @param downloadsAllowed null for no limit
   * @param downloads how often a file or a zip of it was downloaded
   * @param drops how many files came in
   */
  public record ShareInfo(
      ShareId share,
      NodeId node,
      ShareKind kind,
      ShareState state,
      @Nullable String label,
      String maker,
      String created,
      @Nullable String expires,
      boolean protectedByPassword,
      @Nullable Integer downloadsAllowed,
      int downloads,
      int drops) {}

  /**
   * What a new link's maker is told.
   *
   * @param url the link itself; nobody can be told it again
   */
  public record MadeShare(ShareInfo share, String url) {}

  /**
   * {@code GET /api/v1/workspaces/{w}/shares}: the last made first.
   *
   * @param shares at most 1,000
   */
  public record ShareList(List<ShareInfo> shares) {
    public ShareList {
      shares = List.copyOf(shares);
    }
  }
}
