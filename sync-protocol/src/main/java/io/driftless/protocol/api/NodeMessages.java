package io.driftless.protocol.api;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about nodes, for callers that hold no tree of their own. */
public final class NodeMessages {

  private NodeMessages() {}

  /**
   * A node as its last journal row left it. The root has no row: its id is all zero, its name
   * empty, its revision 0, and who changed it is null.
   *
   * @param parent the folder that holds it; the root's is the root
   * @param version its current version; null for folders
   * @param live whether neither it nor a folder above it is removed
   * @param revision of its last row
   * @param commit the commit that wrote that row
   * @param device the device that sent it
   * @param account whose device it was
   * @param changedMillis when the server applied it
   */
  public record NodeInfo(
      NodeId node,
      NodeId parent,
      String name,
      NodeKind kind,
      @Nullable FileVersion version,
      boolean live,
      Revision revision,
      @Nullable CommitId commit,
      @Nullable DeviceId device,
      @Nullable AccountId account,
      long changedMillis) {}

  /**
   * {@code GET /api/v1/workspaces/{w}/nodes/{n}/children?page=&limit=}: what lies in a folder.
   *
   * @param nodes by name, in the order of their UTF-8 bytes
   * @param nextPage opaque; null after the last page
   */
  public record NodePage(List<NodeInfo> nodes, @Nullable String nextPage) implements Paged {
    public NodePage {
      nodes = List.copyOf(nodes);
    }
  }

  /** {@code POST /api/v1/workspaces/{w}/nodes}: a new folder in a live one. */
  public record NewFolder(NodeId parent, String name) {}

  /**
   * {@code PATCH /api/v1/workspaces/{w}/nodes/{n}}: another place or name.
   *
   * @param parent null for where it is
   * @param name null for the name that it has
   */
  public record NodeMove(@Nullable NodeId parent, @Nullable String name) {}

  /**
   * {@code POST /api/v1/workspaces/{w}/nodes/{n}/copies}: a copy of a file, a link, or a folder
   * with all that lies in it.
   *
   * @param parent where to
   * @param name null for the name that the original has
   */
  public record NodeCopy(NodeId parent, @Nullable String name) {}
}
