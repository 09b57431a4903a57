package io.driftless.client.plan;

import io.driftless.client.plan.Action.Reason;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the server has and the disk has not, or elsewhere. */
final class Arrivals {

  private static final String PARKED = ".driftless-moving-";

  private final Look look;

  Arrivals(Look look) {
    this.look = look;
  }

  /** A node that comes to the disk. */
  void arrive(NodeState node, RemoteEntry live, List<Action> into) {
    NodeId blocker = blocker(node.id(), null, live.place());
    if (blocker != null) {
      waitFor(node.id(), blocker, live.place(), into);
    } else if (live.kind() == NodeKind.FOLDER) {
      into.add(new Action.MakeHere(node.id()));
    } else {
      into.add(new Action.Fetch(node.id()));
    }
  }

  /** A node on the disk that the server has elsewhere. */
  void move(NodeId id, LocalEntry local, RemoteEntry live, List<Action> into) {
    NodeId blocker = blocker(id, local, live.place());
    if (blocker == null) {
      into.add(new Action.MoveHere(id, live.place()));
    } else if (closesCycle(id, blocker)) {
      into.add(new Action.MoveHere(id, new Place(NodeId.ROOT, PARKED + id)));
    } else {
      waitFor(id, blocker, live.place(), into);
    }
  }

  private void waitFor(NodeId id, NodeId blocker, Place place, List<Action> into) {
    Reason reason = blocker.equals(look.trees.localChild(place)) ? Reason.OCCUPIED : Reason.PARENT;
    into.add(new Action.Wait(id, reason, blocker));
  }

  /**
   * The node that has to change before this one can stand at the place: the folder that is not on
   * the disk, a folder that lies beneath the node itself, or whoever is there.
   */
  private @Nullable NodeId blocker(NodeId id, @Nullable LocalEntry local, Place place) {
    NodeId parent = place.parent();
    if (!look.trees.isLocalFolder(parent)) {
      return parent;
    }
    if (local != null && look.trees.localBeneath(parent, id)) {
      return strayBetween(parent, id);
    }
    NodeId holder = look.trees.localChild(place);
    return holder == null || holder.equals(id) ? null : holder;
  }

  /** The first folder from {@code from} up to {@code top} that is elsewhere on the server. */
  private NodeId strayBetween(NodeId from, NodeId top) {
    NodeId at = from;
    while (!at.equals(top)) {
      NodeState node = look.trees.get(at);
      LocalEntry local = node.local();
      RemoteEntry remote = node.remote();
      if (local == null || remote == null || !local.place().equals(remote.place())) {
        return at;
      }
      at = local.place().parent();
    }
    return from;
  }

  /** Whether waiting for the blocker would be waiting for oneself, and this is the one to yield. */
  private boolean closesCycle(NodeId id, NodeId first) {
    Set<NodeId> seen = new HashSet<>();
    NodeId smallest = id;
    boolean throughFolder = false;
    NodeId at = first;
    while (!at.equals(id)) {
      if (!seen.add(at)) {
        return false; // a cycle of others; one of them yields
      }
      NodeId next = waitsFor(at, id);
      if (next == null) {
        return false;
      }
      // Only what is on the disk and moves can step aside.
      boolean here = look.trees.get(at).local() != null;
      boolean canYield = here && comesHere(at);
      throughFolder |= here && !canYield;
      if (canYield && at.compareTo(smallest) < 0) {
        smallest = at;
      }
      at = next;
    }
    // Who waits for a folder on its way out does not see what that one waits for.
    return throughFolder || smallest.equals(id);
  }

  private boolean comesHere(NodeId id) {
    return look.trees.remoteLive(id) && !look.trees.isLeftOut(id);
  }

  private @Nullable NodeId waitsFor(NodeId id, NodeId asking) {
    NodeState node = look.trees.get(id);
    RemoteEntry live = comesHere(id) ? node.remote() : null;
    LocalEntry local = node.local();
    if (look.busy(id)) {
      return null;
    }
    if (live == null) {
      // A folder on its way out waits for what is in it.
      return local != null && look.trees.localBeneath(asking, id) ? asking : null;
    }
    SyncedEntry synced = node.synced();
    boolean comes = local == null && synced == null && !look.names().lacks(node);
    boolean moves = local != null && synced != null && Look.movedThere(live, synced);
    return comes || moves ? blocker(id, local, live.place()) : null;
  }
}
