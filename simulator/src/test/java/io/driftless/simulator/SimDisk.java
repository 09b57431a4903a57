package io.driftless.simulator;

import io.driftless.client.files.DiskFullException;
import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.files.FileSystemTraits;
import io.driftless.client.files.FoundEntry;
import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.RelPath;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The disk of a device as its client sees it. Before each operation the user may do something, and
 * the device may crash before or after it. A power cut takes a part of what was not forced, and
 * renames that no force followed.
 */
final class SimDisk implements LocalFiles {

  /** What the disk tells the rest of the simulation. */
  interface Watcher {
    /** The client is about to touch the disk: a moment for the user to be quicker. */
    void beforeClientActs();

    /** The client destroyed the last name of a file. */
    void destroyed(Inode inode);
  }

  private final World world;
  private final String name;
  private final SimTree tree;
  private final Watcher watcher;
  private final FaultSite crash;
  private final Deque<Runnable> unforcedMoves = new ArrayDeque<>();
  private boolean full;
  private int powerCuts;
  private int unforcedNames;
  private boolean unforcedBytes;
  private boolean busy;
  private boolean dead;

  SimDisk(World world, String name, SimTree tree, Watcher watcher) {
    this.name = name;
    this.world = world;
    this.tree = tree;
    this.crash = world.site(name + " crashes at the disk", 1_500);
    this.watcher = watcher;
  }

  void full(boolean now) {
    full = now;
  }

  /** The user has changed names: what went before is on the disk. */
  void settleNames() {
    unforcedMoves.clear();
  }

  /** What happens to bytes that were written and not forced. */
  enum Unforced {
    KEPT,
    HALF,
    GONE
  }

  /**
   * What a power cut leaves.
   *
   * @param told how many of the last unforced names it takes, and what becomes of unforced bytes,
   *     as {@code 2 HALF}; empty when chance says it
   */
  void cutPower(String told) {
    powerCuts++;
    unforcedNames = unforcedMoves.size();
    unforcedBytes = false;
    Chance chance = world.chance(name + " power", powerCuts);
    String[] how = told.split(" ", -1);
    int lost = unforcedMoves.isEmpty() ? 0 : chance.below(unforcedMoves.size() + 1);
    lost = told.isEmpty() ? lost : Integer.parseInt(how[0]);
    while (lost-- > 0) {
      unforcedMoves.pop().run();
    }
    unforcedMoves.clear();
    tree.walkAll(
        (path, inode) -> {
          if (inode.unforced && inode.content.length > 0) {
            unforcedBytes = true;
            int length = told.isEmpty() ? left(inode, chance) : left(inode, how[1]);
            inode.content = Arrays.copyOf(inode.content, length);
          }
          inode.unforced = false;
        });
  }

  private static int left(Inode inode, Chance chance) {
    int length = inode.content.length;
    return chance.oneIn(2) ? chance.below(length) : length;
  }

  private static int left(Inode inode, String what) {
    int length = inode.content.length;
    return switch (Unforced.valueOf(what)) {
      case KEPT -> length;
      case HALF -> length / 2;
      case GONE -> 0;
    };
  }

  /** How many names the last power cut could have taken. */
  int unforcedNames() {
    return unforcedNames;
  }

  /** Whether there were bytes that the last power cut could have taken. */
  boolean unforcedBytes() {
    return unforcedBytes;
  }

  private void enter() {
    if (!busy && !dead) {
      busy = true;
      watcher.beforeClientActs();
      busy = false;
    }
    mayCrash();
  }

  private void mayCrash() {
    if (dead || crash.fires()) {
      dead = true;
      throw new Crash();
    }
  }

  private void needsRoom() throws DiskFullException {
    if (full) {
      throw new DiskFullException("No space left on the simulated disk");
    }
  }

  private void freeAndRoomy(RelPath path) throws IOException {
    if (tree.find(path) != null) {
      throw new FileAlreadyExistsException(path.value());
    }
    needsRoom();
  }

  /** A new life of the device begins. */
  void start() {
    dead = false;
  }

  @Override
  public String systemLife() {
    return "life " + powerCuts;
  }

  @Override
  public FileSystemTraits traits() {
    return tree.traits();
  }

  @Override
  public Listing list(RelPath folder) throws IOException {
    enter();
    List<FoundEntry> entries = new ArrayList<>();
    for (Inode.Named child : tree.list(folder)) {
      entries.add(new FoundEntry(child.name(), stamp(child.inode())));
    }
    return new Listing(entries, List.of());
  }

  @Override
  public @Nullable FileStamp stat(RelPath path) throws IOException {
    enter();
    Inode inode = tree.find(path);
    return inode == null ? null : stamp(inode);
  }

  /** A memory stick tells no time of the last change but that of the content. */
  private FileStamp stamp(Inode inode) {
    FileStamp all = inode.stamp();
    return tree.traits().executableBit()
        ? all
        : new FileStamp(all.kind(), all.size(), all.modifiedNanos(), 0, all.key(), false);
  }

  @Override
  public SeekableByteChannel read(RelPath file) throws IOException {
    enter();
    return new SimChannel(regular(file), this::enter, null);
  }

  private Inode regular(RelPath path) throws IOException {
    Inode inode = tree.get(path);
    if (inode.kind != EntryKind.FILE) {
      throw new FileSystemException(path.value(), null, "Not a regular file");
    }
    return inode;
  }

