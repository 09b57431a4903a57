package io.driftless.server.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.RecipeOp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Turns numbers into commits of three devices that have read the journal to different places, and
 * checks after each commit what the rule promises.
 */
final class RandomCommits {

  /** Numbers for one change: any, taken modulo what there is to choose from. */
  record Step(int kind, int node, int place, int name, int text, int group) {}

  /** Numbers for one commit. */
  record Batch(int device, int behind, List<Step> steps) {}

  private static final List<String> NAMES = List.of("a", "b", "c", "docs", "x.txt");
  private static final List<String> TEXTS = List.of("", "one", "one two", "three", "four two one");

  final RuleWorld world = new RuleWorld();
  private final List<RuleWorld.Device> devices =
      List.of(world.laptop, world.desktop, world.new Device("tablet"));
  private final List<NodeId> made = new ArrayList<>();
  private final Set<Class<?>> answers = new HashSet<>();

  RandomCommits() {
    made.add(NodeId.ROOT);
  }

  /** The kinds of answers so far. */
  Set<Class<?>> answers() {
    return answers;
  }

  void run(Batch batch) {
    RuleWorld.Device device = devices.get(Math.floorMod(batch.device(), devices.size()));
    device.role = Math.floorMod(batch.device(), 40) == 39 ? Role.VIEWER : Role.EDITOR;
    long head = world.head().value();
    Revision seen = new Revision(Math.max(0, head - Math.floorMod(batch.behind(), 12)));
    device.cursor = world.workspace.cursorAt(seen);
    List<Change> changes = new ArrayList<>();
    for (Step step : batch.steps()) {
      changes.add(change(step, seen));
    }
    Set<NodeId> liveBefore = live();
    CommitRequest request = device.request(changes.toArray(Change[]::new));
    CommitAnswer answer = device.send(request);
    note(answer);
    if (answer.refused() == null) {
      checkAnswers(request, answer, head);
      checkNothingUnseenWasRemoved(request, liveBefore, head);
    }
    int rows = world.workspace.journal().size();
    assertThat(device.send(request)).isEqualTo(answer);
    assertThat(world.workspace.journal()).hasSize(rows);
  }

  private void note(CommitAnswer answer) {
    if (answer.refused() != null) {
      answers.add(answer.refused().getClass());
    }
    answer.answers().forEach(one -> answers.add(one.getClass()));
  }

  private void checkAnswers(CommitRequest request, CommitAnswer answer, long headBefore) {
    assertThat(answer.answers()).hasSameSizeAs(request.changes());
    boolean accepted = answer.answers().stream().anyMatch(CommitRule::isAccepted);
    assertThat(world.head().value() == headBefore || accepted).isTrue();
    Map<NodeId, Change> last = new LinkedHashMap<>();
    for (int i = 0; i < request.changes().size(); i++) {
      if (CommitRule.isAccepted(answer.answers().get(i))) {
        last.put(request.changes().get(i).node(), request.changes().get(i));
      }
      assertThat(revisionIn(answer.answers().get(i))).isLessThanOrEqualTo(world.head());
    }
    if (request.changes().size() == 1) {
      last.values().forEach(this::checkEffect);
    }
  }

  private static Revision revisionIn(ChangeAnswer answer) {
    if (answer instanceof ChangeAnswer.Applied applied) {
      return applied.revision();
    }
    if (answer instanceof ChangeAnswer.Merged merged) {
      return merged.revision();
    }
    if (answer instanceof ChangeAnswer.NameTaken taken) {
      return taken.revision();
    }
    return answer instanceof ChangeAnswer.Stale stale ? stale.revision() : Revision.NONE;
  }

