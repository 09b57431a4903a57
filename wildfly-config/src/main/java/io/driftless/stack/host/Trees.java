package io.driftless.stack.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders: fingerprint, copy, delete. */
public final class Trees {

  private Trees() {}

  /**
   * The SHA-256, in hex, of the relative names and the contents of all files below the given
   * folders (or of the given files), in the order given; what does not exist counts as empty.
   */
  public static String fingerprint(List<Path> roots) throws IOException {
    MessageDigest digest = sha256();
    for (Path root : roots) {
      for (Path file : files(root)) {
        digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Copies all files below a folder into another; a file whose content is equal already is left
   * alone, any other is replaced by a rename, so that a process that has the old one open keeps it.
   * A missing source is empty.
   */
  public static void copy(Path source, Path target) throws IOException {
    for (Path file : files(source)) {
      replace(file, target.resolve(source.relativize(file)));
    }
  }

  /** Puts a copy of a file in place, by a rename, unless the same content is there already. */
  public static void replace(Path source, Path target) throws IOException {
    if (Files.exists(target) && Files.mismatch(source, target) < 0) {
      return;
    }
    Path parent = target.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path fresh = target.resolveSibling(target.getFileName() + ".fresh");
    Files.copy(source, fresh, StandardCopyOption.REPLACE_EXISTING);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes a folder and all below it; links are deleted, not followed. A missing one is fine. */
  public static void delete(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.deleteIfExists(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
