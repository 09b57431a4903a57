package io.driftless.server.store;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;

/** The primary key of what exists once for a node of a workspace. */
public final class NodeKey implements Serializable {

  private static final long serialVersionUID = 1L;
  private UUID workspaceId;
  private UUID nodeId;

  /** For the persistence provider. */
  @SuppressWarnings("NullAway.Init") // the provider fills the fields
  public NodeKey() {}

  /** This node of this workspace. */
  public NodeKey(WorkspaceId workspace, NodeId node) {
    this.workspaceId = workspace.value();
    this.nodeId = node.value();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeKey key
        && Objects.equals(workspaceId, key.workspaceId)
        && Objects.equals(nodeId, key.nodeId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(workspaceId, nodeId);
  }
}
