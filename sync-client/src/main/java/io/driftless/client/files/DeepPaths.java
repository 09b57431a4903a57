package io.driftless.client.files;

import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Paths longer than the system takes in one call (PATH_MAX, 4,096 bytes): a long path is cut into
 * stretches, and each stretch but the last gets a link in the client's own folder that leads there
 * from the link of the stretch before. The kernel follows up to 40 links in one call, which is
 * about 140,000 bytes.
 */
final class DeepPaths {

  private static final int LONGEST = 3_500;

  private final Path root;
  private final int rootBytes;

  DeepPaths(Path root) {
    this.root = root;
    this.rootBytes = LinuxFiles.bytes(root.toString());
  }

  Path resolve(RelPath path) throws IOException {
    if (path.isRoot()) {
      return root;
    }
    return isShort(path) ? root.resolve(path.value()) : resolveLong(path);
  }

  /** Whether a path takes no links of ours to be reached. */
  boolean isShort(RelPath path) {
    return path.isRoot() // 3 bytes a character at most
        || path.value().length() * 3 + rootBytes < LONGEST
        || LinuxFiles.bytes(path.value()) + rootBytes < LONGEST;
  }

  /**
   * Refuses a folder that is reached by a link, or is one: somebody swapped a folder on the way for
   * a link to elsewhere, and what is done there would be done outside of the root. Asked right
   * before each operation that reads or changes something; what is left is a swap in the few
   * microseconds between.
   *
   * @throws NoSuchFileException when it is such, or none is there
   */
  void checkNoLinkTo(RelPath folder) throws IOException {
    boolean real = true;
    if (isShort(folder)) {
      Path path = resolve(folder);
      real = path.toRealPath().equals(path);
    } else {
      for (RelPath at = folder; real && !at.isRoot(); at = at.parent()) {
        real = Files.isDirectory(resolve(at), LinkOption.NOFOLLOW_LINKS);
      }
    }
    if (!real) {
      throw new NoSuchFileException(folder.value(), null, "a folder on the way is a link now");
    }
  }

  private Path resolveLong(RelPath path) throws IOException {
    Deque<RelPath> cuts = new ArrayDeque<>();
    RelPath at = path;
    int stretch = 0;
    while (!at.isRoot()) {
      stretch += LinuxFiles.bytes(at.name()) + 1;
      if (stretch > LONGEST - rootBytes - 100) {
        cuts.push(at);
        stretch = LinuxFiles.bytes(at.name()) + 1;
      }
      at = at.parent();
    }
    Path base = root;
    RelPath done = RelPath.ROOT;
    for (RelPath cut : cuts) {
      base = hop(cut, base.resolve(rest(done, cut)));
      done = cut;
    }
    return done.equals(path) ? base : base.resolve(rest(done, path));
  }

  private static String rest(RelPath done, RelPath path) {
    return done.isRoot() ? path.value() : path.value().substring(done.value().length() + 1);
  }

  private Path hop(RelPath folder, Path target) throws IOException {
    Path links = root.resolve(RelPath.PRIVATE.value()).resolve("deep");
    String name = Sha256.digest(folder.value().getBytes(StandardCharsets.UTF_8)).hex();
    Path link = links.resolve(name);
    if (!Files.isSymbolicLink(link)) {
      Files.createDirectories(links);
      try {
        Files.createSymbolicLink(link, target);
      } catch (FileAlreadyExistsException e) {
        return link; // another thread was first; the name says where it leads
      }
    }
    return link;
  }
}
