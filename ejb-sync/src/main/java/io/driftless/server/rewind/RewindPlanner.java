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
import java.util.List;
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
    List<Step> removed = new ArrayList<>();
    for (NodeId node : changed) {
      Step step = step(node);
      if (step != null) {
        (step.action() == StepAction.REMOVE ? removed : placed).add(step);
      }
    }
    Comparator<Step> byNode = Comparator.comparing(Step::node);
    placed.sort(
        Comparator.<Step>comparingInt(step -> then.depth(step.node(), NodeId.ROOT))
            .thenComparing(byNode));
    removed.sort(
        Comparator.<Step>comparingInt(step -> now.depth(step.node(), NodeId.ROOT))
            .thenComparing(byNode));
    placed.addAll(removed);
    return placed;
  }

  private @Nullable Step step(NodeId node) {
    Spot before = then.of(node);
    Spot after = now.of(node);
    boolean was = before != null && then.isLiveWithin(node, folder);
    boolean is = after != null && now.isLiveWithin(node, folder);
    if (before != null && after != null && was) {
      return back(node, before, after);
    }
    if (after == null || !is) {
      return null;
    }
    if (before != null && then.isLive(node)) {
      return step(node, StepAction.MOVE, after, before, 0); // it came in from elsewhere
    }
    return step(node, StepAction.REMOVE, after, null, 0);
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
