package io.driftless.client.plan;

import io.driftless.client.tree.Place;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * All trees of a few nodes: every shape with the ids in every order, every choice of kinds, and
 * every pattern of equal and different names. The names themselves, and the contents, mean nothing
 * to the planner, so that one of each pattern stands for all.
 */
final class SmallTrees {

  static final List<String> NAMES = List.of("a", "b", "c", "d");

  /**
   * A tree.
   *
   * @param parents of each node, -1 for the root
   * @param kinds of each
   * @param names of each, numbered in the order of their first use
   */
  record Shape(List<Integer> parents, List<NodeKind> kinds, List<Integer> names) {

    /** A world in which device and server agree on it; its nodes have the ids 1 to n. */
    PlannedWorld world() {
      PlannedWorld world = new PlannedWorld();
      List<NodeId> made = new ArrayList<>();
      for (int i = 0; i < parents.size(); i++) {
        made.add(world.newId());
      }
      for (int i = 0; i < parents.size(); i++) {
        Place place = new Place(id(parents.get(i)), NAMES.get(names.get(i)));
        world.bothHave(made.get(i), place, kinds.get(i), i + 1);
      }
      return world;
    }

    /** The contents of its files. */
    Set<String> contents() {
      Set<String> contents = new HashSet<>();
      for (int i = 0; i < kinds.size(); i++) {
        if (kinds.get(i) == NodeKind.FILE) {
          contents.add("" + (i + 1));
        }
      }
      return contents;
    }

    /** How many different names it uses. */
    int namesUsed() {
      return names.stream().mapToInt(name -> name + 1).max().orElse(0);
    }
  }

  private SmallTrees() {}

  static NodeId id(int node) {
    return node < 0 ? NodeId.ROOT : new NodeId(new UUID(0x7000, node + 1L));
  }

  /** All trees of exactly so many nodes. */
  static List<Shape> of(int size) {
    List<Shape> found = new ArrayList<>();
    parents(size, new ArrayList<>(), found);
    return found;
  }

  private static void parents(int size, List<Integer> parents, List<Shape> into) {
    if (parents.size() == size) {
      if (isForest(parents)) {
        kinds(parents, new ArrayList<>(), into);
      }
      return;
    }
    for (int parent = -1; parent < size; parent++) {
      parents.add(parent);
      parents(size, parents, into);
      parents.remove(parents.size() - 1);
    }
  }

  private static boolean isForest(List<Integer> parents) {
    for (int node = 0; node < parents.size(); node++) {
      int at = node;
      for (int steps = 0; at >= 0; steps++) {
        if (steps > parents.size()) {
          return false;
        }
        at = parents.get(at);
      }
    }
    return true;
  }

  private static void kinds(List<Integer> parents, List<NodeKind> kinds, List<Shape> into) {
    if (kinds.size() == parents.size()) {
      names(parents, kinds, new ArrayList<>(), into);
      return;
    }
    kinds.add(NodeKind.FOLDER);
    kinds(parents, kinds, into);
    kinds.remove(kinds.size() - 1);
    if (!parents.contains(kinds.size())) {
      kinds.add(NodeKind.FILE);
      kinds(parents, kinds, into);
      kinds.remove(kinds.size() - 1);
    }
  }

  private static void names(
      List<Integer> parents, List<NodeKind> kinds, List<Integer> names, List<Shape> into) {
    int next = names.size();
    if (next == parents.size()) {
      into.add(new Shape(List.copyOf(parents), List.copyOf(kinds), List.copyOf(names)));
      return;
    }
    int used = names.stream().mapToInt(name -> name + 1).max().orElse(0);
    for (int name = 0; name <= used; name++) {
      boolean taken = false;
      for (int other = 0; other < next; other++) {
        taken |= names.get(other) == name && parents.get(other).equals(parents.get(next));
      }
      if (!taken) {
        names.add(name);
        names(parents, kinds, names, into);
        names.remove(names.size() - 1);
      }
    }
  }

  /** Some tree of so many nodes or fewer. */
  static Shape random(Random random, int size) {
    List<Integer> parents = new ArrayList<>();
    List<NodeKind> kinds = new ArrayList<>();
    List<Integer> names = new ArrayList<>();
    Set<List<Integer>> taken = new HashSet<>();
    for (int i = 0; i < size; i++) {
      int parent = random.nextInt(parents.size() + 1) - 1;
      int name = random.nextInt(NAMES.size());
      if ((parent < 0 || kinds.get(parent) == NodeKind.FOLDER)
          && taken.add(List.of(parent, name))) {
        parents.add(parent);
        names.add(name);
        kinds.add(random.nextInt(5) < 3 ? NodeKind.FOLDER : NodeKind.FILE);
      }
    }
    return new Shape(parents, kinds, names);
  }
}
