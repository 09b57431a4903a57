package io.driftless.client.plan;

import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.TreesView;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts changes into an order that the server accepts one by one: folders before what goes into
 * them, names freed before they are taken, moves out of a folder before it is removed. Changes that
 * need each other form a group. A change that needs one which is not among them is left out.
 */
public final class CommitOrder {

  /**
   * A change and the group that it belongs to.
   *
   * @param group 0 for none; members stand next to each other
   */
  public record Step(Action.Send send, int group) {}

  private final TreesView trees;

  /** What each node's change of place is: made, moved or removed. */
  private final Map<NodeId, Action.Send> placing = new LinkedHashMap<>();

  /** Names that some change needs, and who will stand there. */
  private final Map<Place, NodeId> claimed = new HashMap<>();

  /** Folders that have to stay, since the server brings something back beneath them. */
  private final Set<NodeId> kept = new HashSet<>();

  private final List<Action.Send> contentOnly = new ArrayList<>();
  private final Map<NodeId, List<NodeId>> needs = new LinkedHashMap<>();

  private CommitOrder(TreesView trees) {
    this.trees = trees;
  }

  /** Orders the changes that can go; what only changes content comes last. */
  public static List<Step> of(TreesView trees, Collection<Action.Send> sends) {
    CommitOrder order = new CommitOrder(trees);
    sends.forEach(order::add);
    order.findNeeds();
    List<Step> steps = order.withoutRings(order.sorted());
    for (Action.Send send : order.contentOnly) {
      steps.add(new Step(send, 0));
    }
    return steps;
  }

  private void add(Action.Send send) {
    NodeState node = trees.get(send.node());
    if (!(send instanceof Action.SendRemove) && !claim(send, node)) {
      return;
    }
    if (send instanceof Action.SendPut && (node.remote() != null || node.synced() != null)) {
      contentOnly.add(send);
    } else {
      placing.put(send.node(), send);
    }
  }

  /** Whether the names that the change needs are not needed by an earlier one. */
  private boolean claim(Action.Send send, NodeState node) {
    LocalEntry local = node.local();
    RemoteEntry remote = node.remote();
    Map<Place, NodeId> wanted = new LinkedHashMap<>();
    Set<NodeId> above = new HashSet<>();
    if (local != null && (send instanceof Action.SendMove || remote == null)) {
      wanted.put(local.place(), node.id());
      addRemoved(local.place().parent(), wanted, above);
    } else if (remote != null && !trees.remoteLive(node.id())) {
      addRemoved(node.id(), wanted, above);
    }
    for (Map.Entry<Place, NodeId> want : wanted.entrySet()) {
      NodeId other = claimed.get(want.getKey());
      if (other != null && !other.equals(want.getValue())) {
        return false;
      }
    }
    claimed.putAll(wanted);
    kept.addAll(above);
    return true;
  }

  /**
   * The places of the removed nodes from here upwards, which the server brings back, and the live
   * folders above those.
   */
  private void addRemoved(NodeId from, Map<Place, NodeId> into, Set<NodeId> above) {
    NodeId at = from;
    while (!at.isRoot()) {
      RemoteEntry remote = trees.get(at).remote();
      if (remote == null) {
        return;
      }
      if (!trees.remoteLive(at)) {
        into.put(remote.place(), at);
      } else if (into.isEmpty() || at.equals(from)) {
        return;
      } else {
        above.add(at);
      }
      at = remote.place().parent();
    }
  }

  private void findNeeds() {
    Deque<NodeId> dropped = new ArrayDeque<>();
    Map<NodeId, List<NodeId>> neededBy = new LinkedHashMap<>();
    for (Map.Entry<NodeId, Action.Send> entry : placing.entrySet()) {
      NodeId node = entry.getKey();
      List<NodeId> found =
          entry.getValue() instanceof Action.SendRemove ? needsOfRemoval(node) : needsOfPlace(node);
      if (found == null) {
        dropped.add(node);
      } else {
        needs.put(node, found);
        found.forEach(on -> neededBy.computeIfAbsent(on, n -> new ArrayList<>()).add(node));
      }
    }
    while (!dropped.isEmpty()) {
      NodeId node = dropped.remove();
      placing.remove(node);
      needs.remove(node);
      for (NodeId other : neededBy.getOrDefault(node, List.of())) {
        if (placing.containsKey(other)) {
          dropped.add(other);
        }
      }
    }
  }

  /** What has to go before a node is made or moved; null when something needed does not go. */
  private @Nullable List<NodeId> needsOfPlace(NodeId node) {
    LocalEntry local = trees.get(node).local();
    if (local == null) {
      return null;
    }
    List<NodeId> found = new ArrayList<>(2);
    NodeId parent = local.place().parent();
    if (!parent.isRoot()) {
      NodeState folder = trees.get(parent);
      if (folder.remote() == null && folder.synced() == null) {
        found.add(parent);
      }
      if (trees.get(node).remote() != null && trees.remoteBeneath(parent, node)) {
        addStepsOut(parent, node, found);
      }
    }
    NodeId holder = trees.remoteChild(local.place());
    if (holder != null && !holder.equals(node) && trees.remoteLive(holder)) {
      found.add(holder);
    }
    return placing.keySet().containsAll(found) ? found : null;
  }

  /** The folders between that leave the node's subtree. */
  private void addStepsOut(NodeId from, NodeId top, List<NodeId> into) {
    NodeId at = from;
    int before = into.size();
    while (!at.equals(top)) {
      if (placing.get(at) instanceof Action.SendMove) {
        into.add(at);
      }
      RemoteEntry remote = trees.get(at).remote();
      if (remote == null) {
        return;
      }
      at = remote.place().parent();
    }
    if (into.size() == before) {
      into.add(from); // nobody leaves: not possible now
    }
  }

