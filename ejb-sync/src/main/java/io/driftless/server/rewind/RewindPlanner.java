package io.driftless.server.rewind;

import io.driftless.protocol.api.OperationMessages.Step;
import io.driftless.protocol.api.OperationMessages.StepAction;
import io.driftless.protocol.api.OperationMessages.StepState;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.NodeKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what makes a folder what it was: pure, from the rows then and now of all nodes that have a
 * row in between. What has none needs no step, since it stands or falls with the folder that it
 * lies in. First come the nodes that were there, those nearer to the folder first, so that what
 * holds a node is in its place before; then the removals, again from above, so that a folder takes
 * with it what lies in it.
 */
final class RewindPlanner {

  private final NodeId folder;
  private final SpotTree then;
  private final SpotTree now;

  RewindPlanner(NodeId folder, SpotTree then, SpotTree now) {
    this.folder = folder;
    this.then = then;
    this.now = now;
  }

  /** The steps in their order. */
  List<Step> plan(Collection<NodeId> changed) {
    List<Step> placed = new ArrayList<>();
    List<NodeId> others = new ArrayList<>();
    for (NodeId node : changed) {
      Spot before = then.of(node);
      Spot after = now.of(node);
      if (before != null && after != null && then.isLiveWithin(node, folder)) {
        Step back = back(node, before, after);
        if (back != null) {
          placed.add(back);
        }
      } else if (after != null) {
        others.add(node);
      }
    }
    placed.addAll(cameIn(others, next(placed)));
    SpotTree next = next(placed);
    List<Step> removed = new ArrayList<>();
    for (NodeId node : others) {
      if (next.isLiveWithin(node, folder) && !then.isLive(node)) {
        removed.add(step(node, StepAction.REMOVE, now.existing(node), null, 0));
      }
    }
    Comparator<Step> byNode = Comparator.comparing(Step::node);
    placed.sort(
        Comparator.<Step>comparingInt(step -> then.depth(step.node(), NodeId.ROOT))
            .thenComparing(byNode));
    removed.sort(
        Comparator.<Step>comparingInt(step -> next.depth(step.node(), NodeId.ROOT))
            .thenComparing(byNode));
    placed.addAll(removed);
    return placed;
  }

  /** Those that were elsewhere go back there. */
  private List<Step> cameIn(List<NodeId> others, SpotTree next) {
    return others.stream()
        .filter(node -> next.isLiveWithin(node, folder) && then.isLive(node))
        .map(node -> step(node, StepAction.MOVE, now.existing(node), then.existing(node), 0))
        .toList();
  }

  /**
   * The tree once these nodes are in their places. What was made since in a folder that was removed
   * later is in it again, and has to go.
   */
  private SpotTree next(List<Step> placed) {
    Map<NodeId, Spot> spots = new HashMap<>(then.spots());
    spots.putAll(now.spots());
    placed.forEach(step -> spots.put(step.node(), then.existing(step.node())));
    return new SpotTree(spots);
  }

  private @Nullable Step back(NodeId node, Spot before, Spot after) {
    int version = before.version() == after.version() ? 0 : before.version();
    if (after.deleted()) {
      return step(node, StepAction.RESTORE, after, before, version);
    }
    if (!before.samePlace(after)) {
      return step(node, StepAction.MOVE, after, before, version);
    }
    return version == 0 ? null : step(node, StepAction.CONTENT, after, before, version);
  }

  private Step step(
      NodeId node, StepAction action, Spot after, @Nullable Spot before, int version) {
    boolean live = now.isLive(node);
    NodeKind kind = after.kind();
    return new Step(
        node,
        kind,
        action,
        live ? after.parent() : null,
        live ? after.name() : null,
        before == null ? null : before.parent(),
        before == null ? null : before.name(),
        new VersionNumber(version),
        StepState.PENDING,
        null);
  }
}
