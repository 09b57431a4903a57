package io.driftless.server.rewind;

import io.driftless.protocol.api.OperationMessages.Step;
import io.driftless.protocol.api.OperationMessages.StepAction;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.name.ConflictedCopyName;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.rewind.OperationRow.Numbered;
import io.driftless.server.rewind.OperationRow.Work;
import io.driftless.server.rewind.OperationSteps.Outcome;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one commit of an operation, made under the workspace's lock from what is there
 * now. What somebody else changed since the plan is left alone. Who stands in a place that a step
 * needs is moved aside when a later step takes it elsewhere; else the step's node gets a name
 * beside it.
 */
final class StepChanges {

  static final String CHANGED_SINCE = "changed-since";
  static final String NOT_EMPTY = "not-empty";

  private final StepReading reading;
  private final List<Numbered> steps;
  private final LocalDate today;
  private final List<Change> changes = new ArrayList<>();
  private final Map<Integer, String> skipped = new HashMap<>();

  /** The step that each change is of; -1 for one that makes room. */
  private final List<Integer> stepOf = new ArrayList<>();

  private final Set<NodeId> placed = new HashSet<>();
  private final Set<StepReading.Place> given = new HashSet<>();

  StepChanges(Sql sql, Work work, List<Numbered> steps, Instant now) {
    this.reading = new StepReading(sql, work);
    this.steps = steps;
    this.today = now.atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** The changes; none when all steps are skipped or there is nothing to do any more. */
  List<Change> plan(WorkspaceEntity locked) {
    List<NodeId> nodes = steps.stream().map(step -> step.step().node()).toList();
    Set<NodeId> others = reading.changedByOthers(nodes);
    Revision head = locked.headRevision();
    if (steps.get(0).step().action() == StepAction.REMOVE) {
      planRemovals(reading.now(nodes), others, head);
      return changes;
    }
    List<NodeId> all = Stream.concat(nodes.stream(), parents()).distinct().toList();
    SpotTree now = reading.now(all);
    Map<StepReading.Place, NodeId> holders = reading.holders(targets());
    Set<NodeId> leaving = new HashSet<>(reading.leaving(holders.values()));
    leaving.removeAll(reading.changedByOthers(holders.values()));
    for (Numbered step : steps) {
      if (others.contains(step.step().node())) {
        skipped.put(step.ordinal(), CHANGED_SINCE);
      } else {
        place(step, now, holders, leaving, head);
      }
    }
    return changes;
  }

  private Stream<NodeId> parents() {
    return steps.stream()
        .map(step -> step.step().parent())
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .filter(parent -> !parent.isRoot());
  }

  private List<StepReading.Place> targets() {
    return steps.stream().map(step -> target(step.step())).toList();
  }

  private static StepReading.Place target(Step step) {
    return new StepReading.Place(
        Objects.requireNonNull(step.parent()), Objects.requireNonNull(step.name()));
  }

  private void place(
      Numbered numbered,
      SpotTree now,
      Map<StepReading.Place, NodeId> holders,
      Set<NodeId> leaving,
      Revision head) {
    Step step = numbered.step();
    NodeId node = step.node();
    Spot spot = Objects.requireNonNull(now.of(node));
    VersionNumber base = new VersionNumber(spot.version());
    boolean content = !step.version().equals(VersionNumber.NONE);
    if (step.action() == StepAction.CONTENT) {
      add(numbered, new Change.Restore(node, null, null, step.version(), base, 0));
      return;
    }
    StepReading.Place target = free(target(step), node, holders, leaving, head);
    given.add(target);
    if (!spot.deleted()) { // also beneath a removed folder that an earlier step brings back
      add(numbered, new Change.Move(node, target.parent(), target.name(), head, 0));
      if (content) {
        add(numbered, new Change.Restore(node, null, null, step.version(), base, 0));
      }
    } else {
      VersionNumber from = content ? step.version() : VersionNumber.NONE;
      add(numbered, new Change.Restore(node, target.parent(), target.name(), from, base, 0));
    }
    placed.add(node);
  }

  /** The place itself, made free if need be, or one beside it. */
  private StepReading.Place free(
      StepReading.Place wanted,
      NodeId node,
      Map<StepReading.Place, NodeId> holders,
      Set<NodeId> leaving,
      Revision head) {
    NodeId holder = holders.get(wanted);
    if (holder == null || holder.equals(node) || placed.contains(holder)) {
      return given.contains(wanted) ? beside(wanted) : wanted;
    }
    if (!leaving.contains(holder)) {
      return beside(wanted);
    }
    StepReading.Place aside = beside(wanted);
    given.add(aside);
    changes.add(new Change.Move(holder, aside.parent(), aside.name(), head, 0));
    stepOf.add(-1);
    holders.remove(wanted);
    return wanted;
  }

  private StepReading.Place beside(StepReading.Place wanted) {
    String name =
        ConflictedCopyName.of(
            wanted.name(),
            "rewind",
            today,
            taken -> {
              StepReading.Place place = new StepReading.Place(wanted.parent(), taken);
              return given.contains(place) || reading.isTaken(place);
            });
    return new StepReading.Place(wanted.parent(), name);
  }

  private void planRemovals(SpotTree now, Set<NodeId> others, Revision head) {
    Set<NodeId> gone = new HashSet<>();
    for (Numbered numbered : steps) {
      Step step = numbered.step();
      NodeId node = step.node();
      if (!now.isLive(node) || liesIn(now, node, gone)) {
        continue; // it went with a folder above it
      }
      if (others.contains(node)) {
        skipped.put(numbered.ordinal(), CHANGED_SINCE);
      } else if (step.kind() == NodeKind.FOLDER && reading.holdsMore(node)) {
        skipped.put(numbered.ordinal(), NOT_EMPTY);
      } else {
        VersionNumber version = new VersionNumber(Objects.requireNonNull(now.of(node)).version());
        add(numbered, new Change.Remove(node, version, head, 0));
        gone.add(node);
      }
    }
  }

  private static boolean liesIn(SpotTree now, NodeId node, Collection<NodeId> folders) {
    NodeId at = node;
    for (Spot spot = now.of(at); spot != null; spot = now.of(at)) {
      at = spot.parent();
      if (folders.contains(at)) {
        return true;
      }
    }
    return false;
  }

  private void add(Numbered step, Change change) {
    changes.add(change);
    stepOf.add(step.ordinal());
  }

  /**
   * What became of each step.
   *
   * @param answer null when there were no changes
   */
  List<Outcome> outcomes(@Nullable CommitAnswer answer) {
    for (int i = 0; answer != null && i < stepOf.size(); i++) {
      ChangeAnswer one = answer.answers().get(i);
      if (!(one instanceof ChangeAnswer.Applied) && stepOf.get(i) >= 0) {
        skipped.put(stepOf.get(i), words(one));
      }
    }
    return steps.stream()
        .map(step -> new Outcome(step.ordinal(), skipped.get(step.ordinal())))
        .toList();
  }

  private static String words(ChangeAnswer answer) {
    if (answer instanceof ChangeAnswer.RecipeBaseGone) {
      return "version-gone";
    } else if (answer instanceof ChangeAnswer.OverQuota) {
      return "over-quota";
    } else if (answer instanceof ChangeAnswer.NameTaken || answer instanceof ChangeAnswer.Merged) {
      return "name-taken";
    } else if (answer instanceof ChangeAnswer.ParentGone) {
      return "parent-gone";
    } else if (answer instanceof ChangeAnswer.Locked) {
      return "locked";
    }
    return "in-the-way";
  }
}
