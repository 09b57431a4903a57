package io.driftless.client.engine;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.files.FoundEntry;
import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.RelPath;
import io.driftless.client.tree.DiskNames;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what was seen into the local tree. A name that is there is its node, whatever file it is
 * now: so an editor's "write a new file, rename it over the old one" is an edit. A name that is new
 * with a file that is known from elsewhere is a rename, once it is sure that the file is no longer
 * there. A name that is gone is not taken as deleted before some time has passed and it was looked
 * for again: the other half of a rename may be seen later.
 */
final class Sightings {

  /** The code of what is never synced: sockets, pipes and devices. */
  static final String SPECIAL = "special";

  private static final long MISSING_MILLIS = 120;
  private static final long REREAD_MILLIS = 1_000;
  private static final int MOST_POSTPONED = 50;

  private final Core core;
  private final Hashing hashing;
  private final Guard guard;
  private final SeenNames names;
  private @Nullable Scanning scanning;

  /** Not found, and where: what was there may be another node's by the time it is decided. */
  private final Map<NodeId, RelPath> missing = new LinkedHashMap<>();

  /** New names of files that were elsewhere a moment ago, until that was looked at again. */
  private final Map<RelPath, FileStamp> maybeMoved = new LinkedHashMap<>();

  /** Seen while a worker was busy with them. */
  private final Set<RelPath> again = new LinkedHashSet<>();

  /** Listed while a worker was making them. */
  private final Set<RelPath> foldersAgain = new LinkedHashSet<>();

  private boolean timer;
  private int postponed;
  private boolean afterPowerCut;

  Sightings(Core core, Hashing hashing, Guard guard) {
    this.core = core;
    this.hashing = hashing;
    this.guard = guard;
    this.names = new SeenNames(core);
  }

  void scanWith(Scanning scan) {
    scanning = scan;
  }

  private Scanning scan() {
    Scanning scan = scanning;
    if (scan == null) {
      throw new IllegalStateException("Nothing scans yet");
    }
    return scan;
  }

  boolean isIdle() {
    return missing.isEmpty() && maybeMoved.isEmpty() && again.isEmpty() && foldersAgain.isEmpty();
  }

  /**
   * The system was restarted without the client being stopped before. What is missing in the first
   * scan may never have reached the disk: it comes back rather than being deleted elsewhere.
   */
  void afterPowerCut() {
    afterPowerCut = true;
  }

  /** The first scan is over. */
  void scannedOnce() {
    afterPowerCut = false;
  }

  void rootGone() {
    guard.stop("root-missing", "The synced folder is gone. Nothing was deleted elsewhere.");
  }

  /** A folder's entries. */
  void listed(RelPath path, LocalFiles.Listing listing) {
    NodeId folder = names.folderAt(path);
    if (folder == null) {
      if (names.isBeingMade(path)) {
        foldersAgain.add(path);
      } else {
        scan().entry(path);
      }
      return;
    }
    core.pathProblems.remove(path);
    Set<String> found = new HashSet<>();
    for (FoundEntry entry : listing.entries()) {
      if (!path.child(entry.name()).isPrivate()) {
        found.add(entry.name());
      }
    }
    Set<String> all = new HashSet<>(listing.unreadableNames());
    listing.entries().forEach(entry -> all.add(entry.name()));
    core.pathProblems.listed(path, all);
    for (String name : listing.unreadableNames()) {
      scan()
          .problem(path.child(name), "name", "The name is no Unicode text; rename it to sync it.");
    }
    for (NodeId child : List.copyOf(core.trees.localChildren(folder))) {
      String name = core.trees.diskName(child);
      if (name != null && !found.contains(name)) {
        gone(child);
      }
    }
    for (RelPath placed : core.placing) {
      if (placed.parent().equals(path)) {
        again.add(placed);
      }
    }
    boolean calm = isCalm();
    for (FoundEntry entry : listing.entries()) {
      RelPath at = path.child(entry.name());
      // Nearly all are as they were: these need not be looked at any closer.
      boolean taken =
          (calm && core.trees.isAtRest(folder, entry.name(), entry.stamp()))
              || (!at.isPrivate() && there(folder, at, entry.stamp(), all));
      if (taken && entry.stamp().kind() == EntryKind.FOLDER) {
        scan().folder(at);
      }
    }
  }

  /**
   * One entry.
   *
   * @param beside the names in its folder; null on a disk that holds every name
   */
  void looked(RelPath path, @Nullable FileStamp stamp, @Nullable Set<String> beside) {
    if (core.placing.contains(path)) {
      again.add(path); // whether it is there is known when the worker is done
      return;
    }
    NodeId folder = names.folderAt(path.parent());
    if (folder == null) {
      if (names.isBeingMade(path.parent())) {
        again.add(path);
      } else if (stamp != null) {
        scan().entry(path.parent());
      }
      return;
    }
    NodeId node = core.names.at(folder, path.name());
    if (stamp != null) {
      boolean known = node != null && core.trees.get(node).isFolder();
      if (there(folder, path, stamp, beside) && stamp.kind() == EntryKind.FOLDER && !known) {
        scan().folder(path);
      }
    } else if (node != null) {
      gone(node);
    } else if (core.isMovingHere(folder)) {
      again.add(path); // its folder may have been renamed under the look
    } else {
      core.pathProblems.remove(path);
    }
  }

