package io.driftless.client.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.node.NodeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** One tree, perturbed on the disk and on the server, is brought together again. */
class PlannerProperties {

  private static final int PAIRS_A_TRY = 8;
  private static final int TREES_A_TRY = 4;
  private static final List<String> MORE_NAMES = List.of("a", "b", "c", "d", "x");
  private static final String[] NAMES = {"a", "b", "c", "d.txt"};

  @Property
  void perturbedTreesShouldConvergeInBoundedRoundsAndKeepEveryByte(@ForAll long seed) {
    for (int i = 0; i < TREES_A_TRY; i++) {
      check(seed + i);
    }
  }

  /**
   * A larger tree than those of {@link SmallTreesTest}, and some operations on either side of it:
   * the sides exchanged, nothing else comes out.
   */
  @Property
  void sidesShouldBeExchangeable(@ForAll long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < PAIRS_A_TRY; i++) {
      SmallTrees.Shape shape = SmallTrees.random(random, 4 + random.nextInt(5));
      PlannedWorld agreed = shape.world();
      PlannedCases.Done one = some(random, shape, TreeOp.all(agreed, MORE_NAMES, List.of(21, 22)));
      PlannedCases.Done other =
          some(random, shape, TreeOp.all(agreed, MORE_NAMES, List.of(21, 23)));
      try {
        new PlannedCases(60).check(shape, one, other);
      } catch (AssertionError e) {
        throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static PlannedCases.Done some(
      Random random, SmallTrees.Shape shape, List<TreeOp> possible) {
    PlannedCases.Done done = PlannedCases.alone(shape, List.of());
    int wanted = 1 + random.nextInt(3);
    for (int i = 0; i < wanted; i++) {
      List<TreeOp> more = new ArrayList<>(done.ops());
      more.add(possible.get(random.nextInt(possible.size())));
      PlannedCases.Done longer = PlannedCases.alone(shape, more);
      done = longer == null ? done : longer;
    }
    return done;
  }

  @Property(tries = 4000)
  void leftOutFoldersShouldGoAndComeBackAndLoseNothing(@ForAll long seed) {
    checkLeftOut(seed);
  }

  static void checkLeftOut(long seed) {
    Random random = new Random(seed);
    PlannedWorld world = new PlannedWorld();
    grow(world, random, 9);
    String start = world.toString();
    try {
      Map<String, String> before = world.server();
      leaveOutSome(world, random);
      settleAll(world);
      assertThat(world.server()).as("leaving out deletes nothing").isEqualTo(before);
      for (int i = random.nextInt(6); i > 0; i--) {
        perturbHere(world, random);
      }
      for (int i = random.nextInt(6); i > 0; i--) {
        perturbThere(world, random);
      }
      leaveOutSome(world, random); // others, also those that were edited just now
      final Set<Sha256> kept = onDisk(world);
      settleAll(world);
      before = world.server();
      world.trees.leaveOut(Set.of());
      settleAll(world);
      assertThat(world.server()).as("taking back changes nothing").isEqualTo(before);
      assertThat(world.disk()).isEqualTo(world.server());
      assertThat(world.history).containsAll(kept);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("Seed " + seed + ", from\n" + start + e.getMessage(), e);
    }
  }

  private static void leaveOutSome(PlannedWorld world, Random random) {
    List<NodeId> folders = remote(world, true);
    Set<NodeId> out = new HashSet<>();
    for (int i = random.nextInt(3); i > 0 && !folders.isEmpty(); i--) {
      out.add(pick(random, folders));
    }
    world.trees.leaveOut(out);
  }

  private static void settleAll(PlannedWorld world) {
    world.settle(60);
    for (NodeState node : world.trees.all()) {
      assertThat(Planner.isSettled(world.trees, node)).as("settled %s", node).isTrue();
    }
    assertThat(world.disk()).isEqualTo(world.wanted());
  }

  private static Set<Sha256> onDisk(PlannedWorld world) {
    Set<Sha256> kept = new HashSet<>();
    for (NodeState node : world.trees.all()) {
      if (node.local() != null && node.local().content() != null) {
        kept.add(node.local().content().digest());
      }
    }
    return kept;
  }

  static void check(long seed) {
    Random random = new Random(seed);
    PlannedWorld world = new PlannedWorld();
    grow(world, random, 7);
    int steps = random.nextInt(6);
    for (int i = 0; i < steps; i++) {
      perturbHere(world, random);
    }
    steps = random.nextInt(6);
    for (int i = 0; i < steps; i++) {
      perturbThere(world, random);
    }
    final Set<Sha256> kept = onDisk(world);
    String start = world.toString();
    try {
      world.settle(60);
      for (NodeState node : world.trees.all()) {
        assertThat(Planner.isSettled(world.trees, node)).as("settled %s", node).isTrue();
      }
      assertThat(world.disk()).isEqualTo(world.server());
      assertThat(world.history).containsAll(kept);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("Seed " + seed + ", from\n" + start + e.getMessage(), e);
    }
  }

  private static void grow(PlannedWorld world, Random random, int bound) {
    int size = random.nextInt(bound);
    List<NodeId> folders = new ArrayList<>(List.of(NodeId.ROOT));
    for (int i = 0; i < size; i++) {
      Place place = new Place(pick(random, folders), NAMES[random.nextInt(NAMES.length)]);
      if (world.trees.localChild(place) == null) {
        NodeKind kind = random.nextInt(5) < 3 ? NodeKind.FOLDER : NodeKind.FILE;
        NodeId node = world.bothHave(place, kind, 1 + random.nextInt(6));
        if (kind == NodeKind.FOLDER) {
          folders.add(node);
        }
      }
    }
  }

  private static NodeId pick(Random random, List<NodeId> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static List<NodeId> local(PlannedWorld world, boolean foldersOnly) {
    List<NodeId> found = new ArrayList<>();
    for (NodeState node : world.trees.all()) {
      if (node.local() != null && (!foldersOnly || node.local().kind() == NodeKind.FOLDER)) {
        found.add(node.id());
      }
    }
    found.sort(null);
    return found;
  }

  private static List<NodeId> remote(PlannedWorld world, boolean foldersOnly) {
    List<NodeId> found = new ArrayList<>();
    for (NodeState node : world.trees.all()) {
      if (node.remote() != null
          && world.trees.remoteLive(node.id())
          && (!foldersOnly || node.remote().kind() == NodeKind.FOLDER)) {
        found.add(node.id());
      }
    }
    found.sort(null);
    return found;
  }

  private static void perturbHere(PlannedWorld world, Random random) {
    List<NodeId> nodes = local(world, false);
    List<NodeId> folders = local(world, true);
    folders.add(NodeId.ROOT);
    Place place = new Place(pick(random, folders), NAMES[random.nextInt(NAMES.length)]);
    boolean free = world.trees.localChild(place) == null;
    int what = random.nextInt(5);
    if (what == 0 && free) {
      NodeKind kind = random.nextBoolean() ? NodeKind.FOLDER : NodeKind.FILE;
      world.localPut(world.newId(), place, kind, 1 + random.nextInt(6));
    } else if (nodes.isEmpty()) {
      return;
    } else if (what == 1) {
      world.localRemove(pick(random, nodes));
    } else if (what == 2) {
      NodeId node = pick(random, nodes);
      if (world.trees.get(node).local().kind() == NodeKind.FILE) {
        world.localPut(
            node, world.trees.get(node).local().place(), NodeKind.FILE, 1 + random.nextInt(6));
      }
    } else {
      NodeId node = pick(random, nodes);
      if (free && !world.trees.localBeneath(place.parent(), node)) {
        world.localMove(node, place);
      }
    }
  }

  private static void perturbThere(PlannedWorld world, Random random) {
    List<NodeId> nodes = remote(world, false);
    List<NodeId> folders = remote(world, true);
    folders.add(NodeId.ROOT);
    Place place = new Place(pick(random, folders), NAMES[random.nextInt(NAMES.length)]);
    boolean free = world.trees.remoteChild(place) == null;
    int what = random.nextInt(5);
    if (what == 0 && free) {
      NodeKind kind = random.nextBoolean() ? NodeKind.FOLDER : NodeKind.FILE;
      world.serverPut(world.newId(), place, kind, 1 + random.nextInt(6));
    } else if (nodes.isEmpty()) {
      return;
    } else if (what == 1) {
      world.serverRemove(pick(random, nodes));
    } else if (what == 2) {
      NodeId node = pick(random, nodes);
      if (world.trees.get(node).remote().kind() == NodeKind.FILE) {
        world.serverPut(
            node, world.trees.get(node).remote().place(), NodeKind.FILE, 1 + random.nextInt(6));
      }
    } else {
      NodeId node = pick(random, nodes);
      if (free && !world.trees.remoteBeneath(place.parent(), node)) {
        world.serverMove(node, place);
      }
    }
  }
}
