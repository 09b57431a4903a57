package io.driftless.client.plan;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Every small tree, with everything that one person can do to it on the disk and another on the
 * server. From the command line: all of it, with how fast it went.
 */
final class PlannedPairs {

  /** Within how many rounds of planning a small tree has to come to rest. */
  static final int BOUND = 8;

  private final PlannedCases cases = new PlannedCases(BOUND);
  private int trees;

  PlannedCases cases() {
    return cases;
  }

  /** One operation on each side of all trees of exactly so many nodes. */
  PlannedPairs pairs(int size) {
    return check(size, 1);
  }

  /** Two operations on one side and one on the other, of all trees of exactly so many nodes. */
  PlannedPairs triples(int size) {
    return check(size, 2);
  }

  private PlannedPairs check(int size, int operations) {
    for (SmallTrees.Shape shape : SmallTrees.of(size)) {
      trees++;
      PlannedWorld agreed = shape.world();
      // Names and contents mean nothing: the second side needs one more of each than the first.
      List<TreeOp> first = TreeOp.all(agreed, names(shape, operations), texts(operations));
      List<TreeOp> second = TreeOp.all(agreed, names(shape, operations + 1), texts(operations + 1));
      List<PlannedCases.Done> ones = sequences(shape, first, operations);
      List<PlannedCases.Done> others = sequences(shape, second, 1);
      for (int i = 0; i < ones.size(); i++) {
        for (PlannedCases.Done other : others) {
          // Both ways round are one check: what comes before on both sides was seen already.
          int at = operations == 1 ? first.indexOf(other.ops().get(0)) : -1;
          if (at < 0 || at >= i) {
            cases.check(shape, ones.get(i), other);
          }
        }
      }
    }
    return this;
  }

  private static List<PlannedCases.Done> sequences(
      SmallTrees.Shape shape, List<TreeOp> ops, int length) {
    List<List<TreeOp>> all = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < length; i++) {
      List<List<TreeOp>> longer = new ArrayList<>();
      for (List<TreeOp> before : all) {
        for (TreeOp op : ops) {
          List<TreeOp> more = new ArrayList<>(before);
          more.add(op);
          longer.add(more);
        }
      }
      all = longer;
    }
    List<PlannedCases.Done> done = new ArrayList<>();
    for (List<TreeOp> sequence : all) {
      PlannedCases.Done one = PlannedCases.alone(shape, sequence);
      if (one != null) {
        done.add(one);
      }
    }
    return done;
  }

  private static List<String> names(SmallTrees.Shape shape, int fresh) {
    List<String> names = new ArrayList<>(SmallTrees.NAMES.subList(0, shape.namesUsed()));
    names.addAll(List.of("x", "y", "z").subList(0, fresh));
    return names;
  }

  private static List<Integer> texts(int count) {
    return List.of(7, 8, 9).subList(0, count);
  }

  /** Checks all, and says how many and how fast. */
  public static void main(String[] arguments) {
    for (int size = 0; size <= 3; size++) {
      measure("one operation each", size, 1);
    }
    for (int size = 0; size <= 2; size++) {
      measure("two against one", size, 2);
    }
  }

  private static void measure(String what, int size, int operations) {
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    PlannedPairs pairs = new PlannedPairs().check(size, operations);
    PlannedCases cases = pairs.cases();
    double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%d nodes, %s: %d trees, %d cases, at most %d rounds, %d trees foretold;"
            + " %.1f s of one core, %.0f cases/s%n",
        size,
        what,
        pairs.trees,
        cases.cases(),
        cases.mostRounds(),
        cases.foretold(),
        seconds,
        cases.cases() / seconds);
  }
}
