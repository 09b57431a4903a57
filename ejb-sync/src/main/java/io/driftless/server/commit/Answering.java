package io.driftless.server.commit;

import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through the changes of a commit, one by one or group by group, and answers each. */
final class Answering {

  private final WorkingState work;
  private final List<Change> changes;
  private final Decision decision;
  private final PutRule puts;
  private final FolderRule folders;
  private final MoveRule moves;
  private final RemoveRule removals;
  private final RestoreRule restores;
  private final BarrierRule barriers;
  private final List<ChangeAnswer> answers = new ArrayList<>();

  Answering(
      WorkspaceState state,
      CommitContext context,
      WorkingState work,
      ContentCheck contents,
      List<Change> changes) {
    this.work = work;
    this.changes = changes;
    this.decision = new Decision(state, context, work, changes);
    this.puts = new PutRule(decision, contents);
    this.folders = new FolderRule(decision);
    this.moves = new MoveRule(decision);
    this.removals = new RemoveRule(decision);
    this.restores = new RestoreRule(decision);
    this.barriers = new BarrierRule(decision);
  }

  List<ChangeAnswer> answer() {
    Set<Integer> seen = new HashSet<>();
    for (int from = 0; from < changes.size(); ) {
      int group = changes.get(from).group();
      int to = from + 1;
      while (group != 0 && to < changes.size() && changes.get(to).group() == group) {
        to++;
      }
      List<Change> members = changes.subList(from, to);
      decision.begin(members);
      int mark = work.mark();
      List<ChangeAnswer> decided = group == 0 || seen.add(group) ? decide(members) : torn(members);
      if (!decided.stream().allMatch(CommitRule::isAccepted)) {
        work.rollback(mark);
        decided.replaceAll(this::afterRollback);
        members.forEach(decision.refusals()::add);
      }
      answers.addAll(decided);
      from = to;
    }
    return answers;
  }

  private static List<ChangeAnswer> torn(List<Change> members) {
    return blame(
        members, 0, Decision.malformed("The changes of a group must stand next to each other"));
  }

  private List<ChangeAnswer> decide(List<Change> members) {
    List<ChangeAnswer> decided = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      ChangeAnswer answer = decide(members.get(i));
      if (!CommitRule.isAccepted(answer)) {
        return blame(members, i, answer);
      }
      decided.add(answer);
    }
    for (int i = members.size() - 1; i >= 0; i--) {
      ChangeAnswer taken = nameTaken(members.get(i));
      if (taken != null) {
        return blame(members, i, taken);
      }
    }
    return decided;
  }

  /** One member of a group was refused: the others depend on it. */
  private static List<ChangeAnswer> blame(List<Change> members, int member, ChangeAnswer answer) {
    List<ChangeAnswer> answers = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      answers.add(i == member ? answer : new ChangeAnswer.Depends());
    }
    return answers;
  }

  private ChangeAnswer decide(Change change) {
    if (change.node().isRoot()) {
      return Decision.malformed("The root can't be changed");
    }
    if (decision.refusals().areNeededBy(change)) {
      return new ChangeAnswer.Depends();
    }
    ChangeAnswer barred = barriers.refusal(change);
    if (barred != null) {
      return barred;
    }
    if (change instanceof Change.Put put) {
      return puts.decide(put);
    }
    if (change instanceof Change.MakeFolder make) {
      return folders.decide(make);
    }
    if (change instanceof Change.Move move) {
      return moves.decide(move);
    }
    return change instanceof Change.Remove remove
        ? removals.decide(remove)
        : restores.decide((Change.Restore) change);
  }

  /** An answer that names no revision or node that the rollback has undone. */
  private ChangeAnswer afterRollback(ChangeAnswer answer) {
    if (answer instanceof ChangeAnswer.Stale stale
        && stale.revision().isAfter(work.lastRevision())) {
      return new ChangeAnswer.Stale(work.lastRevision());
    }
    if (answer instanceof ChangeAnswer.NameTaken taken) {
      NodeState holder = work.node(taken.by());
      return holder == null
          ? Decision.malformed("Two changes of one group take the same name")
          : new ChangeAnswer.NameTaken(holder.node(), holder.revision());
    }
    return answer;
  }

  /** Whether, at the end of its group, a change has left its node where another one is. */
  private @Nullable ChangeAnswer nameTaken(Change change) {
    NodeState node = work.target(change.node());
    boolean places =
        !(change instanceof Change.Remove)
            && !(change instanceof Change.Put put && put.parent() == null);
    if (!places || node == null || node.deleted()) {
      return null;
    }
    return decision.nameTaken(node.node(), node.parent(), node.name());
  }
}