  @Override
  public String readLink(RelPath link) throws IOException {
    enter();
    Inode inode = tree.get(link);
    if (inode.kind != EntryKind.LINK) {
      throw new NotLinkException(link.value());
    }
    return inode.target;
  }

  @Override
  public SeekableByteChannel write(RelPath file) throws IOException {
    enter();
    freeAndRoomy(file);
    Inode inode = tree.create(file, EntryKind.FILE);
    return new SimChannel(inode, this::enter, () -> written(inode));
  }

  @Override
  public SeekableByteChannel reopen(RelPath file) throws IOException {
    enter();
    ownOnly(file);
    Inode inode = regular(file);
    return new SimChannel(inode, this::enter, () -> written(inode));
  }

  private void written(Inode inode) throws IOException {
    needsRoom();
    inode.unforced = true;
    inode.modifiedNanos = tree.nanos();
    inode.changedNanos = tree.nanos();
  }

  @Override
  public void makeLink(RelPath link, String target) throws IOException {
    enter();
    freeAndRoomy(link);
    if (!tree.traits().links()) {
      throw new FileSystemException(link.value(), null, "Operation not permitted");
    }
    tree.create(link, EntryKind.LINK).target = target;
    mayCrash();
  }

  @Override
  public void dress(RelPath file, @Nullable RelPath like, boolean executable, long modifiedNanos)
      throws IOException {
    enter();
    Inode inode = tree.get(file);
    inode.executable = executable && tree.traits().executableBit();
    inode.modifiedNanos =
        modifiedNanos - Math.floorMod(modifiedNanos, tree.traits().granularityNanos());
    inode.changedNanos = tree.nanos();
    mayCrash();
  }

  @Override
  public void force(RelPath file) throws IOException {
    enter();
    tree.get(file).unforced = false;
    unforcedMoves.clear();
  }

  @Override
  public void forceFolder(RelPath folder) throws IOException {
    enter();
    tree.get(folder);
    unforcedMoves.clear();
  }

  @Override
  public void makeFolder(RelPath folder) throws IOException {
    enter();
    freeAndRoomy(folder);
    tree.create(folder, EntryKind.FOLDER);
    world.note(() -> name + " makes the folder " + folder);
    mayCrash();
  }

  @Override
  public void move(RelPath from, RelPath to) throws IOException {
    enter();
    Inode inode = tree.get(from);
    if (inode.isFolder() || to.isPrivate() || !tree.traits().links()) {
      tree.move(from, to, false);
      world.note(() -> name + " renames " + from + " to " + to);
      unforcedMoves.push(() -> undo(() -> moveBack(inode, to, from)));
      mayCrash();
      return;
    }
    // As on Linux: a second name, which fails when there is something, then the first name goes.
    tree.link(from, to);
    world.note(() -> name + " renames " + from + " to " + to);
    unforcedMoves.push(() -> undo(() -> removeAgain(inode, to)));
    mayCrash();
    enter();
    Inode there = tree.get(from);
    tree.remove(from);
    if (there == inode) {
      unforcedMoves.push(() -> undo(() -> tree.link(inode, from)));
    } else {
      watcher.destroyed(there);
    }
    mayCrash();
  }

  private interface Change {
    void make() throws IOException;
  }

  /** Only what was moved: the user may have put something else there since. */
  private void moveBack(Inode moved, RelPath to, RelPath from) throws IOException {
    if (tree.find(to) != moved) {
      throw new NoSuchFileException(to.value());
    }
    tree.move(to, from, false);
  }

  private void removeAgain(Inode linked, RelPath to) throws IOException {
    if (tree.find(to) != linked) {
      throw new NoSuchFileException(to.value());
    }
    tree.remove(to);
  }

  private void undo(Change change) {
    try {
      change.make();
    } catch (IOException e) {
      world.note(() -> "a rename outlives the power cut: " + e.getMessage());
    }
  }

  @Override
  public void removePrivate(RelPath path) throws IOException {
    enter();
    ownOnly(path);
    if (tree.find(path) == null) {
      return;
    }
    Inode removed = tree.remove(path);
    world.note(() -> name + " destroys " + path);
    unforcedMoves.clear();
    if (removed.names == 0) {
      watcher.destroyed(removed);
    }
    mayCrash();
  }

  @Override
  public Set<RelPath> openElsewhere(Collection<RelPath> files) {
    enter();
    Set<RelPath> open = new LinkedHashSet<>();
    for (RelPath file : files) {
      Inode inode = tree.find(file);
      if (inode != null && inode.open > 0) {
        open.add(file);
      }
    }
    return open;
  }

  private static void ownOnly(RelPath path) {
    if (!path.isPrivate() || path.equals(RelPath.PRIVATE)) {
      throw new IllegalArgumentException("Not the client's own: " + path);
    }
  }

  @Override
  public void removeFolder(RelPath folder) throws IOException {
    enter();
    Inode inode = tree.get(folder);
    if (!inode.isFolder()) {
      throw new NotDirectoryException(folder.value());
    }
    if (!inode.children.isEmpty()) {
      throw new DirectoryNotEmptyException(folder.value());
    }
    tree.remove(folder);
    world.note(() -> name + " removes the folder " + folder);
    unforcedMoves.clear();
    mayCrash();
  }

  @Override
  public long freeBytes() {
    return full ? 0 : 1L << 40;
  }
}