  /** An accepted change holds, and its node can be reached. */
  private void checkEffect(Change change) {
    NodeState node = world.node(change.node());
    if (change instanceof Change.Put put) {
      assertThat(world.isLive(put.node())).as("%s", put).isTrue();
      assertThat(node.version().digest()).isEqualTo(put.content().digest());
    } else if (change instanceof Change.Remove && node != null) {
      assertThat(world.isLive(change.node())).as("%s", change).isFalse();
    } else if (change instanceof Change.Move move && node != null) {
      assertThat(world.isLive(change.node())).isTrue();
      assertThat(node.name()).isEqualTo(move.name());
    } else if (change instanceof Change.Restore) {
      assertThat(world.isLive(change.node())).isTrue();
    }
  }

  /** What stopped being live was known to the device, or is a folder merged away. */
  private void checkNothingUnseenWasRemoved(
      CommitRequest request, Set<NodeId> liveBefore, long headBefore) {
    Set<NodeId> liveNow = live();
    long base =
        request.changes().stream()
            .filter(Change.Remove.class::isInstance)
            .mapToLong(change -> ((Change.Remove) change).baseRevision().value())
            .max()
            .orElse(-1);
    for (NodeId node : liveBefore) {
      if (!liveNow.contains(node)) {
        assertThat(lastChanged(node, headBefore))
            .as("%s was removed unseen by %s", node, request)
            .isLessThanOrEqualTo(base);
      }
    }
  }

  /**
   * The last row by which a node became something else. A row written because the node came back
   * with its folder repeats what is known of it: there is nothing in it to see.
   */
  private long lastChanged(NodeId node, long head) {
    NodeRow last = null;
    for (NodeRow row : world.workspace.journal()) {
      boolean own = row.node().equals(node) && row.revision().value() <= head;
      if (own && (last == null || !sameState(last, row))) {
        last = row;
      }
    }
    return assertThat(last).isNotNull().actual().revision().value();
  }

  private static boolean sameState(NodeRow one, NodeRow other) {
    return one.parent().equals(other.parent())
        && one.name().equals(other.name())
        && one.deleted() == other.deleted()
        && Objects.equals(one.version(), other.version());
  }

  private Set<NodeId> live() {
    Set<NodeId> live = new HashSet<>();
    for (NodeState node : world.workspace.nodes()) {
      if (world.isLive(node.node())) {
        live.add(node.node());
      }
    }
    return live;
  }

  private Change change(Step step, Revision seen) {
    NodeId node = made.get(Math.floorMod(step.node(), made.size()));
    NodeId parent = made.get(Math.floorMod(step.place(), Math.min(made.size(), 8)));
    String name = NAMES.get(Math.floorMod(step.name(), NAMES.size()));
    Change change =
        switch (Math.floorMod(step.kind(), 12)) {
          case 0, 1, 2 -> RuleWorld.file(fresh(), parent, name, content(step));
          case 3, 4 -> RuleWorld.folder(fresh(), parent, name);
          case 5, 6 -> RuleWorld.edit(node, versionSeen(node, seen).value(), content(step));
          case 7, 8 -> RuleWorld.move(node, parent, name, seen);
          case 9, 10 -> RuleWorld.remove(node, versionSeen(node, seen), seen);
          default -> RuleWorld.restore(node, 0, versionSeen(node, seen).value());
        };
    int group = Math.floorMod(step.group(), 6);
    return group > 2 ? change : RuleWorld.grouped(change, group);
  }

  private NodeId fresh() {
    NodeId node = world.newNode();
    made.add(node);
    return node;
  }

  private Content content(Step step) {
    String text = TEXTS.get(Math.floorMod(step.text(), TEXTS.size()));
    return switch (Math.floorMod(step.text(), 7)) {
      case 5 -> world.byHash(text);
      case 6 -> world.content(text, new VersionNumber(1), List.of(new RecipeOp.Copy(0, 1)));
      default -> world.words(text);
    };
  }

  private VersionNumber versionSeen(NodeId node, Revision seen) {
    VersionNumber version = VersionNumber.NONE;
    for (NodeRow row : world.workspace.journal()) {
      if (row.node().equals(node) && row.version() != null && !row.revision().isAfter(seen)) {
        version = row.version().number();
      }
    }
    return version;
  }
}
