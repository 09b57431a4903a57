package io.driftless.client.plan;

import io.driftless.client.tree.DiskNames;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.client.tree.TreesView;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions about the trees that several rules ask; remembers costly answers for one plan. */
final class Look {

  final TreesView trees;
  final PlanContext context;
  private final Map<NodeId, Boolean> survivors = new HashMap<>();
  private final Map<NodeId, Removal> removals = new HashMap<>();

  Look(TreesView trees, PlanContext context) {
    this.trees = trees;
    this.context = context;
  }

  DiskNames names() {
    return context.names();
  }

  boolean busy(NodeId node) {
    return !node.isRoot() && context.busy().test(node);
  }

  /** Whether the local content differs from what was agreed. Not for folders. */
  static boolean editedHere(LocalEntry local, SyncedEntry synced) {
    FileContent content = local.content();
    FileVersion agreed = synced.version();
    return local.kind() != NodeKind.FOLDER
        && (content == null || agreed == null || !content.sameAs(agreed));
  }

  /** Whether the remote content differs from what was agreed. */
  static boolean editedThere(RemoteEntry remote, SyncedEntry synced) {
    FileVersion now = remote.version();
    FileVersion agreed = synced.version();
    return now != null && (agreed == null || !now.sameContent(agreed));
  }

  static boolean movedHere(LocalEntry local, SyncedEntry synced) {
    return !local.place().equals(synced.place());
  }

  static boolean movedThere(RemoteEntry remote, SyncedEntry synced) {
    return !remote.place().equals(synced.place());
  }

  /** The live remote node at a place, other than this one. */
  @Nullable NodeId rival(NodeId node, Place place) {
    NodeId holder = trees.remoteChild(place);
    return holder == null || holder.equals(node) || !trees.remoteLive(holder) ? null : holder;
  }

  /**
   * Whether the server can bring a removed node back to where it was: no other node has taken its
   * place or one of its removed ancestors'.
   */
  boolean restorable(NodeId node) {
    NodeId at = node;
    while (!at.isRoot()) {
      RemoteEntry remote = trees.get(at).remote();
      if (remote == null) {
        return false;
      }
      if (remote.deleted() && trees.remoteChild(remote.place()) != null) {
        return false;
      }
      at = remote.place().parent();
    }
    return true;
  }

  /** Whether the server knows the folder and can hold something in it, now or restored. */
  boolean knownThere(NodeId folder) {
    return folder.isRoot() || trees.remoteLive(folder) || restorable(folder);
  }

  /**
   * Whether something in a folder on the disk has to stay although the server removed the folder:
   * new, edited, moved in, unread or busy.
   */
  boolean keepsSomething(NodeId folder) {
    Boolean known = survivors.get(folder);
    if (known != null) {
      return known;
    }
    boolean keeps = false;
    for (NodeId child : trees.localChildren(folder)) {
      if (staysHere(trees.get(child))) {
        keeps = true;
        break;
      }
    }
    survivors.put(folder, keeps);
    return keeps;
  }

  private boolean staysHere(NodeState node) {
    LocalEntry local = node.local();
    SyncedEntry synced = node.synced();
    if (local == null) {
      return false;
    }
    if (synced == null || busy(node.id()) || trees.remoteLive(node.id())) {
      return true;
    }
    if (!local.place().parent().equals(synced.place().parent())) {
      return true;
    }
    return local.kind() == NodeKind.FOLDER ? keepsSomething(node.id()) : editedHere(local, synced);
  }

  /** What becomes of a node that is live there, was agreed on, and is gone from the disk. */
  enum Removal {
    /** It can be removed there. */
    CLEAN,
    /** It was edited or moved elsewhere there: it comes back. */
    BACK,
    /** Something beneath is busy: ask again later. */
    LATER
  }

  Removal removal(NodeState node) {
    Removal known = removals.get(node.id());
    if (known == null) {
      known = computeRemoval(node);
      removals.put(node.id(), known);
    }
    return known;
  }

  private Removal computeRemoval(NodeState node) {
    RemoteEntry remote = node.remote();
    SyncedEntry synced = node.synced();
    if (busy(node.id())) {
      return Removal.LATER;
    }
    if (remote == null || synced == null || editedThere(remote, synced) || carriedAway(node)) {
      return Removal.BACK;
    }
    Removal worst = Removal.CLEAN;
    for (NodeId child : trees.remoteChildren(node.id())) {
      NodeState state = trees.get(child);
      Removal one = state.local() == null ? removal(state) : leaving(state);
      if (one == Removal.BACK) {
        return Removal.BACK;
      }
      worst = one == Removal.LATER ? one : worst;
    }
    return worst;
  }

  /** What is still on the disk leaves a removed folder by a move that goes first, or keeps it. */
  private Removal leaving(NodeState child) {
    LocalEntry local = child.local();
    RemoteEntry remote = child.remote();
    SyncedEntry synced = child.synced();
    if (busy(child.id())) {
      return Removal.LATER;
    }
    boolean goes =
        local != null
            && remote != null
            && synced != null
            && movedHere(local, synced)
            && !movedThere(remote, synced);
    return goes ? Removal.CLEAN : Removal.BACK;
  }

  /**
   * Whether it, or a folder above that is gone from here too, was moved to another folder there.
   */
  boolean carriedAway(NodeState node) {
    NodeState at = node;
    while (true) {
      RemoteEntry remote = at.remote();
      SyncedEntry synced = at.synced();
      if (at.local() != null || remote == null || synced == null) {
        return false;
      }
      if (!remote.place().parent().equals(synced.place().parent())) {
        return true;
      }
      if (remote.place().parent().isRoot()) {
        return false;
      }
      at = trees.get(remote.place().parent());
    }
  }

  /** A folder above on the disk that was carried out of what was removed there; null when none. */
  @Nullable NodeId carrier(LocalEntry within) {
    NodeId at = within.place().parent();
    while (!at.isRoot()) {
      NodeState folder = trees.get(at);
      LocalEntry local = folder.local();
      SyncedEntry synced = folder.synced();
      if (local == null) {
        return null;
      }
      if (synced != null
          && !local.place().parent().equals(synced.place().parent())
          && !trees.remoteLive(at)) {
        return at;
      }
      at = local.place().parent();
    }
    return null;
  }

  /** The lowest node beneath that was agreed on and is gone from the disk; null when none is. */
  @Nullable NodeState goneBeneath(NodeId folder) {
    for (NodeId child : trees.remoteChildren(folder)) {
      NodeState state = trees.get(child);
      if (state.local() == null) {
        NodeState lower = goneBeneath(child);
        if (lower != null || state.synced() != null) {
          return lower == null ? state : lower;
        }
      }
    }
    return null;
  }

  /** A free name for a conflicted copy beside a place. */
  Place conflictPlace(Place beside) {
    return new Place(
        beside.parent(),
        ConflictNames.free(
            beside.name(),
            context.device(),
            context.date(),
            name -> {
              Place place = new Place(beside.parent(), name);
              return trees.localChild(place) != null || trees.remoteChild(place) != null;
            }));
  }
}
