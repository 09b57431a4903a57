package io.driftless.stack.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a folder holds, read from the disk and nowhere else: names, kinds, executable bits, sizes,
 * digests. The client's own folder {@code .driftless} at the top is no part of it.
 *
 * @param entries by path relative to the folder, with {@code /}
 */
public record TreeWalk(SortedMap<String, Entry> entries) {

  private static final String OWN = ".driftless";

  /** What an entry is. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A folder. */
    FOLDER,
    /** A symbolic link. */
    LINK
  }

  /**
   * One entry.
   *
   * @param kind what it is
   * @param executable whether a file has the owner's executable bit
   * @param size bytes of a file, else 0
   * @param content hex SHA-256 of a file, target of a link, empty for a folder
   */
  public record Entry(Kind kind, boolean executable, long size, String content) {}

  /** Reads a folder. Files that vanish meanwhile are left out. */
  public static TreeWalk of(Path root) throws IOException {
    SortedMap<String, Entry> entries = new TreeMap<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(root)) {
              return FileVisitResult.CONTINUE;
            }
            if (folder.equals(root.resolve(OWN))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            entries.put(nameOf(root, folder), new Entry(Kind.FOLDER, false, 0, ""));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            entries.put(nameOf(root, file), entryOf(file, attributes));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
              throw failure;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return new TreeWalk(entries);
  }

  private static String nameOf(Path root, Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  private static Entry entryOf(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isSymbolicLink()) {
      return new Entry(Kind.LINK, false, 0, Files.readSymbolicLink(file).toString());
    }
    MessageDigest digest = sha256();
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[1 << 16];
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
        size += read;
      }
    }
    String content = HexFormat.of().formatHex(digest.digest());
    return new Entry(Kind.FILE, Files.isExecutable(file), size, content);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Number of files. */
  public long files() {
    return entries.values().stream().filter(entry -> entry.kind() == Kind.FILE).count();
  }

  /** Bytes in all files. */
  public long bytes() {
    return entries.values().stream().mapToLong(Entry::size).sum();
  }

  /** What differs, at most ten lines; empty when both are equal. */
  public List<String> differences(TreeWalk other) {
    TreeSet<String> names = new TreeSet<>(entries.keySet());
    names.addAll(other.entries.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      Entry here = entries.get(name);
      Entry there = other.entries.get(name);
      if (here == null || !here.equals(there)) {
        differences.add(name + ": " + here + " / " + there);
      }
      if (differences.size() == 10) {
        break;
      }
    }
    return differences;
  }

  /** The entries below a path, by the whole path. */
  public Map<String, Entry> below(String folder) {
    return entries.subMap(folder + "/", folder + "0");
  }
}
