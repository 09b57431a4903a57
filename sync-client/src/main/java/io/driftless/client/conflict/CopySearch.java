package io.driftless.client.conflict;

import io.driftless.client.home.RootMarker;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks through a linked folder for conflicted copies. */
public final class CopySearch extends SimpleFileVisitor<Path> {

  private final Path folder;
  private final List<ConflictedCopy> found = new ArrayList<>();

  private CopySearch(Path folder) {
    this.folder = folder;
  }

  /** All copies in a folder, by path. */
  public static List<ConflictedCopy> in(Path folder) throws IOException {
    CopySearch search = new CopySearch(folder);
    Files.walkFileTree(folder, search);
    search.found.sort(Comparator.comparing(ConflictedCopy::copy));
    return List.copyOf(search.found);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
    return at.equals(folder.resolve(RootMarker.PRIVATE_FOLDER))
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path at, BasicFileAttributes attributes) {
    ConflictedCopy copy = ConflictedCopy.of(folder, folder.relativize(at));
    if (copy != null) {
      found.add(copy);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path at, IOException e) {
    return FileVisitResult.CONTINUE; // 'status' tells of what can't be read
  }

  @Override
  public FileVisitResult postVisitDirectory(Path at, @Nullable IOException e) {
    return FileVisitResult.CONTINUE;
  }
}
