package io.driftless.client.plan;

import io.driftless.client.plan.Action.Reason;
import io.driftless.client.plan.Look.Removal;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the disk has and the server has not, or elsewhere. */
final class Outgoing {

  private final Look look;
  private final Set<NodeId> asked = new HashSet<>();

  Outgoing(Look look) {
    this.look = look;
  }

  /** On the disk, never agreed on, not live there. */
  void fresh(NodeState node, LocalEntry local, List<Action> into) {
    NodeId id = node.id();
    if (node.remote() != null) {
      boolean comesBack = local.kind() != NodeKind.FOLDER && look.restorable(id);
      into.add(comesBack ? new Action.SendPut(id) : new Action.Renew(id));
      return;
    }
    NodeId parent = local.place().parent();
    if (!canHold(parent)) {
      into.add(new Action.Wait(id, Reason.PARENT, parent));
      return;
    }
    NodeId rival = look.rival(id, local.place());
    if (rival != null && !yields(rival, id, local, into)) {
      return;
    }
    into.add(local.kind() == NodeKind.FOLDER ? new Action.SendFolder(id) : new Action.SendPut(id));
  }

  /** A folder of which the server has the place for another node, with only new things in it. */
  void replaced(NodeId id, LocalEntry local, List<Action> into) {
    NodeId rival = look.rival(id, local.place());
    if (rival != null
        && look.trees.get(rival).local() == null
        && isFolder(rival)
        && !isAway(rival, local)) {
      into.add(new Action.TakeId(id, rival));
    } else {
      into.add(new Action.Renew(id));
    }
  }

  /** On the disk elsewhere than agreed, and the server has it where it was. */
  void move(NodeId id, LocalEntry local, RemoteEntry live, SyncedEntry synced, List<Action> into) {
    NodeId parent = local.place().parent();
    if (isUndone(id, parent)) {
      // Undone here: as if only the server had moved it.
      into.add(new Action.Agree(id, synced.at(local.place())));
      return;
    }
    if (!canHold(parent)) {
      into.add(new Action.Wait(id, Reason.PARENT, parent));
      return;
    }
    NodeId rival = look.rival(id, local.place());
    if (rival == null || yields(rival, id, local, into)) {
      into.add(new Action.SendMove(id));
    }
  }

  /** Whether a move into that folder can't be: it was removed there, or lies beneath the node. */
  private boolean isUndone(NodeId id, NodeId parent) {
    boolean removedThere =
        !parent.isRoot()
            && look.trees.get(parent).remote() != null
            && !look.trees.remoteLive(parent);
    return removedThere || wouldLoop(id, parent);
  }

  /** Whether the server has the folder, or will have it by a change that goes first. */
  private boolean canHold(NodeId folder) {
    if (look.knownThere(folder)) {
      return true;
    }
    NodeState state = look.trees.get(folder);
    LocalEntry local = state.local();
    if (local == null || state.remote() != null || state.synced() != null) {
      // synced without remote: its answer has come, its journal row has not
      return state.synced() != null && state.remote() == null;
    }
    NodeId rival = look.rival(folder, local.place());
    return (rival == null || leaves(rival)) && canHold(local.place().parent());
  }

  /** Whether following the folders upwards, as they will be there, comes back to the node. */
  private boolean wouldLoop(NodeId id, NodeId parent) {
    Set<NodeId> seen = new HashSet<>();
    NodeId at = parent;
    while (!at.isRoot() && seen.add(at)) {
      if (at.equals(id)) {
        return true;
      }
      NodeState node = look.trees.get(at);
      RemoteEntry remote = node.remote();
      LocalEntry local = node.local();
      SyncedEntry synced = node.synced();
      if (local != null && goesOut(remote, synced)) {
        at = local.place().parent();
      } else if (remote != null) {
        at = remote.place().parent();
      } else {
        return false;
      }
    }
    return at.equals(id);
  }

  /** Whether the place on the disk is the one that the server will have. */
  private static boolean goesOut(@Nullable RemoteEntry remote, @Nullable SyncedEntry synced) {
    return remote == null || (synced != null && !Look.movedThere(remote, synced));
  }

  /** Whether the holder of a name there goes away by a change of ours. */
  private boolean leaves(NodeId holder) {
    NodeState node = look.trees.get(holder);
    LocalEntry local = node.local();
    SyncedEntry synced = node.synced();
    RemoteEntry remote = node.remote();
    if (synced == null || remote == null || look.busy(holder)) {
      return false;
    }
    if (local == null) {
      return look.removal(node) == Removal.CLEAN;
    }
    if (!Look.movedHere(local, synced) || Look.movedThere(remote, synced)) {
      return false;
    }
    if (!asked.add(holder)) {
      return true; // a ring of renames: they go together
    }
    try {
      NodeId parent = local.place().parent();
      NodeId rival = look.rival(holder, local.place());
      return canHold(parent) && !isUndone(holder, parent) && (rival == null || leaves(rival));
    } finally {
      asked.remove(holder);
    }
  }

  /**
   * Settles who gets a name that another node has there. Answers true when that one goes away
   * first; else says what this one does instead.
   */
  private boolean yields(NodeId rival, NodeId id, LocalEntry local, List<Action> into) {
    if (leaves(rival)) {
      return true;
    }
    NodeState other = look.trees.get(rival);
    boolean undecided =
        look.busy(rival)
            || (other.local() == null && other.synced() != null)
            || (other.local() != null && leavesLater(other));
    if (undecided) {
      into.add(new Action.Wait(id, Reason.OCCUPIED, rival));
    } else if (other.local() == null && sameThing(id, local, other)) {
      into.add(new Action.TakeId(id, rival));
    } else {
      into.add(new Action.MoveHere(id, look.conflictPlace(local.place())));
    }
    return false;
  }

  /** Whether the holder is on its way out, but not yet decided: unread, or its folder not there. */
  private boolean leavesLater(NodeState other) {
    LocalEntry local = other.local();
    SyncedEntry synced = other.synced();
    RemoteEntry remote = other.remote();
    if (local == null || local.isUnread()) {
      return local != null;
    }
    return synced != null
        && remote != null
        && Look.movedHere(local, synced)
        && !Look.movedThere(remote, synced)
        && !isUndone(other.id(), local.place().parent());
  }

  private boolean sameThing(NodeId id, LocalEntry local, NodeState other) {
    RemoteEntry remote = other.remote();
    if (remote == null || remote.kind() != local.kind() || isAway(other.id(), local)) {
      return false;
    }
    SyncedEntry synced = look.trees.get(id).synced();
    if (local.kind() == NodeKind.FOLDER) {
      return synced == null;
    }
    FileContent content = local.content();
    FileVersion version = remote.version();
    return synced == null && content != null && version != null && content.sameBytes(version);
  }

  /**
   * Whether the holder of a name there is left out here, and the folder around it is not: then what
   * is made here under that name is meant to stay, so it is another thing.
   */
  private boolean isAway(NodeId holder, LocalEntry local) {
    return look.trees.isLeftOut(holder) && !look.trees.isLeftOut(local.place().parent());
  }

  private boolean isFolder(NodeId node) {
    RemoteEntry remote = look.trees.get(node).remote();
    return remote != null && remote.kind() == NodeKind.FOLDER;
  }
}