  private @Nullable List<NodeId> needsOfRemoval(NodeId folder) {
    if (kept.contains(folder)) {
      return null;
    }
    List<NodeId> found = new ArrayList<>();
    Deque<NodeId> open = new ArrayDeque<>(trees.remoteChildren(folder));
    while (!open.isEmpty()) {
      NodeId child = open.remove();
      if (trees.get(child).local() == null) {
        open.addAll(trees.remoteChildren(child));
      } else if (placing.get(child) instanceof Action.SendMove) {
        found.add(child);
      } else {
        return null;
      }
    }
    return found;
  }

  /**
   * Leaves out moves that would put a folder beneath itself once those before them are done, and
   * what needs them: each may be possible alone, and its way out may wait for something else.
   */
  private List<Step> withoutRings(List<Step> steps) {
    List<Step> possible = new ArrayList<>(steps.size());
    Map<NodeId, NodeId> parents = new HashMap<>();
    Set<NodeId> left = new HashSet<>();
    int from = 0;
    while (from < steps.size()) {
      int to = from + 1;
      while (to < steps.size()
          && steps.get(from).group() != 0
          && steps.get(to).group() == steps.get(from).group()) {
        to++;
      }
      List<Step> unit = steps.subList(from, to);
      Map<NodeId, Optional<NodeId>> before = new HashMap<>();
      for (Step step : unit) {
        NodeId node = step.send().node();
        LocalEntry local = trees.get(node).local();
        if (local != null && !(step.send() instanceof Action.SendRemove)) {
          before.put(node, Optional.ofNullable(parents.put(node, local.place().parent())));
        }
      }
      if (unit.stream().anyMatch(step -> isImpossible(step.send().node(), parents, left))) {
        unit.forEach(step -> left.add(step.send().node()));
        before.forEach((node, parent) -> parents.compute(node, (n, p) -> parent.orElse(null)));
      } else {
        possible.addAll(unit);
      }
      from = to;
    }
    return possible;
  }

  private boolean isImpossible(NodeId node, Map<NodeId, NodeId> parents, Set<NodeId> left) {
    if (needs.getOrDefault(node, List.of()).stream().anyMatch(left::contains)) {
      return true;
    }
    Set<NodeId> above = new HashSet<>();
    NodeId at = node;
    while (!at.isRoot()) {
      if (!above.add(at)) {
        return true;
      }
      NodeId parent = parents.get(at);
      if (parent == null) {
        RemoteEntry remote = trees.get(at).remote();
        if (remote == null) {
          return false;
        }
        parent = remote.place().parent();
      }
      at = parent;
    }
    return false;
  }

  /** Tarjan's strongly connected components, without recursion; needs come out first. */
  private List<Step> sorted() {
    List<Step> steps = new ArrayList<>();
    Map<NodeId, int[]> marks = new LinkedHashMap<>(); // index, lowest reachable
    Deque<NodeId> open = new ArrayDeque<>();
    Set<NodeId> onStack = new HashSet<>();
    Deque<NodeId> path = new ArrayDeque<>();
    Deque<int[]> nextNeed = new ArrayDeque<>();
    int groups = 0;
    for (NodeId start : placing.keySet()) {
      if (marks.containsKey(start)) {
        continue;
      }
      path.push(start);
      nextNeed.push(new int[] {0});
      marks.put(start, new int[] {marks.size(), marks.size()});
      open.push(start);
      onStack.add(start);
      while (!path.isEmpty()) {
        NodeId at = path.element();
        List<NodeId> wanted = needs.getOrDefault(at, List.of());
        int[] mark = marks.getOrDefault(at, new int[2]);
        int next = nextNeed.element()[0]++;
        if (next < wanted.size()) {
          NodeId need = wanted.get(next);
          int[] seen = marks.get(need);
          if (seen == null) {
            path.push(need);
            nextNeed.push(new int[] {0});
            marks.put(need, new int[] {marks.size(), marks.size()});
            open.push(need);
            onStack.add(need);
          } else if (onStack.contains(need)) {
            mark[1] = Math.min(mark[1], seen[0]);
          }
          continue;
        }
        path.pop();
        nextNeed.pop();
        if (!path.isEmpty()) {
          int[] above = marks.getOrDefault(path.element(), new int[2]);
          above[1] = Math.min(above[1], mark[1]);
        }
        if (mark[1] == mark[0]) {
          groups = emit(at, open, onStack, steps, groups);
        }
      }
    }
    return steps;
  }

  private int emit(
      NodeId root, Deque<NodeId> open, Set<NodeId> onStack, List<Step> into, int groups) {
    List<Action.Send> members = new ArrayList<>();
    NodeId member;
    do {
      member = open.pop();
      onStack.remove(member);
      Action.Send send = placing.get(member);
      if (send != null) {
        members.add(send);
      }
    } while (!member.equals(root));
    if (members.size() == 1) {
      into.add(new Step(members.get(0), 0));
      return groups;
    }
    members.sort(Comparator.comparingInt(this::rank).thenComparing(Action::node));
    members.forEach(send -> into.add(new Step(send, groups + 1)));
    return groups + 1;
  }

  /** Inside a group: folders from the top, then moves, new content, removals. */
  private int rank(Action.Send send) {
    if (send instanceof Action.SendFolder) {
      int depth = 0;
      NodeId at = send.node();
      LocalEntry local = trees.get(at).local();
      while (local != null && local.kind() == NodeKind.FOLDER) {
        depth++;
        at = local.place().parent();
        local = at.isRoot() ? null : trees.get(at).local();
      }
      return depth;
    }
    return send instanceof Action.SendMove
        ? 1_000_000
        : send instanceof Action.SendPut ? 1_000_001 : 1_000_002;
  }
}
