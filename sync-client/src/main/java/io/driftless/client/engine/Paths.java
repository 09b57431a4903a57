package io.driftless.client.engine;

import io.driftless.client.files.RelPath;
import io.driftless.client.tree.DiskNames;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.TreesView;
import io.driftless.protocol.id.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Which node is at which path on the disk, and the other way round. */
final class Paths {

  private static final int DEEPEST = 10_000;

  private final TreesView trees;
  private final DiskNames names;

  Paths(TreesView trees, DiskNames names) {
    this.trees = trees;
    this.names = names;
  }

  /** Where a node is on the disk; null when it is not there. */
  @Nullable RelPath of(NodeId node) {
    Deque<String> path = new ArrayDeque<>();
    NodeId at = node;
    while (!at.isRoot()) {
      LocalEntry local = trees.get(at).local();
      if (local == null) {
        return null;
      }
      path.push(local.diskName());
      at = local.place().parent();
    }
    return new RelPath(String.join("/", path));
  }

  /** Where a node will be when it is put at that place; null when the folder is not there. */
  @Nullable RelPath of(NodeId node, Place place) {
    RelPath folder = of(place.parent());
    return folder == null ? null : folder.child(names.nameFor(node, place));
  }

  /** Where a name is in a folder by now; in the root when the folder is not there. */
  RelPath of(NodeId folder, String diskName) {
    RelPath at = of(folder);
    return (at == null ? RelPath.ROOT : at).child(diskName);
  }

  /** Whether a path, where something was just put, is one at which that place can be. */
  boolean fits(Place place, RelPath path) {
    return !path.isRoot() && path.parent().equals(of(place.parent()));
  }

  /** The node at a path on the disk; null when none is known. */
  @Nullable NodeId at(RelPath path) {
    if (path.isRoot()) {
      return NodeId.ROOT;
    }
    NodeId at = NodeId.ROOT;
    for (String name : path.value().split("/", -1)) {
      NodeId child = names.at(at, name);
      if (child == null) {
        return null;
      }
      at = child;
    }
    return at;
  }

  /** A path for people: where the node is here, or there. */
  String forPeople(NodeId node) {
    RelPath here = of(node);
    if (here != null) {
      return here.value();
    }
    Deque<String> path = new ArrayDeque<>();
    NodeId at = node;
    while (!at.isRoot()) {
      NodeState state = trees.get(at);
      Place place =
          state.remote() != null
              ? state.remote().place()
              : state.synced() != null ? state.synced().place() : null;
      if (place == null || path.size() > DEEPEST) {
        break;
      }
      path.push(place.name());
      at = place.parent();
    }
    return String.join("/", path);
  }
}
