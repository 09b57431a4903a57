package io.driftless.client.plan;

import io.driftless.client.plan.Action.Reason;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import java.util.Collection;
import java.util.List;

/**
 * What is on the disk although this device leaves it out: what the server has not yet is sent, then
 * it goes. Where the server has it meanwhile does not matter.
 */
final class LeftOut {

  private final Look look;
  private final Outgoing outgoing;

  LeftOut(Look look, Outgoing outgoing) {
    this.look = look;
    this.outgoing = outgoing;
  }

  /** Sends where it was moved to here; answers whether its content may be planned as well. */
  boolean sendMove(
      NodeId id, LocalEntry local, RemoteEntry live, SyncedEntry synced, List<Action> into) {
    if (!Look.movedHere(local, synced) || Look.movedThere(live, synced)) {
      return true; // where both moved it, the server's place wins
    }
    int before = into.size();
    outgoing.move(id, local, live, synced, into);
    Action action = into.get(before);
    return action instanceof Action.Send || action instanceof Action.Wait;
  }

  /** Takes it off the disk when nothing in it, and nothing of itself, is left to be sent. */
  void remove(NodeId id, List<Action> into) {
    Collection<NodeId> inside = look.trees.localChildren(id);
    into.add(
        inside.isEmpty()
            ? new Action.RemoveHere(id)
            : new Action.Wait(id, Reason.NOT_EMPTY, inside.iterator().next()));
  }
}
