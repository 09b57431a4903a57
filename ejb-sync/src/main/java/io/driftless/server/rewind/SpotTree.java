package io.driftless.server.rewind;

import io.driftless.protocol.id.NodeId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A workspace at one revision, as far as it is known: some nodes and all folders above them.
 *
 * @param spots by node; the root has none
 */
record SpotTree(Map<NodeId, Spot> spots) {

  SpotTree {
    spots = Map.copyOf(spots);
  }

  @Nullable Spot of(NodeId node) {
    return spots.get(node);
  }

  /** A node that is known. */
  Spot existing(NodeId node) {
    return Objects.requireNonNull(spots.get(node));
  }

  boolean isLive(NodeId node) {
    return depth(node, NodeId.ROOT) >= 0;
  }

  /** Whether it lies in a folder, however deep, and nothing on the way is removed. */
  boolean isLiveWithin(NodeId node, NodeId folder) {
    return depth(node, folder) > 0;
  }

  /** How many folders deep it lies in a folder; negative when it does not lie in it, live. */
  int depth(NodeId node, NodeId folder) {
    NodeId at = node;
    for (int depth = 0; depth <= spots.size() + 1; depth++) {
      if (at.equals(folder)) {
        return depth;
      }
      Spot spot = spots.get(at);
      if (spot == null || spot.deleted()) {
        return -1;
      }
      at = spot.parent();
    }
    return -1;
  }
}
