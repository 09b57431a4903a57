package io.driftless.client.tree;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which folders of the remote tree a device holds: all but some, each left out with everything in
 * it. Pure questions and answers; what follows from a choice is the planner's.
 */
public final class Selection {

  /** How a folder stands on a device. */
  public enum Standing {
    /** It is held, with everything in it. */
    HELD,
    /** It is held, but not every folder in it. */
    PARTLY,
    /** It is left out, and nothing of it is here. */
    LEFT_OUT,
    /** It is left out; what is still here goes once the server has it. */
    LEAVING
  }

  /**
   * A folder of the remote tree.
   *
   * @param path from the root, with '/'
   * @param files how many files and links are in it, and in the folders in it
   * @param bytes of their content
   */
  public record Folder(String path, Standing standing, long files, long bytes) {}

  private final TreesView trees;
  private final Set<NodeId> tops;

  /** The present selection over these trees, which are not changed by it. */
  public Selection(TreesView trees) {
    this.trees = trees;
    this.tops = new HashSet<>(trees.leftOut());
  }

  /** The folders that are left out, each with everything in it. */
  public Set<NodeId> leftOut() {
    return Set.copyOf(tops);
  }

  /** The folder at a path of the remote tree; null when there is none. */
  public @Nullable NodeId folderAt(String path) {
    NodeId at = nodeAt(path);
    RemoteEntry remote = at == null || at.isRoot() ? null : trees.get(at).remote();
    return remote != null && remote.kind() == NodeKind.FOLDER ? at : null;
  }

  /** What is at a path of the remote tree; null when nothing is. */
  public @Nullable NodeId nodeAt(String path) {
    NodeId at = NodeId.ROOT;
    for (String name : path.split("/", -1)) {
      NodeId child = trees.remoteChild(new Place(at, name));
      if (child == null) {
        return null;
      }
      at = child;
    }
    return at;
  }

  /** Leaves out a folder. */
  public void leaveOut(NodeId folder) {
    if (!trees.isRemoteWithin(folder, tops)) {
      tops.removeIf(top -> trees.remoteBeneath(top, folder));
      tops.add(folder);
    }
  }

  /**
   * Holds a folder with all that is in it. Where a folder above it is left out, that one is held as
   * well, but none of the other folders in it.
   */
  public void hold(NodeId folder) {
    NodeId below = folder;
    tops.remove(below);
    while (trees.isRemoteWithin(below, tops)) {
      RemoteEntry remote = trees.get(below).remote();
      NodeId above = remote == null ? NodeId.ROOT : remote.place().parent();
      for (NodeId beside : trees.remoteChildren(above)) {
        if (!beside.equals(below) && isFolder(beside)) {
          tops.add(beside);
        }
      }
      below = above;
      tops.remove(below);
    }
    tops.removeIf(top -> trees.remoteBeneath(top, folder));
  }

  private boolean isFolder(NodeId node) {
    RemoteEntry remote = trees.get(node).remote();
    return remote != null && remote.kind() == NodeKind.FOLDER;
  }

  /** A folder while it is counted. */
  private static final class Counted {
    private final NodeId node;
    private final String path;
    private final @Nullable Counted above;
    private final int depth;
    private long files;
    private long bytes;

    Counted(NodeId node, String path, @Nullable Counted above, int depth) {
      this.node = node;
      this.path = path;
      this.above = above;
      this.depth = depth;
    }
  }

  /**
   * The folders down to a depth, and those that are left out at any, by path.
   *
   * @param depth 1 for those at the top
   */
  public List<Folder> folders(int depth) {
    List<Counted> all = new ArrayList<>();
    Deque<Counted> open = new ArrayDeque<>();
    open.push(new Counted(NodeId.ROOT, "", null, 0));
    while (!open.isEmpty()) {
      Counted at = open.pop();
      all.add(at);
      for (NodeId child : trees.remoteChildren(at.node)) {
        RemoteEntry remote = trees.get(child).remote();
        if (remote != null && remote.kind() == NodeKind.FOLDER) {
          String name = remote.place().name();
          String path = at.path.isEmpty() ? name : at.path + "/" + name;
          open.push(new Counted(child, path, at, at.depth + 1));
        } else if (remote != null) {
          FileVersion version = remote.version();
          at.files++;
          at.bytes += version == null ? 0 : version.size();
        }
      }
    }
    Map<NodeId, Standing> standings = standings();
    List<Folder> shown = new ArrayList<>();
    for (int i = all.size() - 1; i > 0; i--) {
      Counted one = all.get(i);
      Counted above = one.above;
      if (above != null) {
        above.files += one.files;
        above.bytes += one.bytes;
      }
      if (one.depth <= depth || tops.contains(one.node)) {
        Standing standing =
            standings.getOrDefault(
                one.node, trees.isRemoteWithin(one.node, tops) ? out(one.node) : Standing.HELD);
        shown.add(new Folder(one.path, standing, one.files, one.bytes));
      }
    }
    shown.sort(Comparator.comparing(Folder::path));
    return shown;
  }

  private Standing out(NodeId folder) {
    return trees.get(folder).local() == null ? Standing.LEFT_OUT : Standing.LEAVING;
  }

  /** Those that are left out, and those that hold such. */
  private Map<NodeId, Standing> standings() {
    Map<NodeId, Standing> standings = new HashMap<>();
    for (NodeId top : tops) {
      if (!trees.remoteLive(top)) {
        continue;
      }
      RemoteEntry remote = trees.get(top).remote();
      while (remote != null && !remote.place().parent().isRoot()) {
        NodeId parent = remote.place().parent();
        standings.put(parent, Standing.PARTLY);
        remote = trees.get(parent).remote();
      }
    }
    for (NodeId top : tops) {
      standings.put(top, out(top));
    }
    return standings;
  }
}
