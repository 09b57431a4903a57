package io.driftless.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What lies on a disk, walked independently of the client: path to kind, mode and digest. */
final class Tree {

  private Tree() {}

  /**
   * Paths with '/'; values such as {@code file x 3 <digest>}, {@code folder}, {@code link target}.
   */
  static SortedMap<String, String> of(Path root) throws IOException {
    SortedMap<String, String> entries = new TreeMap<>();
    Files.walkFileTree(root, new Walk(root, entries));
    return entries;
  }

  private static String describe(Path path, BasicFileAttributes attributes) throws IOException {
    if (attributes.isSymbolicLink()) {
      return "link " + Files.readSymbolicLink(path);
    }
    String mode = Files.isExecutable(path) && executableByOwner(path) ? "x" : "-";
    return "file %s %d %s".formatted(mode, attributes.size(), digest(path));
  }

  private static boolean executableByOwner(Path path) throws IOException {
    return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
        .toString()
        .contains("OWNER_EXECUTE");
  }

  static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return digest(in);
    }
  }

  /** Of all that is still to be read. */
  static String digest(InputStream in) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  static Map<String, String> files(SortedMap<String, String> tree) {
    Map<String, String> files = new TreeMap<>(tree);
    files.values().removeIf("folder"::equals);
    return files;
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final SortedMap<String, String> entries;

    Walk(Path root, SortedMap<String, String> entries) {
      this.root = root;
      this.entries = entries;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (folder.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      if (folder.equals(root.resolve(".driftless"))) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      entries.put(root.relativize(folder).toString(), "folder");
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      try {
        entries.put(root.relativize(file).toString(), describe(file, attributes));
      } catch (NoSuchFileException e) {
        return FileVisitResult.CONTINUE; // a client is at work: the walk is repeated
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
