package io.driftless.client.plan;

import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.protocol.id.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people did on the disk and on the server to one tree that both had, brought together by the
 * planner, and the same with the sides exchanged. Each time it must come to rest within so many
 * rounds, with one tree everywhere, and with every content that nobody overwrote or removed. Both
 * ways round the same contents must be there; and the very same tree must come out where nobody can
 * be in another's way: when both did the same, or when the order does not matter.
 */
final class PlannedCases {

  private final int bound;
  private long cases;
  private int mostRounds;
  private long equalTrees;

  /** Checks of trees that have to come to rest within so many rounds. */
  PlannedCases(int bound) {
    this.bound = bound;
  }

  /** How many cases were checked; both ways round count as two. */
  long cases() {
    return cases;
  }

  /** The most rounds that any of them took. */
  int mostRounds() {
    return mostRounds;
  }

  /** How often it was said beforehand which tree has to come out. */
  long foretold() {
    return equalTrees;
  }

  /** What becomes of a tree by things that one person does; null when they can't be done. */
  record Done(
      List<TreeOp> ops, Map<String, String> tree, Set<String> files, Map<NodeId, Place> places) {}

  static Done alone(SmallTrees.Shape shape, List<TreeOp> ops) {
    PlannedWorld world = shape.world();
    for (TreeOp op : ops) {
      if (!op.isPossible(world)) {
        return null;
      }
      op.here(world);
    }
    Map<NodeId, Place> places = new HashMap<>();
    for (NodeState node : world.trees.all()) {
      if (node.local() != null && node.synced() != null) {
        places.put(node.id(), node.local().place());
      }
    }
    return done(ops, world.disk(), places);
  }

  static Done done(List<TreeOp> ops, Map<String, String> tree, Map<NodeId, Place> places) {
    return new Done(ops, tree, files(tree), places);
  }

  /** Checks what two people did. */
  void check(SmallTrees.Shape shape, Done one, Done other) {
    Set<String> must = mustLive(shape, one, other);
    Map<String, String> expected = expected(shape, one, other);
    equalTrees += expected == null ? 0 : 1;
    Map<String, String> first = run(shape, one, other, must, expected);
    if (!one.ops().equals(other.ops())) {
      Map<String, String> second = run(shape, other, one, must, expected);
      if (!files(first).equals(files(second))) {
        throw failure(
            shape, one, other, "Exchanged, other contents: " + first + " and " + second, null);
      }
    }
  }

  /** Contents that somebody wrote, and agreed ones that nobody overwrote or removed. */
  private static Set<String> mustLive(SmallTrees.Shape shape, Done one, Done other) {
    Set<String> agreed = shape.contents();
    Set<String> here = one.files();
    Set<String> there = other.files();
    Set<String> must = new HashSet<>(agreed);
    must.retainAll(here);
    must.retainAll(there);
    Set<String> written = new HashSet<>(here);
    written.addAll(there);
    written.removeAll(agreed);
    must.addAll(written);
    return must;
  }

  /** The tree that has to come out; null where one may be in the other's way. */
  private static Map<String, String> expected(SmallTrees.Shape shape, Done one, Done other) {
    if (one.ops().equals(other.ops())) {
      return one.tree();
    }
    if (one.ops().stream().anyMatch(op -> other.ops().stream().anyMatch(op::competes))) {
      return null;
    }
    Done then = alone(shape, together(one, other));
    Done before = then == null ? null : alone(shape, together(other, one));
    boolean alike =
        before != null
            && before.tree().equals(then.tree())
            && before.places().equals(then.places());
    return alike ? then.tree() : null;
  }

  private static List<TreeOp> together(Done first, Done then) {
    List<TreeOp> ops = new ArrayList<>(first.ops());
    ops.addAll(then.ops());
    return ops;
  }

  /** The bytes of the files that are there. */
  private static Set<String> files(Map<String, String> tree) {
    Set<String> found = new HashSet<>();
    for (String content : tree.values()) {
      if (!content.equals(PlannedWorld.FOLDER)) {
        found.add(content.replace("x", ""));
      }
    }
    return found;
  }

  private Map<String, String> run(
      SmallTrees.Shape shape,
      Done here,
      Done there,
      Set<String> must,
      Map<String, String> expected) {
    PlannedWorld world = shape.world();
    here.ops().forEach(op -> op.here(world));
    there.ops().forEach(op -> op.there(world));
    cases++;
    try {
      mostRounds = Math.max(mostRounds, world.settle(bound));
      Map<String, String> disk = world.checkSettled();
      if (!files(disk).containsAll(must)) {
        throw new AssertionError("Lost of " + new TreeSet<>(must) + ": there is " + disk);
      }
      if (expected != null && !disk.equals(expected)) {
        throw new AssertionError("There is %s, expected %s".formatted(disk, expected));
      }
      return disk;
    } catch (AssertionError | RuntimeException e) {
      throw failure(shape, here, there, e.getMessage(), e);
    }
  }

  private static AssertionError failure(
      SmallTrees.Shape shape, Done here, Done there, String what, Throwable cause) {
    return new AssertionError(
        "%s%n%shere %s%nthere %s%n%s"
            .formatted(shape, shape.world(), here.ops(), there.ops(), what),
        cause);
  }
}
