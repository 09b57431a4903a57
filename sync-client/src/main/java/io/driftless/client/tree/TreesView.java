package io.driftless.client.tree;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The three trees to read. Valid until the next change; from the engine's thread. */
public interface TreesView {

  /** A node; {@link NodeState#unknown} when nothing is known. Not for {@link NodeId#ROOT}. */
  NodeState get(NodeId id);

  /** The node that is on the disk under this name. */
  @Nullable NodeId localChild(Place place);

  /** The node with that name in the remote tree, itself not removed. */
  @Nullable NodeId remoteChild(Place place);

  /** What is on the disk in a folder. */
  Collection<NodeId> localChildren(NodeId folder);

  /** What the journal has in a folder, itself not removed. */
  Collection<NodeId> remoteChildren(NodeId folder);

  /** Whether the journal knows the node and neither it nor an ancestor is removed. */
  boolean remoteLive(NodeId id);

  /** The folders of the remote tree that this device leaves out, with all that is in them. */
  Set<NodeId> leftOut();

  /** Whether the journal has the node in, or as, a folder that this device leaves out. */
  default boolean isLeftOut(NodeId id) {
    return isRemoteWithin(id, leftOut());
  }

  /** Whether the journal has the node in, or as, one of these. */
  default boolean isRemoteWithin(NodeId id, Set<NodeId> tops) {
    NodeId at = id;
    while (!tops.isEmpty() && !at.isRoot()) {
      if (tops.contains(at)) {
        return true;
      }
      RemoteEntry remote = get(at).remote();
      if (remote == null) {
        return false;
      }
      at = remote.place().parent();
    }
    return false;
  }

  /** Whether the node is a folder on the disk, or is the root: a link never holds anything. */
  default boolean isLocalFolder(NodeId id) {
    LocalEntry local = id.isRoot() ? null : get(id).local();
    return id.isRoot() || (local != null && local.kind() == NodeKind.FOLDER);
  }

  /** Whether {@code ancestor} is the node or lies above it on the disk. */
  default boolean localBeneath(NodeId node, NodeId ancestor) {
    NodeId at = node;
    while (!at.equals(ancestor)) {
      LocalEntry local = at.isRoot() ? null : get(at).local();
      if (local == null) {
        return false;
      }
      at = local.place().parent();
    }
    return true;
  }

  /** Whether {@code ancestor} is the node or lies above it in the remote tree. */
  default boolean remoteBeneath(NodeId node, NodeId ancestor) {
    NodeId at = node;
    while (!at.equals(ancestor)) {
      RemoteEntry remote = at.isRoot() ? null : get(at).remote();
      if (remote == null) {
        return false;
      }
      at = remote.place().parent();
    }
    return true;
  }
}