  /** Nothing is under way here: what is as it was says nothing new. */
  private boolean isCalm() {
    return core.names.isExact()
        && missing.isEmpty()
        && core.working.isEmpty()
        && core.pathProblems.all().isEmpty()
        && scan().isCertain();
  }

  /** A folder was not there to be listed. */
  void notListed(RelPath path) {
    NodeId folder = core.nodeAt(path);
    if (folder != null && core.isMovingHere(folder)) {
      foldersAgain.add(path);
    } else {
      scan().entry(path);
    }
  }

  /** Takes what is there; false when it is ignored, or has no name that can be synced. */
  private boolean there(
      NodeId folder, RelPath path, FileStamp stamp, @Nullable Set<String> beside) {
    SeenNames.Seen seen = names.of(folder, path, beside);
    if (seen == null) {
      scan().problem(path, "name", "The name means none that can be synced; rename it to sync it.");
      return false;
    }
    boolean unknown = seen.node() == null && core.trees.remoteChild(seen.place()) == null;
    if (unknown
        && !core.placing.contains(path)
        && core.ports.ignored().isIgnored(path, stamp.kind() == EntryKind.FOLDER)) {
      core.pathProblems.remove(path);
      return false;
    }
    take(seen.place(), seen.node(), path, stamp);
    return true;
  }

  private void take(Place place, @Nullable NodeId node, RelPath path, FileStamp stamp) {
    if (stamp.kind() == EntryKind.OTHER) {
      scan().problem(path, SPECIAL, "Sockets, pipes and devices are not synced.");
      return;
    }
    core.pathProblems.remove(path);
    if (scan().isUncertain(path) || (node != null && core.isMovingHere(node))) {
      again.add(path);
      return;
    }
    if (node != null) {
      missing.remove(node);
      LocalEntry local = core.trees.get(node).local();
      if (local != null && stamp.nodeKind() == local.kind()) {
        same(node, names.shown(node, local, path), stamp);
        return;
      }
      removeHere(node); // another kind of thing took the name
    }
    appeared(place, path, stamp);
  }

  private void same(NodeId node, LocalEntry local, FileStamp stamp) {
    if (stamp.equals(local.stamp()) && !(local.isUnread() && !hashing.knows(node))) {
      return;
    }
    if (local.kind() == NodeKind.FOLDER) {
      core.trees.put(core.trees.get(node).withLocal(local.read(stamp, null)));
      RelPath path = core.diskPath(node);
      if (path != null) {
        scan().folder(path); // another folder took the name
      }
      return;
    }
    core.trees.put(core.trees.get(node).withLocal(local.read(stamp, null)));
    hashing.read(node);
    // Only the name by which it was written is told of.
    core.otherNames(node, stamp.key()).forEach(scan()::entry);
  }

  private void appeared(Place place, RelPath path, FileStamp stamp) {
    NodeId known = core.byKey(stamp.key());
    LocalEntry old = known == null ? null : core.trees.get(known).local();
    if (known != null
        && old != null
        && stamp.nodeKind() == old.kind()
        && core.working.contains(known)) {
      again.add(path);
      return;
    }
    if (known != null && old != null && stamp.nodeKind() == old.kind()) {
      RelPath before = core.diskPath(known);
      if (missing.containsKey(known)) {
        moved(known, old, place, path, stamp);
        return;
      }
      if (before != null && !path.equals(before) && maybeMoved.put(path, stamp) == null) {
        scan().entry(before);
        scan().entry(path);
        return;
      }
    }
    maybeMoved.remove(path);
    arrived(place, path, stamp);
  }

  private void moved(NodeId node, LocalEntry old, Place place, RelPath path, FileStamp stamp) {
    maybeMoved.remove(path);
    if (core.trees.localBeneath(place.parent(), node)) {
      arrived(place, path, stamp); // not a move of this folder: seen out of order
      return;
    }
    core.pathProblems.gone(core.diskPath(node));
    missing.remove(node);
    NodeState state = core.trees.get(node);
    boolean unchanged = stamp.sameFile(old.stamp()) && !old.isUnread();
    FileContent content = old.content();
    boolean sameBit =
        content != null
            && (content.executable() == stamp.executable() || !core.names.traits().executableBit());
    boolean keeps = unchanged && sameBit;
    // The rename itself changed the time of the last change, which alone would tell of an edit that
    // kept size and time: the move is sent, and the content read once more afterwards.
    FileStamp seen = keeps ? stamp.unsure() : stamp;
    LocalEntry now = old.at(place, DiskNames.asShown(place, path.name()));
    core.trees.put(state.withLocal(now.read(seen, keeps ? content : null)));
    if (old.kind() == NodeKind.FOLDER) {
      scan().folder(path);
    } else if (!keeps) {
      hashing.read(node);
    } else {
      hashing.lookLater(node, REREAD_MILLIS);
    }
  }

