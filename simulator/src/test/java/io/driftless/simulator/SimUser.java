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

  private final World world;
  private final Oracle oracle;
  private final String device;
  private final SimTree tree;
  private final Consumer<RelPath> events;
  private boolean active;
  private int unfinished;

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

  /** Whether nothing that was begun is still to be ended: a slow writer, a save by rename. */
  boolean isDone() {
    return unfinished == 0;
  }

  private void later(int millis, Runnable end) {
    unfinished++;
    world.in(
        millis,
        () -> {
          unfinished--;
          end.run();
        });
  }

  /**
   * Does one thing.
   *
   * @param between whether it happens while the client is in the middle of another
   * @return the step with what was chosen
   */
  Step act(Step step, boolean between) {
    List<String> chosen = new ArrayList<>();
    try {
      for (String argument : step.arguments()) {
        chosen.add(argument.startsWith("?") ? choose(argument) : argument);
      }
      world.note(() -> device + ": the user: " + step.verb() + " " + chosen);
      carryOut(step.verb(), chosen, between);
    } catch (IOException e) {
      world.note(() -> device + ": the user can't: " + e);
    }
    return chosen.size() == step.arguments().size() ? step.with(chosen) : step;
  }

  private void carryOut(String verb, List<String> with, boolean between) throws IOException {
    RelPath path = new RelPath(with.get(0));
    switch (verb) {
      case "make" -> makeFile(path, with.get(1), with.size() > 2);
      case "overwrite" -> fill(path, file(path), text(with.get(1)));
      case "save" -> saveAtomically(path, text(with.get(1)), Integer.parseInt(with.get(2)));
      case "slow" ->
          writeSlowly(path, text(with.get(1)), text(with.get(2)), Integer.parseInt(with.get(3)));
      case "tick" -> editWithinATick(path, text(with.get(1)), between);
      case "mkdir" -> makeFolder(path);
      case "move" -> move(path, new RelPath(with.get(1)));
      case "swap" -> swap(path, new RelPath(with.get(1)));
      case "delete" -> delete(path);
      case "link" -> makeLink(path, with.get(1));
      case "mode" -> changeMode(path);
      case "touch" -> touch(path, Long.parseLong(with.get(1)));
      case "copy" -> copy(path, new RelPath(with.get(1)));
      default -> throw new IllegalArgumentException("A user can't " + verb);
    }
  }

  // ---- choices

  private String choose(String wish) throws IOException {
    int slash = wish.indexOf('/');
    int number = Integer.parseInt(wish.substring(2, slash < 0 ? wish.length() : slash));
    boolean files = wish.charAt(1) == 'f';
    boolean folders = wish.charAt(1) == 'p';
    List<RelPath> from = new ArrayList<>();
    if (folders) {
      from.add(RelPath.ROOT);
    }
    tree.walk(
        (path, inode) -> {
          boolean fits = folders ? inode.isFolder() : !files || inode.kind == EntryKind.FILE;
          if (fits && !path.name().startsWith("anchor")) {
            from.add(path);
          }
        });
    if (from.isEmpty()) {
      throw new IOException("There is nothing to choose from");
    }
    RelPath chosen = from.get(number % from.size());
    return folders ? chosen.child(wish.substring(slash + 1)).value() : chosen.value();
  }

  private Inode file(RelPath path) throws IOException {
    Inode inode = tree.get(path);
    if (inode.kind != EntryKind.FILE) {
      throw new IOException(path + " is no file");
    }
    return inode;
  }

  // ---- contents

  /** What a label stands for. */
  private byte[] text(String content) {
    int mark = Math.max(content.indexOf('+'), content.indexOf('*'));
    byte[] head =
        (device + " wrote " + content.substring(0, mark) + ";").getBytes(StandardCharsets.UTF_8);
    String rest = content.substring(mark + 1);
    if (content.charAt(mark) == '+') {
      return Arrays.copyOf(head, head.length + Integer.parseInt(rest));
    }
    String[] numbers = rest.split(",", -1);
    byte[] large = new byte[Integer.parseInt(numbers[1])];
    new Random(Long.parseLong(numbers[0])).nextBytes(large);
    System.arraycopy(head, 0, large, Integer.parseInt(numbers[2]), head.length);
    return large;
  }

  /** The file at the path has this content from now on. */
  private void fill(RelPath path, Inode inode, byte[] content) {
    if (inode.kind == EntryKind.FILE && inode.content.length > 0) {
      oracle.letGo(inode.digest());
    }
    inode.content = content;
    inode.byUser = true;
    inode.modifiedNanos = tree.nanos();
    inode.changedNanos = tree.nanos();
    if (inode.names > 0) {
      oracle.wrote(inode.digest(), device + " at " + world.millis() + ": " + path);
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
      fill(new RelPath(name), tree.create(new RelPath(name), EntryKind.FILE), text(name + "+0"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void makeFile(RelPath path, String content, boolean executable) throws IOException {
    Inode inode = tree.create(path, EntryKind.FILE);
    inode.executable = executable && tree.traits().executableBit();
    if (content.equals("-")) {
      inode.byUser = true;
      events.accept(path); // stays empty
    } else {
      fill(path, inode, text(content));
    }
  }

  /** As many editors do: write beside, rename over. */
  private void saveAtomically(RelPath path, byte[] content, int afterMillis) throws IOException {
    RelPath beside = path.parent().child("." + path.name() + ".tmp");
    Inode inode = tree.create(beside, EntryKind.FILE);
    fill(beside, inode, content);
    later(
        afterMillis,
        () -> {
          try {
            world.note(() -> device + ": the user renames " + beside + " to " + path);
            Inode old = tree.move(beside, path, true);
            if (old != null && (old.kind == EntryKind.LINK || old.content.length > 0)) {
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
  private void writeSlowly(RelPath path, byte[] first, byte[] second, int afterMillis)
      throws IOException {
    Inode inode = file(path);
    inode.open++;
    fill(path, inode, first);
    later(
        afterMillis,
        () -> {
          world.note(() -> device + ": the user writes more into " + path + " " + inode.names);
          fill(path, inode, second);
          inode.open--;
        });
  }

  /**
   * Same size, and the time of the file as before. Not between two operations of the client, where
   * nothing but reading the file once more could tell.
   */
  private void editWithinATick(RelPath path, byte[] content, boolean between) throws IOException {
    Inode inode = file(path);
    boolean untold = !tree.traits().executableBit(); // no time of change: nobody could tell
    if (between || untold || inode.content.length < 12 || content.length > inode.content.length) {
      fill(path, inode, content);
      return;
    }
    long modified = inode.modifiedNanos;
    fill(path, inode, Arrays.copyOf(content, inode.content.length));
    inode.modifiedNanos = modified;
  }

  // ---- names

  private void makeFolder(RelPath path) throws IOException {
    tree.create(path, EntryKind.FOLDER);
    events.accept(path);
  }

  private void move(RelPath from, RelPath to) throws IOException {
    tree.move(from, to, false);
    events.accept(from);
    events.accept(to);
  }

  private void swap(RelPath one, RelPath other) throws IOException {
    if (one.equals(other)) {
      return;
    }
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
    deleteAll(path);
    events.accept(path);
  }

  private void deleteAll(RelPath path) throws IOException {
    Inode inode = tree.get(path);
    for (Inode.Named child : inode.isFolder() ? tree.list(path) : List.<Inode.Named>of()) {
      deleteAll(path.child(child.name()));
    }
    tree.remove(path);
    if (inode.kind == EntryKind.LINK || inode.content.length > 0) {
      oracle.letGo(inode.digest());
    }
  }

  private void makeLink(RelPath path, String label) throws IOException {
    if (!tree.traits().links()) {
      throw new IOException("this disk holds no links");
    }
    Inode inode = tree.create(path, EntryKind.LINK);
    inode.target = "../" + device + "/" + label;
    inode.byUser = true;
    oracle.wrote(inode.digest(), device + ": link " + path);
    events.accept(path);
  }

  private void changeMode(RelPath path) throws IOException {
    Inode inode = file(path);
    if (!tree.traits().executableBit()) {
      throw new IOException("this disk keeps no executable bit");
    }
    inode.executable = !inode.executable;
    inode.changedNanos = tree.nanos();
    events.accept(path);
  }

  private void touch(RelPath path, long ageSeconds) throws IOException {
    Inode inode = file(path);
    inode.modifiedNanos = tree.nanos() - 1_000_000_000L * ageSeconds;
    inode.changedNanos = tree.nanos();
    events.accept(path);
  }

  private void copy(RelPath from, RelPath to) throws IOException {
    byte[] content = file(from).content;
    Inode inode = tree.create(to, EntryKind.FILE);
    if (content.length > 0) {
      fill(to, inode, content);
    } else {
      events.accept(to);
    }
  }
}
