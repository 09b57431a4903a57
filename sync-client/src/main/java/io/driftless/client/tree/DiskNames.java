package io.driftless.client.tree;

import io.driftless.client.files.FileSystemTraits;
import io.driftless.client.files.HeldNames;
import io.driftless.client.files.RelPath;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which names the nodes are shown on a disk that can't hold each name as it is. A node has
 * its own name there unless the disk refuses it, or has another entry that it takes for the same;
 * then it has a local name, which leads back to its own, is never sent, and goes when the obstacle
 * goes. Who is there keeps the name; who comes later gets the local one.
 *
 * <p>The names on the disk are indexed by what the disk compares them by; on a disk that holds
 * every name nothing is.
 */
public final class DiskNames {

  /** Names of a disk that holds every name; for plans without a disk. */
  public static final DiskNames EXACT = new DiskNames(new Trees((before, after) -> {}));

  private static final int MOST_CLASHES = 0xfe;
  private static final int MOST_CUTS = 1_000;

  private record Spot(NodeId folder, String key) {}

  private final TreesView trees;
  private final Map<Spot, Set<NodeId>> spots = new HashMap<>();

  /** Names that nodes are just getting. */
  private final Map<NodeId, Spot> claims = new HashMap<>();

  private FileSystemTraits traits = FileSystemTraits.LINUX;

  /** The names of these trees, on a disk that holds every name until {@link #adopt}. */
  public DiskNames(TreesView trees) {
    this.trees = trees;
  }

  /** From now on the disk is one of this kind, and holds what the nodes of these trees say. */
  public void adopt(FileSystemTraits disk, Trees nodes) {
    traits =
        disk.names().isExact() && nodes.anyAtWork(DiskNames::hasLocalName)
            ? disk.with(HeldNames.LEADING_BACK)
            : disk;
    spots.clear();
    claims.clear();
    if (!isExact()) {
      nodes.all().forEach(node -> add(node.id(), node.local()));
    }
  }

  private static boolean hasLocalName(NodeState node) {
    return node.local() != null && node.local().shownAs() != null;
  }

  /** What the disk can tell and hold. */
  public FileSystemTraits traits() {
    return traits;
  }

  private HeldNames held() {
    return traits.names();
  }

  /** Whether every node has its own name on the disk. */
  public boolean isExact() {
    return traits.names().isExact();
  }

  /** Whether the disk can't hold the node at all, so that it stays on the server. */
  public boolean lacks(NodeState node) {
    RemoteEntry remote = node.remote();
    return !traits.links()
        && node.local() == null
        && remote != null
        && remote.kind() == NodeKind.LINK;
  }

  /** To be told of every change of the trees, after it. */
  public void changed(NodeState before, NodeState after) {
    if (!isExact()) {
      remove(before.id(), before.local());
      add(after.id(), after.local());
    }
  }

  private void add(NodeId node, @Nullable LocalEntry local) {
    for (Spot spot : spotsOf(local)) {
      spots.computeIfAbsent(spot, at -> new LinkedHashSet<>(2)).add(node);
    }
  }

  private void remove(NodeId node, @Nullable LocalEntry local) {
    for (Spot spot : spotsOf(local)) {
      Set<NodeId> there = spots.get(spot);
      if (there != null && there.remove(node) && there.isEmpty()) {
        spots.remove(spot);
      }
    }
  }

  /** Where a node is, and where it would be if nothing were in the way. */
  private List<Spot> spotsOf(@Nullable LocalEntry local) {
    if (local == null) {
      return List.of();
    }
    Spot at = spot(local.place().parent(), local.diskName());
    Spot wanted =
        spot(local.place().parent(), ideal(local.place().name()).orElse(local.diskName()));
    return at.equals(wanted) ? List.of(at) : List.of(at, wanted);
  }

  private Spot spot(NodeId folder, String diskName) {
    return new Spot(folder, held().key(diskName));
  }

  private Optional<String> ideal(String name) {
    return held().shown(name, 0);
  }

  /** Nodes that are shown otherwise when what is at this place changes. */
  public Collection<NodeId> near(NodeId folder, String diskName) {
    return isExact()
        ? List.of()
        : List.copyOf(spots.getOrDefault(spot(folder, diskName), Set.of()));
  }

  /** The node that is shown in a folder under exactly this name; null when none is known. */
  public @Nullable NodeId at(NodeId folder, String diskName) {
    if (isExact()) {
      return trees.localChild(new Place(folder, diskName));
    }
    for (NodeId node : spots.getOrDefault(spot(folder, diskName), Set.of())) {
      LocalEntry local = trees.get(node).local();
      if (local != null && local.diskName().equals(diskName)) {
        return node;
      }
    }
    return null;
  }

