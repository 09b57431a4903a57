package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of this commit that were refused, and which later ones need them. Content and
 * location of a node are independent: new content does not need a refused move. A removal needs
 * everything that was to happen to its node.
 */
final class Refusals {

  private final Set<NodeId> creations = new HashSet<>();
  private final Set<NodeId> contents = new HashSet<>();
  private final Set<NodeId> locations = new HashSet<>();
  private final List<NodeId> touched = new ArrayList<>();

  void add(Change change) {
    touched.add(change.node());
    @Nullable NodeId parent = parentOf(change);
    if (parent != null) {
      touched.add(parent);
    }
    if (isCreation(change)) {
      creations.add(change.node());
    } else if (change instanceof Change.Put) {
      contents.add(change.node());
    } else if (change instanceof Change.Restore) {
      contents.add(change.node());
      locations.add(change.node());
    } else {
      locations.add(change.node());
    }
  }

  /** Whether a change was planned on top of a refused one. */
  boolean areNeededBy(Change change) {
    NodeId node = change.node();
    @Nullable NodeId parent = parentOf(change);
    if (creations.contains(node) || (parent != null && creations.contains(parent))) {
      return true;
    }
    if (change instanceof Change.Put) {
      return contents.contains(node);
    }
    if (change instanceof Change.Move) {
      return locations.contains(node);
    }
    return contents.contains(node) || locations.contains(node);
  }

  /** Whether a node would have left its place, had its change not been refused. */
  boolean keepInPlace(NodeId node) {
    return locations.contains(node);
  }

  /** The nodes and parents named by refused changes. */
  List<NodeId> touched() {
    return touched;
  }

  private static boolean isCreation(Change change) {
    return change instanceof Change.MakeFolder
        || (change instanceof Change.Put put && put.base().equals(VersionNumber.NONE));
  }

  private static @Nullable NodeId parentOf(Change change) {
    if (change instanceof Change.Put put) {
      return put.parent();
    }
    if (change instanceof Change.MakeFolder make) {
      return make.parent();
    }
    if (change instanceof Change.Move move) {
      return move.parent();
    }
    return change instanceof Change.Restore restore ? restore.parent() : null;
  }
}
