package io.driftless.client.tree;

import io.driftless.protocol.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Where a node is.
 *
 * @param parent the folder that holds it
 * @param name its name there, an exact string
 */
public record Place(NodeId parent, String name) {

  // Written out: asked for millions of times, and those of a record run slowly until compiled.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Place place && name.equals(place.name) && parent.equals(place.parent);
  }

  @Override
  public int hashCode() {
    return 31 * parent.hashCode() + name.hashCode();
  }
}