  private void arrived(Place place, RelPath path, FileStamp stamp) {
    NodeId back = guard.heldAt(place, stamp.nodeKind());
    NodeId node = back == null ? core.newNode() : back;
    String shownAs = DiskNames.asShown(place, path.name());
    LocalEntry now = new LocalEntry(place, shownAs, stamp.nodeKind(), stamp, null);
    core.trees.put(core.trees.get(node).withLocal(now));
    if (stamp.kind() != EntryKind.FOLDER) {
      hashing.read(node);
    } else {
      scan().folder(path);
    }
  }

  private void gone(NodeId node) {
    RelPath path = core.diskPath(node);
    if (path == null) {
      return;
    }
    if (core.isMovingHere(node)) {
      again.add(path);
    } else {
      missing.put(node, path);
    }
  }

  /** After a look: what is still missing is looked for again, then taken as deleted. */
  void settle() {
    if (!scan().isIdle()) {
      return;
    }
    maybeMoved.clear(); // their other place was looked at: they are new names of new files
    if (missing.isEmpty() || timer) {
      return;
    }
    timer = true;
    core.ports.scheduler().after(MISSING_MILLIS, this::lookForMissing);
  }

  private void lookForMissing() {
    timer = false;
    // A file that grows for ever holds up no deletes.
    boolean hurried = ++postponed > MOST_POSTPONED;
    if (!scan().isIdle() || (hashing.isReadingNew() && !hurried)) {
      settleLater();
      return;
    }
    postponed = 0;
    List<NodeId> nodes = new ArrayList<>();
    List<RelPath> paths = new ArrayList<>();
    for (Map.Entry<NodeId, RelPath> one : List.copyOf(missing.entrySet())) {
      RelPath path = core.diskPath(one.getKey());
      if (one.getValue().equals(path)) {
        nodes.add(one.getKey());
        paths.add(path);
      } else {
        missing.remove(one.getKey());
        scan().entry(one.getValue());
      }
    }
    if (!nodes.isEmpty()) {
      guard.confirmGone(paths, found -> confirmed(nodes, paths, found));
    }
  }

  private void settleLater() {
    if (!timer && !missing.isEmpty()) {
      timer = true;
      core.ports.scheduler().after(MISSING_MILLIS, this::lookForMissing);
    }
  }

  /** These were looked for once more. */
  private void confirmed(List<NodeId> nodes, List<RelPath> paths, Set<RelPath> found) {
    List<NodeId> deleted = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      NodeId node = nodes.get(i);
      RelPath path = paths.get(i);
      if (missing.remove(node) == null) {
        continue;
      }
      if (!path.equals(core.diskPath(node)) || found.contains(path) || core.isMovingHere(node)) {
        scan().entry(path);
        core.touch(node);
      } else {
        deleted.add(node);
      }
    }
    if (afterPowerCut) {
      deleted.forEach(core.facts::forgotten);
    } else {
      guard.noteDeletion(deleted);
    }
    Set<NodeId> all = new HashSet<>(deleted);
    deleted.forEach(node -> followContentOrRemove(node, all));
    core.wake();
  }

  /** A file that is gone and a new one of its content, not sent yet and not gone too: a move. */
  private void followContentOrRemove(NodeId node, Set<NodeId> deleted) {
    LocalEntry local = core.trees.get(node).local();
    FileContent content = local == null ? null : local.content();
    NodeId copy = content == null ? null : hashing.freshWith(content.digest());
    LocalEntry there = copy == null ? null : core.trees.get(copy).local();
    if (local == null || copy == null || there == null || deleted.contains(copy)) {
      removeHere(node);
      return;
    }
    core.trees.put(core.trees.get(copy).withLocal(null));
    core.trees.put(core.trees.get(node).withLocal(there));
  }

  /** Takes a node and all beneath it out of the local tree. */
  private void removeHere(NodeId node) {
    core.pathProblems.gone(core.diskPath(node));
    missing.remove(node);
    for (NodeId child : List.copyOf(core.trees.localChildren(node))) {
      removeHere(child);
    }
    core.trees.put(core.trees.get(node).withLocal(null));
  }

  /** A worker has ended: looks again at what was seen meanwhile. */
  void lookAgain() {
    again.forEach(scan()::entry);
    again.clear();
    foldersAgain.forEach(scan()::folder);
    foldersAgain.clear();
  }
}