  /** The name that a node gets on the disk when it is put, or stays, at that place. */
  public String nameFor(NodeId node, Place place) {
    if (isExact()) {
      return place.name();
    }
    for (int clash = 0; clash <= MOST_CLASHES; clash++) {
      Optional<String> name = held().shown(place.name(), clash);
      if (name.isPresent() && canTake(node, place.parent(), name.get())) {
        return name.get();
      }
    }
    int number = 0;
    String name = held().shownCut(place.name(), number);
    while (!canTake(node, place.parent(), name) && number < MOST_CUTS) {
      name = held().shownCut(place.name(), ++number);
    }
    return name;
  }

  /** The same as a local entry has it: null when it is the node's own name. */
  public @Nullable String shownAs(NodeId node, Place place) {
    return asShown(place, nameFor(node, place));
  }

  /** What a local entry at that place says when this is its name on the disk. */
  public static @Nullable String asShown(Place place, String diskName) {
    return diskName.equals(place.name()) ? null : diskName;
  }

  private boolean canTake(NodeId node, NodeId folder, String diskName) {
    return isFree(node, folder, diskName) && !onlyFolds(trees.get(node).local(), folder, diskName);
  }

  /**
   * Whether a folder has this name already but for what the disk does not tell apart: it gets there
   * by way of another name, since a disk may take a direct rename for none.
   */
  private boolean onlyFolds(@Nullable LocalEntry local, NodeId folder, String diskName) {
    return local != null
        && local.kind() == NodeKind.FOLDER
        && local.place().parent().equals(folder)
        && !local.diskName().equals(diskName)
        && held().key(local.diskName()).equals(held().key(diskName));
  }

  private boolean isFree(NodeId node, NodeId folder, String diskName) {
    Spot spot = spot(folder, diskName);
    if (folder.isRoot() && spot.key().equals(held().key(RelPath.PRIVATE.value()))) {
      return false;
    }
    for (NodeId other : spots.getOrDefault(spot, Set.of())) {
      LocalEntry local = other.equals(node) ? null : trees.get(other).local();
      if (local != null && held().key(local.diskName()).equals(spot.key())) {
        return false;
      }
    }
    return claims.entrySet().stream()
        .noneMatch(claim -> !claim.getKey().equals(node) && claim.getValue().equals(spot));
  }

  /** Keeps others from taking a name that a node is about to get. */
  public void claim(NodeId node, NodeId folder, String diskName) {
    if (!isExact()) {
      claims.put(node, spot(folder, diskName));
    }
  }

  /** The node has got its name, or does not get it; answers who may be shown otherwise now. */
  public Collection<NodeId> release(NodeId node) {
    Spot spot = claims.remove(node);
    return spot == null ? List.of() : List.copyOf(spots.getOrDefault(spot, Set.of()));
  }

  /** Whether a node that is on the disk is shown as it should be. */
  public boolean isShownWell(NodeState node) {
    LocalEntry local = node.local();
    if (local == null || isExact()) {
      return true;
    }
    String name = local.place().name();
    String shown = local.diskName();
    Optional<String> ideal = ideal(name);
    if (ideal.isPresent() && ideal.get().equals(shown)) {
      return true;
    }
    return leadsBack(shown, name)
        && (ideal.isEmpty() || !isFree(node.id(), local.place().parent(), ideal.get()));
  }

  private boolean leadsBack(String shown, String name) {
    if (held().isCut(shown)) {
      return isCutOf(shown, name);
    }
    return held().composed(held().travelling(shown)).equals(held().composed(name));
  }

  private boolean isCutOf(String shown, String name) {
    for (int number = 0; number < 3; number++) {
      if (held().shownCut(name, number).equals(shown)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The name of the node that a name on the disk means, when no node is known under it: that of a
   * node of the server which this disk would show so, or what the name leads back to.
   *
   * @return may be no legal name
   */
  public String meantBy(NodeId folder, String diskName) {
    String name = held().travelling(diskName);
    boolean unique = !held().isCut(diskName) && !held().decomposes();
    if (isExact() || unique || isAwaited(new Place(folder, name))) {
      return name;
    }
    List<String> fitting = new ArrayList<>();
    for (NodeId child : trees.remoteChildren(folder)) {
      RemoteEntry remote = trees.get(child).remote();
      if (remote != null
          && leadsBack(diskName, remote.place().name())
          && isAwaited(remote.place())) {
        fitting.add(remote.place().name());
      }
    }
    return fitting.isEmpty() ? name : fitting.get(0);
  }

  private boolean isAwaited(Place place) {
    return trees.remoteChild(place) != null && trees.localChild(place) == null;
  }
}
