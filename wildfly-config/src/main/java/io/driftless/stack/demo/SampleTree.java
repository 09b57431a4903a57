package io.driftless.stack.demo;

import io.driftless.stack.StackException;
import io.driftless.stack.host.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The small real tree of the tour: the project's own sources and documents, an executable file, a
 * link, an empty file and an empty folder.
 */
final class SampleTree {

  private static final List<String> TAKEN =
      List.of(
          "docs",
          "sync-protocol/src",
          "jms-config/src",
          "ejb-sync/src",
          "web-api/src",
          "wildfly-config/src",
          "sync-client/src",
          "README.md",
          "LICENSE",
          "dev");

  /** What the tour does after the drop: two deleted, one written while the desktop was away. */
  private static final int ENTRIES_LOST = 2;

  private static final int ENTRIES_WON = 1;

  private SampleTree() {}

  static void drop(Path project, Path target) throws IOException {
    Files.createDirectories(target);
    for (String name : TAKEN) {
      copy(project.resolve(name), target.resolve(name));
    }
    Files.createFile(target.resolve("empty-file"));
    Files.createDirectory(target.resolve("empty-folder"));
    Files.createSymbolicLink(target.resolve("read-me-first"), Path.of("README.md"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Path parent = copy.getParent();
          if (parent != null) {
            Files.createDirectories(parent);
          }
          Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  /**
   * Compares the number of entries at the end of the tour with what it must be, counted at the
   * source.
   */
  static void check(Path project, Path target, int copies) throws IOException, StackException {
    int expected = ENTRIES_WON - ENTRIES_LOST + copies;
    Path fresh = Files.createTempDirectory("driftless-tour");
    try {
      drop(project, fresh.resolve("tree"));
      expected += TreeWalk.of(fresh.resolve("tree")).entries().size();
    } finally {
      Trees.delete(fresh);
    }
    int found = TreeWalk.of(target).entries().size();
    if (found != expected) {
      throw new StackException(
          "the tour's folder holds " + found + " entries, and should hold " + expected);
    }
  }
}
