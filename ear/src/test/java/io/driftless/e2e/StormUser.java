package io.driftless.e2e;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Somebody at a device who makes, edits, renames and removes files at random, and knows exactly
 * what was written and what was destroyed: nothing is overwritten unread. What is removed is first
 * moved out of the folder and looked at there.
 */
final class StormUser implements Runnable {

  /** What all users of a storm did: digests of contents. */
  static final class Deeds {
    /** Contents that somebody wrote, and where. */
    final ConcurrentMap<String, String> written = new ConcurrentHashMap<>();

    /** Contents that somebody overwrote or removed. */
    final Set<String> destroyed = ConcurrentHashMap.newKeySet();

    /** Contents that were seen on another device than the one that wrote them. */
    final Set<String> travelled = ConcurrentHashMap.newKeySet();
  }

  private static final int MOST_FILES = 120;
  private static final int FEWEST_FILES = 25;
  private static final int NAMES = 12;

  private final TestDevice device;
  private final Path outside;
  private final Deeds deeds;
  private final Random random;
  private long number;
  private volatile boolean ends;

  /**
   * A user.
   *
   * @param outside a folder on the same disk that is not synced
   */
  StormUser(TestDevice device, Path outside, Deeds deeds, long seed) {
    this.device = device;
    this.outside = outside;
    this.deeds = deeds;
    this.random = new Random(seed);
  }

  void end() {
    ends = true;
  }

  @Override
  public void run() {
    try {
      while (!ends) {
        act();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(10) == 0 ? 1_500 : random.nextInt(120));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void act() {
    try {
      switch (random.nextInt(12)) {
        case 0, 1 -> create(inside(folder(), sharedName()));
        case 2 -> create(inside(folder(), uniqueName()));
        case 3, 4 -> edit();
        case 5 -> replace();
        case 6 -> rename(file());
        case 7 -> rename(randomFolder());
        case 8 -> remove(file());
        case 9 -> makeFolder();
        case 10 -> append();
        default -> removeFolderSeldom();
      }
    } catch (NoSuchFileException | FileAlreadyExistsException | DirectoryNotEmptyException e) {
      number++; // the client was faster
    } catch (IOException e) {
      if (Files.exists(device.folder)) {
        number++; // a name that became a folder meanwhile, and the like
      }
    }
  }

  private String sharedName() {
    return "file " + random.nextInt(NAMES) + ".txt";
  }

  private String uniqueName() {
    return "%s %d.dat".formatted(device.name, number++);
  }

  private static Path inside(Path folder, String name) {
    return folder.resolve(name);
  }

  private byte[] content() {
    String token = "%s %d %d%n".formatted(device.name, number++, random.nextLong());
    int size = random.nextInt(40) == 0 ? 3 << 20 : random.nextInt(30_000);
    byte[] filler = Content.random(random.nextLong(), size);
    byte[] head = token.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(head.length + size).put(head).put(filler).array();
  }

  private void wrote(Path where, Path file) throws IOException {
    deeds.written.put(Tree.digest(file), device.name + ": " + where);
  }

  /** Appears whole, and never in the place of another file. */
  private void create(Path path) throws IOException {
    if (files().size() >= MOST_FILES) {
      remove(file());
      return;
    }
    Path made = Files.write(outside.resolve("made " + number++), content());
    Files.createLink(path, made);
    wrote(path, made);
    Files.delete(made);
  }

  /** In place, as {@code rsync --inplace} or a database does. */
  private void edit() throws IOException {
    Path path = file();
    try (SeekableByteChannel file =
        Files.newByteChannel(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      String before = digest(file);
      byte[] content = content();
      file.position(0);
      file.truncate(0);
      file.write(ByteBuffer.wrap(content));
      deeds.destroyed.add(before);
      deeds.written.put(digest(file), device.name + ": in place " + path);
    }
  }

  private void append() throws IOException {
    Path path = file();
    try (SeekableByteChannel file =
        Files.newByteChannel(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      String before = digest(file);
      file.position(file.size());
      file.write(ByteBuffer.wrap(content()));
      deeds.destroyed.add(before);
      deeds.written.put(digest(file), device.name + ": appended " + path);
    }
  }

  private static String digest(SeekableByteChannel file) throws IOException {
    file.position(0);
    return Tree.digest(Channels.newInputStream(file));
  }

  /** The old file goes aside, a new one appears under its name. */
  private void replace() throws IOException {
    Path path = file();
    Path aside = outside.resolve("aside " + number++);
    Files.move(path, aside);
    destroyed(aside);
    create(path);
  }

  private void rename(Path path) throws IOException {
    Files.move(path, inside(folder(), uniqueName()));
  }

  private void remove(Path path) throws IOException {
    if (files().size() < FEWEST_FILES) {
      return; // an emptied folder is a case of its own: its client stops
    }
    Path aside = outside.resolve("removed " + number++);
    Files.move(path, aside);
    destroyed(aside);
  }

  private void removeFolderSeldom() throws IOException {
    if (random.nextInt(4) == 0) {
      remove(randomFolder());
    } else {
      makeFolder();
    }
  }

  private void destroyed(Path aside) throws IOException {
    try (Stream<Path> all = Files.walk(aside)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        deeds.destroyed.add(Tree.digest(file));
      }
    }
  }

  private void makeFolder() throws IOException {
    Files.createDirectory(inside(folder(), "folder " + random.nextInt(NAMES)));
  }

  private List<Path> files() throws IOException {
    return below(true);
  }

  private Path file() throws IOException {
    return one(below(true));
  }

  /** A folder that is not the root. */
  private Path randomFolder() throws IOException {
    return one(below(false));
  }

  /** Where something may be put. */
  private Path folder() throws IOException {
    List<Path> folders = below(false);
    return folders.isEmpty() || random.nextInt(3) == 0 ? device.folder : one(folders);
  }

  private Path one(List<Path> paths) throws IOException {
    if (paths.isEmpty()) {
      throw new NoSuchFileException("nothing there yet");
    }
    return paths.get(random.nextInt(paths.size()));
  }

  private List<Path> below(boolean files) throws IOException {
    return Tree.of(device.folder).entrySet().stream()
        .filter(entry -> entry.getValue().equals("folder") != files)
        .map(entry -> device.folder.resolve(entry.getKey()))
        .toList();
  }
}
