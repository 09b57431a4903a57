package io.driftless.stack.demo;

import io.driftless.stack.StackException;
import io.driftless.stack.demo.DemoDevice.Transferred;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two devices of {@code ada}, taken through what a person would try first. Each step waits until
 * the other device has it, and says how long that took and what travelled. Every tour uses a new
 * folder inside the synced ones, so it touches nothing that was there before.
 */
public final class Tour {

  private final DevicePair pair;
  private final PrintStream out;
  private final DemoDevice laptop;
  private final DemoDevice desktop;

  /** A tour with these devices, told to a person. */
  public Tour(DevicePair pair, PrintStream out) {
    this.pair = pair;
    this.out = out;
    this.laptop = pair.laptop();
    this.desktop = pair.desktop();
  }

  /** Enrols both devices, unless an earlier tour did, and starts their clients. */
  public void begin() throws IOException, InterruptedException, StackException {
    say("two devices sign in and start; the first time that takes a while");
    AtomicLong start = new AtomicLong(System.nanoTime());
    pair.begin(
        device -> {
          long began = start.getAndSet(System.nanoTime());
          say("%s signed in as ada, syncs %s%s", device.name(), device.folder(), after(began));
        });
  }

  /** All steps, then the comparison of both trees; a difference is an exception. */
  public void run() throws IOException, InterruptedException, StackException {
    String name = freshName();
    dropTree(name);
    editFile(name);
    renameFolder(name);
    deleteFolder(name);
    conflict(name);
    compare(name);
  }

  private String freshName() {
    int number = 1;
    while (Files.exists(laptop.folder().resolve("tour-" + number))
        || Files.exists(desktop.folder().resolve("tour-" + number))) {
      number++;
    }
    return "tour-" + number;
  }

  private void dropTree(String name) throws IOException, InterruptedException, StackException {
    Transferred sent = laptop.transferred();
    Transferred got = desktop.transferred();
    long start = System.nanoTime();
    SampleTree.drop(pair.project(), laptop.folder().resolve(name));
    TreeWalk expected = TreeWalk.of(laptop.folder());
    pair.await("the tree", () -> TreeWalk.of(desktop.folder()).equals(expected));
    long nanos = System.nanoTime() - start;
    TreeWalk dropped = TreeWalk.of(laptop.folder().resolve(name));
    say(
        "a tree of %d files, %s, from laptop to desktop%s",
        dropped.files(), size(dropped.bytes()), seconds(nanos));
    pair.await("both devices to agree", pair::agree);
    Transferred up = laptop.transferred().since(sent);
    Transferred down = desktop.transferred().since(got);
    say(
        "  uploaded %s (compressed, each chunk once), downloaded %s, reused %s",
        size(up.uploaded()), size(down.downloaded()), size(up.reused() + down.reused()));
  }

  private void editFile(String name) throws IOException, InterruptedException, StackException {
    String path = name + "/README.md";
    long start = append(laptop, path, "edited on the laptop\n");
    awaitSame(path);
    say("a saved edit of %s%s", path, after(start));
  }

  private void renameFolder(String name) throws IOException, InterruptedException, StackException {
    pair.await("both devices to agree", pair::agree);
    Transferred sent = desktop.transferred();
    TreeWalk before = TreeWalk.of(desktop.folder());
    long start = System.nanoTime();
    Files.move(
        desktop.folder().resolve(name + "/docs"), desktop.folder().resolve(name + "/papers"));
    TreeWalk expected = TreeWalk.of(desktop.folder());
    pair.await("the rename", () -> TreeWalk.of(laptop.folder()).equals(expected));
    long nanos = System.nanoTime() - start;
    pair.await("both devices to agree", pair::agree);
    say(
        "a folder of %d entries renamed on the desktop%s, %d bytes uploaded",
        before.below(name + "/docs").size(),
        seconds(nanos),
        desktop.transferred().since(sent).uploaded());
  }

  private void deleteFolder(String name) throws IOException, InterruptedException, StackException {
    long start = System.nanoTime();
    Files.delete(laptop.folder().resolve(name + "/empty-folder"));
    Files.delete(laptop.folder().resolve(name + "/empty-file"));
    pair.await(
        "the deletes", () -> missing(name + "/empty-folder") && missing(name + "/empty-file"));
    say("a file and a folder deleted on the laptop%s", after(start));
  }

  private boolean missing(String path) {
    return !Files.exists(desktop.folder().resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  private void conflict(String name) throws IOException, InterruptedException, StackException {
    pair.await("both devices to agree", pair::agree);
    String path = name + "/LICENSE";
    desktop.goOffline();
    long unused = append(desktop, path, "written on the desktop, offline\n");
    long start = append(laptop, path, "written on the laptop, online\n");
    Files.writeString(laptop.folder().resolve(name + "/news"), "while the desktop was away\n");
    pair.await("the laptop to settle", laptop::isUpToDate);
    say("desktop offline; both devices edit %s; laptop alone is up to date%s", path, after(start));
    start = System.nanoTime();
    desktop.goOnline();
    pair.await("both devices to agree", () -> pair.agree() && copies(name).size() == 1);
    say("desktop is back and has caught up%s (its start included)", after(start));
    say("  both edits are kept: %s and %s", path, copies(name).get(0));
  }

  private List<String> copies(String name) throws IOException {
    return TreeWalk.of(laptop.folder()).below(name).keySet().stream()
        .filter(path -> path.contains("(conflicted copy"))
        .toList();
  }

  private void compare(String name) throws IOException, StackException {
    TreeWalk here = TreeWalk.of(laptop.folder());
    TreeWalk there = TreeWalk.of(desktop.folder());
    if (!here.equals(there)) {
      throw new StackException(
          "the two folders differ:\n" + String.join("\n", here.differences(there)));
    }
    SampleTree.check(pair.project(), laptop.folder().resolve(name), copies(name).size());
    say(
        "independent walk: both folders hold the same %d entries, %d files, %s"
            + " (names, kinds, modes, SHA-256)",
        here.entries().size(), here.files(), size(here.bytes()));
  }

  private static long append(DemoDevice device, String path, String line) throws IOException {
    Files.writeString(
        device.folder().resolve(path), line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    return System.nanoTime();
  }

  private void awaitSame(String path) throws IOException, InterruptedException, StackException {
    byte[] expected = Files.readAllBytes(laptop.folder().resolve(path));
    Path copy = desktop.folder().resolve(path);
    pair.await(path, () -> Files.exists(copy) && Arrays.equals(Files.readAllBytes(copy), expected));
  }

  private void say(String format, Object... arguments) {
    out.printf(Locale.ROOT, "  " + format + "%n", arguments);
  }

  private static String after(long startNanos) {
    return seconds(System.nanoTime() - startNanos);
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, ", %.2f s", nanos / 1e9);
  }

  private static String size(long bytes) {
    if (bytes < 10_000) {
      return bytes + " bytes";
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.0f KB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
