package io.driftless.simulator;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.RelPath;
import io.driftless.simulator.Oracle.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a disk shows a tree as well as it can: everything that it can hold is there, under its
 * own name wherever that can be, under a local name that means it elsewhere.
 */
final class DiskCheck {

  private record Branch(Look look, Map<String, Branch> children) {}

  private final SimTree tree;

  DiskCheck(SimTree tree) {
    this.tree = tree;
  }

  /** Whether the disk shows just this tree, and no local name without need. */
  boolean isShown(Map<String, Look> server) {
    if (tree.traits().names().isExact()) {
      return held(server).equals(disk()); // every name is its own
    }
    List<String> needless = new ArrayList<>();
    return same(branches(held(server)), branches(disk()), "", needless) && needless.isEmpty();
  }

  /** Local names on the disk that nothing makes necessary, as far as the trees are the same. */
  List<String> needless(Map<String, Look> server) {
    List<String> needless = new ArrayList<>();
    same(branches(held(server)), branches(disk()), "", needless);
    return needless;
  }

  private Map<String, Look> disk() {
    return Oracle.diskTree(tree);
  }

  /** What the disk can hold of a tree: without links, without executable bits. */
  private Map<String, Look> held(Map<String, Look> server) {
    if (tree.traits().links() && tree.traits().executableBit()) {
      return server;
    }
    Map<String, Look> held = new TreeMap<>();
    server.forEach(
        (path, look) -> {
          if (tree.traits().links() || !look.kind().equals(EntryKind.LINK.name())) {
            boolean bit = look.executable() && tree.traits().executableBit();
            held.put(path, new Look(look.kind(), look.digest(), bit));
          }
        });
    return held;
  }

  private static Map<String, Branch> branches(Map<String, Look> paths) {
    Branch root = new Branch(new Look("FOLDER", "", false), new TreeMap<>());
    List<String> sorted = new ArrayList<>(paths.keySet());
    sorted.sort((one, other) -> Integer.compare(one.split("/").length, other.split("/").length));
    for (String path : sorted) {
      Branch at = root;
      String[] names = path.split("/", -1);
      for (int i = 0; i < names.length - 1; i++) {
        at = at.children().get(names[i]);
      }
      at.children().put(names[names.length - 1], new Branch(paths.get(path), new TreeMap<>()));
    }
    return root.children();
  }

  private boolean same(
      Map<String, Branch> there, Map<String, Branch> here, String at, List<String> needless) {
    if (there.size() != here.size()) {
      return false;
    }
    Map<String, Branch> left = new TreeMap<>(there);
    for (Map.Entry<String, Branch> one : here.entrySet()) {
      String name = meant(one.getKey(), one.getValue(), left);
      if (name == null) {
        return false;
      }
      left.remove(name);
      if (!isNeeded(one.getKey(), name, here, at)) {
        needless.add(OddNames.plain(at + one.getKey() + " for " + name));
      }
    }
    return true;
  }

  private String meant(String shown, Branch entry, Map<String, Branch> left) {
    boolean decomposes = tree.traits().names().decomposes();
    for (Map.Entry<String, Branch> one : left.entrySet()) {
      boolean means =
          tree.traits().names().isExact()
              ? shown.equals(one.getKey())
              : OddNames.means(shown, one.getKey(), decomposes);
      if (means
          && entry.look().equals(one.getValue().look())
          && same(one.getValue().children(), entry.children(), shown + "/", new ArrayList<>())) {
        return one.getKey();
      }
    }
    return null;
  }

  private boolean isNeeded(String shown, String name, Map<String, Branch> beside, String at) {
    boolean decomposes = tree.traits().names().decomposes();
    if (OddNames.formed(shown, decomposes).equals(OddNames.formed(name, decomposes))) {
      return true;
    }
    boolean taken =
        beside.keySet().stream()
            .anyMatch(other -> !other.equals(shown) && tree.key(other).equals(tree.key(name)));
    boolean own = at.isEmpty() && tree.key(name).equals(tree.key(RelPath.PRIVATE.value()));
    return taken || own || tree.refuses(name) || name.indexOf(OddNames.BROUGHT) >= 0;
  }
}
