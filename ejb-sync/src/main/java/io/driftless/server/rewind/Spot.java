package io.driftless.server.rewind;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;

/**
 * A node as one row tells it.
 *
 * @param version its current one; 0 for folders
 * @param deleted whether it was itself removed
 * @param revision of the row
 */
record Spot(
    NodeId parent, String name, NodeKind kind, int version, boolean deleted, long revision) {

  boolean samePlace(Spot other) {
    return parent.equals(other.parent) && name.equals(other.name);
  }
}
