package io.driftless.client.home;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Looks for a synced folder beneath another one. */
final class MarkerSearch extends SimpleFileVisitor<Path> {

  private final Path top;
  private @Nullable Path found;

  MarkerSearch(Path top) {
    this.top = top;
  }

  @Nullable Path found() {
    return found;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    if (!folder.equals(top) && FolderRules.hasMarker(folder)) {
      found = folder;
      return FileVisitResult.TERMINATE;
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path entry, IOException e) {
    return FileVisitResult.CONTINUE; // what can't be read can't be synced by somebody of ours
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
    return FileVisitResult.CONTINUE;
  }
}
