package io.driftless.client.plan;

import io.driftless.client.plan.Action.Reason;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.client.tree.TreesView;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides the next actions for nodes, one by one, from the three trees.
 *
 * <p>Where a node is, and what it contains, are merged apart: changed on one side only, that side's
 * change travels; changed on both, the server's place wins, and two contents become two files. A
 * delete wins over what did not change, and over a rename; it loses against an edit and against a
 * move to another folder. What this device leaves out goes from the disk once the server has all of
 * it, and its absence means nothing. An action may be refused when it is tried, because the disk or
 * the server has moved on: then the trees have changed, and the node is planned again.
 */
public final class Planner {

  private final Look look;
  private final Arrivals arrivals;
  private final Departures departures;
  private final Outgoing outgoing;
  private final LeftOut leftOut;

  /** Plans on these trees until they change. */
  public Planner(TreesView trees, PlanContext context) {
    look = new Look(trees, context);
    outgoing = new Outgoing(look);
    arrivals = new Arrivals(look);
    departures = new Departures(look, outgoing);
    leftOut = new LeftOut(look, outgoing);
  }

  /** The next actions for these nodes; none for a node about which all agree. */
  public List<Action> plan(Collection<NodeId> nodes) {
    List<Action> actions = new ArrayList<>();
    for (NodeId node : nodes) {
      decide(node, actions);
    }
    return actions;
  }

  /** The next actions for one node. */
  public List<Action> plan(NodeId node) {
    List<Action> actions = new ArrayList<>(2);
    decide(node, actions);
    return actions;
  }

  private void decide(NodeId id, List<Action> into) {
    if (id.isRoot()) {
      return;
    }
    NodeState node = look.trees.get(id);
    if (look.busy(id)) {
      if (!isSettled(node)) {
        into.add(new Action.Wait(id, Reason.BUSY, id));
      }
      return;
    }
    int before = into.size();
    decideFree(node, into);
    if (into.size() == before && isShownBadly(node)) {
      into.add(new Action.MoveHere(id, Objects.requireNonNull(node.local()).place()));
    }
  }

  private boolean isShownBadly(NodeState node) {
    LocalEntry local = node.local();
    return local != null && !local.isUnread() && !look.names().isShownWell(node);
  }

  private void decideFree(NodeState node, List<Action> into) {
    NodeId id = node.id();
    LocalEntry local = node.local();
    SyncedEntry synced = node.synced();
    RemoteEntry live = look.trees.remoteLive(id) ? node.remote() : null;
    boolean out = live != null && look.trees.isLeftOut(id);
    if (local == null) {
      if (live == null || out || look.names().lacks(node)) {
        if (synced != null) {
          into.add(new Action.Agree(id, null));
        }
      } else if (synced == null) {
        arrivals.arrive(node, live, into);
      } else {
        departures.goneHere(node, into);
      }
    } else if (local.isUnread()) {
      into.add(new Action.Wait(id, Reason.UNREAD, id));
    } else if (live == null) {
      if (synced == null) {
        outgoing.fresh(node, local, into);
      } else {
        departures.goneThere(node, local, synced, into);
      }
    } else if (synced == null) {
      meet(id, local, live, into);
    } else if (out) {
      leave(id, local, live, synced, into);
    } else {
      merge(id, local, live, synced, into);
    }
  }

  /** Both have the node and never agreed: after the database was rebuilt, or equal creations. */
  private void meet(NodeId id, LocalEntry local, RemoteEntry live, List<Action> into) {
    FileContent content = local.content();
    FileVersion version = live.version();
    if (local.kind() == NodeKind.FOLDER || content == null || version == null) {
      into.add(new Action.Agree(id, new SyncedEntry(local.place(), local.kind(), null)));
    } else if (content.sameAs(version)) {
      into.add(new Action.Compare(id));
    } else if (content.sameBytes(version)) {
      into.add(otherBit(id));
    } else {
      into.add(new Action.SetAside(id, look.conflictPlace(local.place())));
    }
  }

  /** This device leaves it out: what is new here is sent first. */
  private void leave(
      NodeId id, LocalEntry local, RemoteEntry live, SyncedEntry synced, List<Action> into) {
    int before = into.size();
    if (!leftOut.sendMove(id, local, live, synced, into)) {
      return;
    }
    if (Look.editedHere(local, synced)) {
      mergeContent(id, local, live, synced, into);
    }
    if (into.size() == before) {
      leftOut.remove(id, into);
    }
  }

  /**
   * The same bytes with another executable bit, which a disk that keeps none can't have changed.
   */
  private Action otherBit(NodeId id) {
    return look.names().traits().executableBit() ? new Action.Fetch(id) : new Action.Compare(id);
  }

  private void merge(
      NodeId id, LocalEntry local, RemoteEntry live, SyncedEntry synced, List<Action> into) {
    boolean movedHere = Look.movedHere(local, synced);
    boolean movedThere = Look.movedThere(live, synced);
    if (movedHere && local.place().equals(live.place())) {
      into.add(new Action.Agree(id, synced.at(live.place())));
      return;
    }
    int before = into.size();
    if (movedThere) {
      arrivals.move(id, local, live, into);
      if (into.get(before) instanceof Action.Disk) {
        return;
      }
    } else if (movedHere) {
      outgoing.move(id, local, live, synced, into);
      if (!(into.get(before) instanceof Action.Send)
          && !(into.get(before) instanceof Action.Wait)) {
        return;
      }
    }
    mergeContent(id, local, live, synced, into);
  }

  private void mergeContent(
      NodeId id, LocalEntry local, RemoteEntry live, SyncedEntry synced, List<Action> into) {
    FileContent content = local.content();
    FileVersion version = live.version();
    if (content == null || version == null) {
      return;
    }
    boolean editedHere = Look.editedHere(local, synced);
    boolean editedThere = Look.editedThere(live, synced);
    if (editedHere && editedThere) {
      if (content.sameAs(version)) {
        into.add(new Action.Compare(id));
      } else if (content.sameBytes(version)) {
        into.add(otherBit(id));
      } else {
        into.add(new Action.SetAside(id, look.conflictPlace(local.place())));
      }
    } else if (editedHere) {
      into.add(new Action.SendPut(id));
    } else if (editedThere) {
      into.add(new Action.Fetch(id));
    } else if (!version.equals(synced.version())) {
      into.add(new Action.Agree(id, synced.with(version)));
    }
  }

  /** Whether nothing is left to do about a node, its name on this disk included. */
  public boolean isSettled(NodeState node) {
    return isSettled(look.trees, node)
        ? look.names().isShownWell(node)
        : look.names().lacks(node) && node.synced() == null;
  }

  /**
   * Whether disk, server and merge base agree on a node, so that nothing is left to do. What this
   * device leaves out is settled when it is not here.
   */
  public static boolean isSettled(TreesView trees, NodeState node) {
    LocalEntry local = node.local();
    SyncedEntry synced = node.synced();
    RemoteEntry remote = node.remote();
    boolean live = remote != null && trees.remoteLive(node.id()) && !trees.isLeftOut(node.id());
    if (local == null || synced == null || remote == null || !live) {
      return local == null && synced == null && !live;
    }
    return local.place().equals(remote.place())
        && synced.place().equals(remote.place())
        && sameVersion(local, remote.version(), synced.version());
  }

  private static boolean sameVersion(
      LocalEntry local, @Nullable FileVersion there, @Nullable FileVersion agreed) {
    if (there == null) {
      return true;
    }
    FileContent here = local.content();
    return there.equals(agreed) && here != null && here.sameAs(there);
  }
}
