package io.driftless.client.engine;

import io.driftless.client.plan.Action;
import io.driftless.client.plan.Planner;
import io.driftless.client.tree.NodeState;
import io.driftless.protocol.id.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the planner about the nodes that changed and hands each answer to the part that can do it,
 * until no node is left to ask about.
 */
final class Planning {

  private static final int MOST_ROUNDS = 100_000;

  private final Core core;
  private final Hashing hashing;
  private final Placing placing;
  private final Comparing comparing;
  private final Commits commits;

  Planning(Core core, Hashing hashing, Placing placing, Comparing comparing, Commits commits) {
    this.core = core;
    this.hashing = hashing;
    this.placing = placing;
    this.comparing = comparing;
    this.commits = commits;
  }

  /** Plans every node that changed, and those that change by it. */
  void plan() {
    int rounds = 0;
    while (!core.dirty.isEmpty()) {
      if (++rounds > MOST_ROUNDS) {
        throw new IllegalStateException("The planner goes round in circles: " + core.dirty);
      }
      List<NodeId> nodes = new ArrayList<>(core.dirty);
      core.dirty.clear();
      Planner planner = new Planner(core.trees, core.planContext());
      for (NodeId node : nodes) {
        if (plan(planner, node)) {
          planner = new Planner(core.trees, core.planContext());
        }
      }
    }
  }

  /** Plans a node and does what can be done at once; answers whether the trees have changed. */
  private boolean plan(Planner planner, NodeId id) {
    NodeState node = core.trees.get(id);
    if (planner.isSettled(node)) {
      core.unsettled.remove(id);
    } else {
      core.unsettled.add(id);
    }
    List<Action> actions = planner.plan(id);
    commits.planned(id, actions);
    for (Action action : actions) {
      if (action instanceof Action.Fact fact) {
        take(fact);
        return true;
      }
      if (action instanceof Action.Disk disk) {
        placing.take(disk);
        return true;
      }
      if (action instanceof Action.Compare compare) {
        comparing.take(compare);
        return true;
      }
      if (action instanceof Action.Wait wait) {
        if (wait.reason() == Action.Reason.UNREAD && !hashing.knows(id)) {
          hashing.read(id);
        } else if (!wait.on().equals(id)) {
          core.awaitChangeOf(wait.on(), id);
        }
      }
    }
    return false;
  }

  private void take(Action.Fact fact) {
    if (fact instanceof Action.Agree agree) {
      core.facts.agreed(agree.node(), agree.on());
    } else if (fact instanceof Action.TakeId take) {
      core.facts.tookId(take.node(), take.into());
    } else if (fact instanceof Action.Renew renew) {
      core.facts.renewed(renew.node(), core.newNode());
    }
  }

  /** Nobody works: whoever is not settled is asked once more, so that nothing is forgotten. */
  void planLeftOver() {
    if (core.unsettled.isEmpty() || !commits.isIdle()) {
      return;
    }
    for (NodeId node : List.copyOf(core.unsettled)) {
      if (!core.resting.containsKey(node)) {
        core.dirty.add(node);
      }
    }
    plan();
  }
}
