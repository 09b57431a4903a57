package io.driftless.simulator;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.RelPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The person at a device: makes, edits, renames and deletes files, in the odd ways of programs. */
final class SimUser {

  private static final List<String> NAMES =
      List.of("a.txt", "b.txt", "c.doc", "notes", "d", "e", "plan.md", "z");

  private final World world;
  private final Oracle oracle;
  private final String device;
  private final SimTree tree;
  private final Consumer<RelPath> events;
  private int written;
  private boolean active;
  private boolean interfering;

  SimUser(World world, Oracle oracle, String device, SimTree tree, Consumer<RelPath> events) {
    this.world = world;
    this.oracle = oracle;
    this.device = device;
    this.tree = tree;
    this.events = events;
  }

  boolean isActive() {
    return active;
  }

  void active(boolean now) {
    active = now;
  }

  /** Does one thing while the client is in the middle of another. */
  void interfere() {
    interfering = true;
    act();
    interfering = false;
  }

  /** Does one thing. */
  void act() {
    try {
      switch (world.below(22)) {
        case 0, 1, 2, 3 -> makeFile(place());
        case 4, 5, 6 -> overwrite(anyFile());
        case 7 -> saveAtomically(anyFile());
        case 8 -> writeSlowly(anyFile());
        case 9 -> editWithinATick(anyFile());
        case 10, 11 -> makeFolder(place());
        case 12, 13 -> move(any(), place());
        case 14 -> swap(any(), any());
        case 15, 16 -> delete(anyFile());
        case 17 -> delete(any());
        case 18 -> makeLink(place());
        case 19 -> changeMode(anyFile());
        case 20 -> copy(anyFile(), place());
        default -> touch(anyFile());
      }
    } catch (IOException e) {
      world.note(() -> device + ": the user can't: " + e);
    }
  }

  private void note(String what, Object... of) {
    world.note(() -> device + ": the user " + what + " " + Arrays.toString(of));
  }

  // ---- choices

  private RelPath any() throws IOException {
    List<RelPath> all = new ArrayList<>();
    tree.walk((path, inode) -> all.add(path));
    return choose(all);
  }

  private RelPath anyFile() throws IOException {
    List<RelPath> files = new ArrayList<>();
    tree.walk(
        (path, inode) -> {
          if (inode.kind == EntryKind.FILE && !path.name().startsWith("anchor")) {
            files.add(path);
          }
        });
    return choose(files);
  }

  private RelPath choose(List<RelPath> from) throws IOException {
    List<RelPath> may = from.stream().filter(path -> !path.name().startsWith("anchor")).toList();
    if (may.isEmpty()) {
      throw new IOException("There is nothing to choose from");
    }
    return may.get(world.below(may.size()));
  }

  /** A name in some folder, free or not. */
  private RelPath place() {
    List<RelPath> folders = new ArrayList<>(List.of(RelPath.ROOT));
    tree.walk(
        (path, inode) -> {
          if (inode.isFolder()) {
            folders.add(path);
          }
        });
    return folders.get(world.below(folders.size())).child(NAMES.get(world.below(NAMES.size())));
  }

  // ---- contents

  private byte[] text() {
    written++;
    String token = device + " wrote " + written + ";";
    byte[] head = token.getBytes(StandardCharsets.UTF_8);
    if (world.oneIn(40)) {
      byte[] large = new byte[150_000 + world.below(150_000)];
      new Random(world.below(5)).nextBytes(large);
      System.arraycopy(head, 0, large, world.oneIn(2) ? 0 : large.length / 2, head.length);
      return large;
    }
    return world.oneIn(30) ? head : Arrays.copyOf(head, head.length + world.below(60));
  }

  /** The file at the path has this content from now on. */
  private void fill(RelPath path, Inode inode, byte[] content) {
    boolean had = inode.kind == EntryKind.FILE && inode.content.length > 0;
    if (had) {
      oracle.letGo(inode.digest());
    }
    inode.content = content;
    inode.byUser = true;
    inode.modifiedNanos = tree.nanos();
    inode.changedNanos = tree.nanos();
    if (inode.linked) {
      oracle.wrote(inode.digest(), device + ": " + path + ", written " + written);
    }
    // The system tells the name that the file has by now.
    tree.walkAll(
        (at, other) -> {
          if (other == inode) {
            events.accept(at);
          }
        });
  }

