package io.driftless.simulator;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileSystemTraits;
import io.driftless.client.files.HeldNames;
import io.driftless.client.files.RelPath;
import io.driftless.client.schedule.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A simulated file system without faults: names, inodes and times. */
final class SimTree {

  private final FileSystemTraits traits;
  private final Clock clock;
  private final Inode root;
  private long keys = 100;

  /** What Windows refuses: characters, ends, and devices with any extension. */
  private static final Pattern RESERVED =
      Pattern.compile(
          "[\\x00-\\x1f<>:\"\\\\|?*]|[. ]$|^(con|prn|aux|nul|com[0-9]|lpt[0-9]) *(\\.|$)",
          Pattern.CASE_INSENSITIVE);

  SimTree(FileSystemTraits traits, Clock clock) {
    this.traits = traits;
    this.clock = clock;
    this.root = new Inode(keys++, EntryKind.FOLDER, 0);
    this.root.names = 1;
  }

  FileSystemTraits traits() {
    return traits;
  }

  /** The time that the file system writes, in its ticks. */
  long nanos() {
    long nanos = TimeUnit.MILLISECONDS.toNanos(clock.wallMillis());
    return nanos - Math.floorMod(nanos, traits.granularityNanos());
  }

  /** What a folder compares names by: written without a look at how the client does it. */
  String key(String name) {
    HeldNames held = traits.names();
    String formed = held.foldsForm() ? Normalizer.normalize(name, Normalizer.Form.NFC) : name;
    return held.foldsCase() ? formed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT) : formed;
  }

  /** A name as the disk keeps it. */
  private String kept(String name) throws FileSystemException {
    if (refuses(name)) {
      throw new FileSystemException(name, null, "Invalid argument");
    }
    return traits.names().decomposes() ? Normalizer.normalize(name, Normalizer.Form.NFD) : name;
  }

  /** Whether the disk can't hold an entry of that name at all. */
  boolean refuses(String name) {
    HeldNames held = traits.names();
    int length = held.windows() ? name.length() : name.getBytes(StandardCharsets.UTF_8).length;
    return length > held.longest() || (held.windows() && RESERVED.matcher(name).find());
  }

  /** The inode at a path; null when there is none. */
  @Nullable Inode find(RelPath path) {
    Inode at = root;
    if (!path.isRoot()) {
      for (String name : path.value().split("/", -1)) {
        Inode.Named child = at.children.get(key(name));
        if (child == null) {
          return null;
        }
        at = child.inode();
      }
    }
    return at;
  }

  Inode get(RelPath path) throws NoSuchFileException {
    Inode inode = find(path);
    if (inode == null) {
      throw new NoSuchFileException(path.value());
    }
    return inode;
  }

  private Inode folder(RelPath path) throws IOException {
    Inode folder = get(path);
    if (!folder.isFolder()) {
      throw new NotDirectoryException(path.value());
    }
    return folder;
  }

  List<Inode.Named> list(RelPath path) throws IOException {
    return new ArrayList<>(folder(path).children.values());
  }

  Inode create(RelPath path, EntryKind kind) throws IOException {
    Inode parent = folder(path.parent());
    if (parent.children.containsKey(key(path.name()))) {
      throw new FileAlreadyExistsException(path.value());
    }
    String name = kept(path.name());
    Inode inode = new Inode(keys++, kind, nanos());
    link(parent, name, inode);
    return inode;
  }

  private void link(Inode parent, String name, Inode inode) {
    parent.children.put(key(name), new Inode.Named(name, inode));
    inode.names++;
  }

  /** Gives a file another name, which must be free. */
  void link(RelPath file, RelPath other) throws IOException {
    link(get(file), other);
  }

  /** Gives a file another name, which must be free, wherever its others are by now. */
  void link(Inode inode, RelPath other) throws IOException {
    Inode target = folder(other.parent());
    if (target.children.containsKey(key(other.name()))) {
      throw new FileAlreadyExistsException(other.value());
    }
    link(target, kept(other.name()), inode);
    inode.changedNanos = nanos();
  }

  /** Removes a file, link or empty folder. */
  Inode remove(RelPath path) throws IOException {
    Inode inode = get(path);
    if (!inode.children.isEmpty()) {
      throw new DirectoryNotEmptyException(path.value());
    }
    folder(path.parent()).children.remove(key(path.name()));
    inode.names--;
    inode.changedNanos = inode.isFolder() ? inode.changedNanos : nanos();
    return inode;
  }

  /** Renames; answers what was replaced, null when nothing was. */
  @Nullable Inode move(RelPath from, RelPath to, boolean replace) throws IOException {
    Inode inode = get(from);
    Inode target = folder(to.parent());
    if (to.value().startsWith(from.value() + "/")) {
      throw new IOException("Invalid argument: " + to + " is in " + from);
    }
    Inode.Named there = target.children.get(key(to.name()));
    Inode replaced = there == null || there.inode() == inode ? null : there.inode();
    if (replaced != null && (!replace || replaced.isFolder() || inode.isFolder())) {
      throw new FileAlreadyExistsException(to.value());
    }
    String name = kept(to.name());
    folder(from.parent()).children.remove(key(from.name()));
    inode.names--;
    if (replaced != null) {
      replaced.names--;
    }
    link(target, name, inode);
    if (!inode.isFolder()) {
      inode.changedNanos = nanos();
    }
    return replaced;
  }

  /** Visits everything outside the client's own folder, parents first. */
  void walk(BiConsumer<RelPath, Inode> visitor) {
    walk(RelPath.ROOT, root, visitor);
  }

  private void walk(RelPath path, Inode folder, BiConsumer<RelPath, Inode> visitor) {
    for (Inode.Named child : List.copyOf(folder.children.values())) {
      RelPath at = path.child(child.name());
      if (!at.isPrivate()) {
        visitor.accept(at, child.inode());
        if (child.inode().isFolder()) {
          walk(at, child.inode(), visitor);
        }
      }
    }
  }

  /** Visits every inode, the client's own too. */
  void walkAll(BiConsumer<RelPath, Inode> visitor) {
    walkAll(RelPath.ROOT, root, visitor);
  }

  private void walkAll(RelPath path, Inode folder, BiConsumer<RelPath, Inode> visitor) {
    for (Inode.Named child : List.copyOf(folder.children.values())) {
      visitor.accept(path.child(child.name()), child.inode());
      walkAll(path.child(child.name()), child.inode(), visitor);
    }
  }
}
