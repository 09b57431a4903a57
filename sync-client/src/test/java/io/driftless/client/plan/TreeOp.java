package io.driftless.client.plan;

import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that somebody does to a tree that device and server agree on; on either side.
 *
 * @param verb what
 * @param node to which node; null when one is made
 * @param place where, for what is made or moved
 * @param other with which node it changes places
 * @param text the new content
 */
record TreeOp(Verb verb, NodeId node, Place place, NodeId other, int text) {

  enum Verb {
    NOTHING,
    MAKE_FILE,
    MAKE_FOLDER,
    EDIT,
    /** A file becomes executable. */
    MODE,
    REMOVE,
    MOVE,
    SWAP,
    /** Another kind takes the name: a file for a folder, a folder for a file. */
    REPLACE
  }

  static TreeOp nothing() {
    return new TreeOp(Verb.NOTHING, null, null, null, 0);
  }

  /**
   * Everything that can be done to the tree of a world that is settled.
   *
   * @param names that may be used
   * @param texts new contents
   */
  static List<TreeOp> all(PlannedWorld world, List<String> names, List<Integer> texts) {
    List<TreeOp> ops = new ArrayList<>();
    ops.add(nothing());
    List<NodeId> nodes = world.trees.all().stream().map(NodeState::id).sorted().toList();
    List<NodeId> folders = new ArrayList<>(List.of(NodeId.ROOT));
    nodes.stream().filter(world.trees::isLocalFolder).forEach(folders::add);
    List<Place> free = new ArrayList<>();
    for (NodeId folder : folders) {
      for (String name : names) {
        Place place = new Place(folder, name);
        if (world.trees.localChild(place) == null) {
          free.add(place);
        }
      }
    }
    for (Place place : free) {
      ops.add(new TreeOp(Verb.MAKE_FOLDER, null, place, null, 0));
      texts.forEach(text -> ops.add(new TreeOp(Verb.MAKE_FILE, null, place, null, text)));
    }
    for (NodeId node : nodes) {
      ops.add(new TreeOp(Verb.REMOVE, node, null, null, 0));
      for (Place place : free) {
        if (!world.trees.localBeneath(place.parent(), node)) {
          ops.add(new TreeOp(Verb.MOVE, node, place, null, 0));
        }
      }
      if (world.trees.isLocalFolder(node)) {
        texts.forEach(text -> ops.add(new TreeOp(Verb.REPLACE, node, null, null, text)));
      } else {
        texts.forEach(text -> ops.add(new TreeOp(Verb.EDIT, node, null, null, text)));
        ops.add(new TreeOp(Verb.MODE, node, null, null, 0));
        ops.add(new TreeOp(Verb.REPLACE, node, null, null, 0));
      }
      for (NodeId other : nodes) {
        if (node.compareTo(other) < 0
            && new TreeOp(Verb.SWAP, node, null, other, 0).isPossible(world)) {
          ops.add(new TreeOp(Verb.SWAP, node, null, other, 0));
        }
      }
    }
    return ops;
  }

  /** Does it on the device's disk. */
  void here(PlannedWorld world) {
    switch (verb) {
      case MAKE_FILE -> world.localPut(world.newId(), place, NodeKind.FILE, text);
      case MAKE_FOLDER -> world.localPut(world.newId(), place, NodeKind.FOLDER, 0);
      case EDIT -> world.localPut(node, placeOf(world, node), NodeKind.FILE, text);
      case MODE -> {
        FileContent old = world.trees.get(node).local().content();
        FileContent turned = PlannedWorld.content((int) old.size(), true);
        world.localPut(node, placeOf(world, node), NodeKind.FILE, turned);
      }
      case REMOVE -> world.localRemove(node);
      case MOVE -> world.localMove(node, place);
      case SWAP -> {
        Place first = placeOf(world, node);
        Place second = placeOf(world, other);
        world.localMove(node, new Place(NodeId.ROOT, "aside"));
        world.localMove(other, first);
        world.localMove(node, second);
      }
      case REPLACE -> {
        Place at = placeOf(world, node);
        NodeKind kind = otherKind(world);
        world.localRemove(node);
        world.localPut(world.newId(), at, kind, text);
      }
      default -> {}
    }
  }

  /** Does it on the server, as another device would. */
  void there(PlannedWorld world) {
    switch (verb) {
      case MAKE_FILE -> world.serverPut(world.newId(), place, NodeKind.FILE, text);
      case MAKE_FOLDER -> world.serverPut(world.newId(), place, NodeKind.FOLDER, 0);
      case EDIT -> world.serverPut(node, placeThere(world, node), NodeKind.FILE, text);
      case MODE -> {
        FileVersion old = world.trees.get(node).remote().version();
        FileContent turned = PlannedWorld.content((int) old.size(), true);
        world.serverPut(node, placeThere(world, node), NodeKind.FILE, turned);
      }
      case REMOVE -> world.serverRemove(node);
      case MOVE -> world.serverMove(node, place);
      case SWAP -> {
        Place first = placeThere(world, node);
        world.serverMove(node, placeThere(world, other));
        world.serverMove(other, first);
      }
      case REPLACE -> {
        Place at = placeThere(world, node);
        NodeKind kind = otherKind(world);
        world.serverRemove(node);
        world.serverPut(world.newId(), at, kind, text);
      }
      default -> {}
    }
  }

  /**
   * Whether both give the same node another content (bytes and executable bit are one), or another
   * place.
   */
  boolean competes(TreeOp with) {
    return (writes() && with.writes() && node.equals(with.node))
        || (moves() && with.moves() && (with.moves(node) || with.moves(other)));
  }

  private boolean writes() {
    return verb == Verb.EDIT || verb == Verb.MODE;
  }

  private boolean moves() {
    return verb == Verb.MOVE || verb == Verb.SWAP;
  }

  private boolean moves(NodeId one) {
    return one != null && (one.equals(node) || one.equals(other));
  }

  private static Place placeOf(PlannedWorld world, NodeId id) {
    return world.trees.get(id).local().place();
  }

  private static Place placeThere(PlannedWorld world, NodeId id) {
    return world.trees.get(id).remote().place();
  }

  private NodeKind otherKind(PlannedWorld world) {
    NodeKind kind = world.trees.get(node).synced().kind();
    return kind == NodeKind.FOLDER ? NodeKind.FILE : NodeKind.FOLDER;
  }

  /** Whether it can be done on the device's disk as it is. */
  boolean isPossible(PlannedWorld world) {
    return (node == null || world.trees.get(node).local() != null)
        && (other == null || canSwap(world))
        && (place == null || canTake(world));
  }

  private boolean canTake(PlannedWorld world) {
    return world.trees.isLocalFolder(place.parent())
        && world.trees.localChild(place) == null
        && (node == null || !world.trees.localBeneath(place.parent(), node));
  }

  private boolean canSwap(PlannedWorld world) {
    return world.trees.get(other).local() != null
        && !world.trees.localBeneath(node, other)
        && !world.trees.localBeneath(other, node);
  }
}
