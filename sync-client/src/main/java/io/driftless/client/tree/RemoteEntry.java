package io.driftless.client.tree;

import io.driftless.protocol.id.Revision;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.node.NodeRow;
import org.jspecify.annotations.Nullable;

/**
 * A node's last journal row, as far as this device needs it.
 *
 * @param place where
 * @param kind file, folder or link
 * @param version the current one; null for folders
 * @param revision of the row
 * @param deleted whether the node was itself removed
 */
public record RemoteEntry(
    Place place, NodeKind kind, @Nullable FileVersion version, Revision revision, boolean deleted) {

  /** What a journal row says. */
  public static RemoteEntry of(NodeRow row) {
    return new RemoteEntry(
        new Place(row.parent(), row.name()),
        row.kind(),
        row.version(),
        row.revision(),
        row.deleted());
  }
}
