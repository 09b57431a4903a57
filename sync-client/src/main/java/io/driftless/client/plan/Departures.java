package io.driftless.client.plan;

import io.driftless.client.plan.Action.Reason;
import io.driftless.client.plan.Look.Removal;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one side has removed. */
final class Departures {

  private final Look look;
  private final Outgoing outgoing;

  Departures(Look look, Outgoing outgoing) {
    this.look = look;
    this.outgoing = outgoing;
  }

  /** Agreed on, live there, gone from the disk. */
  void goneHere(NodeState node, List<Action> into) {
    NodeId id = node.id();
    switch (look.removal(node)) {
      case BACK -> comesBack(node, into);
      case LATER -> into.add(new Action.Wait(id, Reason.BUSY, id));
      case CLEAN -> {
        NodeId above = coveringFolder(node);
        into.add(
            above == null ? new Action.SendRemove(id) : new Action.Wait(id, Reason.COVERED, above));
      }
      default -> throw new IllegalStateException("No such removal");
    }
  }

  /**
   * What was carried away there comes back whole. What lies in it goes first: once its folder is
   * not agreed on any more, nobody could tell it from what was removed here by itself.
   */
  private void comesBack(NodeState node, List<Action> into) {
    NodeState first = look.carriedAway(node) ? look.goneBeneath(node.id()) : null;
    if (first == null) {
      into.add(new Action.Agree(node.id(), null));
    } else if (look.busy(first.id())) {
      into.add(new Action.Wait(node.id(), Reason.BUSY, first.id()));
    } else {
      into.add(new Action.Agree(first.id(), null));
    }
  }

  /** The folder whose removal takes the node with it; null when it has to go by itself. */
  private @Nullable NodeId coveringFolder(NodeState node) {
    RemoteEntry remote = node.remote();
    if (remote == null || remote.place().parent().isRoot()) {
      return null;
    }
    NodeState parent = look.trees.get(remote.place().parent());
    boolean covered =
        parent.local() == null && parent.synced() != null && look.removal(parent) != Removal.BACK;
    return covered ? parent.id() : null;
  }

  /** Agreed on, on the disk, removed there (itself or a folder above). */
  void goneThere(NodeState node, LocalEntry local, SyncedEntry synced, List<Action> into) {
    NodeId id = node.id();
    if (node.remote() == null) {
      into.add(new Action.Agree(id, null)); // the server has forgotten it, not removed it
      return;
    }
    if (!local.place().parent().equals(synced.place().parent())) {
      into.add(new Action.Renew(id)); // carried out of what was removed
      return;
    }
    NodeId carrier = look.carrier(local);
    if (carrier != null) {
      into.add(new Action.Wait(id, Reason.PARENT, carrier)); // goes with it
    } else if (local.kind() != NodeKind.FOLDER) {
      into.add(
          Look.editedHere(local, synced) ? new Action.Agree(id, null) : new Action.RemoveHere(id));
    } else {
      folderGoneThere(id, local, into);
    }
  }

  private void folderGoneThere(NodeId id, LocalEntry local, List<Action> into) {
    NodeId remaining = null;
    boolean goesSoon = false;
    for (NodeId child : look.trees.localChildren(id)) {
      remaining = child;
      NodeState state = look.trees.get(child);
      goesSoon |= state.synced() != null;
    }
    if (remaining == null) {
      into.add(new Action.RemoveHere(id));
    } else if (goesSoon || look.restorable(id) || !look.keepsSomething(id)) {
      into.add(new Action.Wait(id, Reason.NOT_EMPTY, remaining));
    } else {
      outgoing.replaced(id, local, into);
    }
  }
}