  /** A file that is always there: the root is never suddenly empty. */
  void makeAnchor(String name) {
    try {
      fill(new RelPath(name), tree.create(new RelPath(name), EntryKind.FILE), text());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void makeFile(RelPath path) throws IOException {
    note("makes", path);
    Inode inode = tree.create(path, EntryKind.FILE);
    inode.executable = world.oneIn(10);
    if (world.oneIn(12)) {
      inode.byUser = true;
      events.accept(path); // stays empty
    } else {
      fill(path, inode, text());
    }
  }

  private void overwrite(RelPath path) throws IOException {
    note("overwrites", path);
    fill(path, tree.get(path), text());
  }

  /** As many editors do: write beside, rename over. */
  private void saveAtomically(RelPath path) throws IOException {
    note("saves by renaming", path);
    RelPath beside = path.parent().child("." + path.name() + ".tmp");
    Inode inode = tree.create(beside, EntryKind.FILE);
    fill(beside, inode, text());
    world.in(
        world.below(80),
        () -> {
          try {
            Inode old = tree.move(beside, path, true);
            if (old != null && old.kind == EntryKind.FILE && old.content.length > 0) {
              oracle.letGo(old.digest());
            } else if (old != null && old.kind == EntryKind.LINK) {
              oracle.letGo(old.digest());
            }
            events.accept(beside);
            events.accept(path);
          } catch (IOException e) {
            world.note(() -> device + ": the user can't rename: " + e);
          }
        });
  }

  /** Holds the file open: writes now, and again later, wherever the file is by then. */
  private void writeSlowly(RelPath path) throws IOException {
    note("writes slowly", path);
    Inode inode = tree.get(path);
    fill(path, inode, text());
    world.in(
        world.below(1_500),
        () -> {
          note("writes more into", path, inode.linked);
          fill(path, inode, text());
        });
  }

  /**
   * Same size, and the time of the file as before. Not between two operations of the client, where
   * nothing but reading the file once more could tell.
   */
  private void editWithinATick(RelPath path) throws IOException {
    Inode inode = tree.get(path);
    byte[] content = text();
    if (interfering || inode.content.length < 12 || content.length > inode.content.length) {
      overwrite(path);
      return;
    }
    note("edits in the same tick", path);
    long modified = inode.modifiedNanos;
    fill(path, inode, Arrays.copyOf(content, inode.content.length));
    inode.modifiedNanos = modified;
  }

  // ---- names

  private void makeFolder(RelPath path) throws IOException {
    note("makes the folder", path);
    tree.create(path, EntryKind.FOLDER);
    events.accept(path);
  }

  private void move(RelPath from, RelPath to) throws IOException {
    note("moves", from, to);
    tree.move(from, to, false);
    events.accept(from);
    events.accept(to);
  }

  private void swap(RelPath one, RelPath other) throws IOException {
    if (one.equals(other)) {
      return;
    }
    note("swaps", one, other);
    RelPath aside = one.parent().child("swap.tmp");
    tree.move(one, aside, false);
    try {
      tree.move(other, one, false);
    } catch (IOException e) {
      tree.move(aside, one, false);
      throw e;
    }
    try {
      tree.move(aside, other, false);
    } catch (IOException e) {
      world.note(() -> device + ": the swap stays half done");
    }
    events.accept(aside);
    events.accept(one);
    events.accept(other);
  }

  private void delete(RelPath path) throws IOException {
    note("deletes", path);
    deleteAll(path);
    events.accept(path);
  }

  private void deleteAll(RelPath path) throws IOException {
    Inode inode = tree.get(path);
    for (Inode.Named child : tree.get(path).isFolder() ? tree.list(path) : List.<Inode.Named>of()) {
      deleteAll(path.child(child.name()));
    }
    tree.remove(path);
    if (inode.kind == EntryKind.LINK || inode.content.length > 0) {
      oracle.letGo(inode.digest());
    }
  }

  private void makeLink(RelPath path) throws IOException {
    written++;
    note("makes the link", path);
    Inode inode = tree.create(path, EntryKind.LINK);
    inode.target = "../" + device + "/" + written;
    inode.byUser = true;
    oracle.wrote(inode.digest(), device + ": link " + path);
    events.accept(path);
  }

  private void changeMode(RelPath path) throws IOException {
    note("changes the mode of", path);
    Inode inode = tree.get(path);
    inode.executable = !inode.executable;
    inode.changedNanos = tree.nanos();
    events.accept(path);
  }

  private void touch(RelPath path) throws IOException {
    note("touches", path);
    Inode inode = tree.get(path);
    inode.modifiedNanos = tree.nanos() - 1_000_000_000L * world.below(1_000_000);
    inode.changedNanos = tree.nanos();
    events.accept(path);
  }

  private void copy(RelPath from, RelPath to) throws IOException {
    note("copies", from, to);
    byte[] content = tree.get(from).content;
    Inode inode = tree.create(to, EntryKind.FILE);
    if (content.length > 0) {
      fill(to, inode, content);
    } else {
      events.accept(to);
    }
  }
}
