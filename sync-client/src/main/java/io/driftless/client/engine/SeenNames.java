package io.driftless.client.engine;

import io.driftless.client.files.RelPath;
import io.driftless.client.plan.ConflictNames;
import io.driftless.client.plan.PlanContext;
import io.driftless.client.tree.DiskNames;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.Place;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.name.NameRules;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which node a name on the disk stands for. On a disk that holds every name each name is a node's
 * own; elsewhere a node may be shown under another, and one that nobody knows yet leads back to the
 * name that it means.
 */
final class SeenNames {

  /**
   * What a name on the disk stands for.
   *
   * @param place where the node is, or will be
   * @param node null when it is a new one
   */
  record Seen(Place place, @Nullable NodeId node) {}

  private final Core core;

  SeenNames(Core core) {
    this.core = core;
  }

  /** The folder that is known at a path; null when none is, or something else than a folder. */
  @Nullable NodeId folderAt(RelPath path) {
    NodeId node = core.nodeAt(path);
    return node != null && core.trees.isLocalFolder(node) ? node : null;
  }

  /** Whether a worker is just making the folder, or one above it: it is known soon. */
  boolean isBeingMade(RelPath folder) {
    RelPath at = folder;
    while (!at.isRoot() && !core.placing.contains(at)) {
      at = at.parent();
    }
    return !at.isRoot();
  }

  /**
   * What an entry of a folder stands for; null when its name leads back to none that a node can
   * have.
   *
   * @param beside the names in the folder; null on a disk that holds every name
   */
  @Nullable Seen of(NodeId folder, RelPath path, @Nullable Set<String> beside) {
    NodeId known = core.names.at(folder, path.name());
    if (known != null) {
      LocalEntry local = Objects.requireNonNull(core.trees.get(known).local());
      return new Seen(local.place(), known);
    }
    Place place = new Place(folder, core.names.meantBy(folder, path.name()));
    if (core.names.isExact()) {
      return new Seen(place, null);
    }
    if (!NameRules.isLegal(place.name())
        || (folder.isRoot() && place.name().equals(NameRules.RESERVED_IN_ROOT))) {
      return null;
    }
    NodeId holder = core.trees.localChild(place);
    LocalEntry local = holder == null ? null : core.trees.get(holder).local();
    if (holder == null || local == null) {
      return new Seen(place, null);
    }
    boolean gone = beside != null && !beside.contains(local.diskName());
    // Shown otherwise by now; or another file whose name leads back to that of a sibling.
    return gone || core.isMovingHere(holder)
        ? new Seen(place, holder)
        : new Seen(freeBeside(place), null);
  }

  /** Under whichever name it is shown by now. */
  LocalEntry shown(NodeId node, LocalEntry local, RelPath path) {
    if (local.diskName().equals(path.name())) {
      return local;
    }
    LocalEntry now = local.at(local.place(), DiskNames.asShown(local.place(), path.name()));
    core.trees.put(core.trees.get(node).withLocal(now));
    return now;
  }

  private Place freeBeside(Place place) {
    PlanContext context = core.planContext();
    String name =
        ConflictNames.free(
            place.name(),
            context.device(),
            context.date(),
            one -> isTaken(new Place(place.parent(), one)));
    return new Place(place.parent(), name);
  }

  private boolean isTaken(Place place) {
    return core.trees.localChild(place) != null || core.trees.remoteChild(place) != null;
  }
}
