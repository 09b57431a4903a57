package io.driftless.client.engine;

import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.Placer;
import io.driftless.client.files.RelPath;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Forces the folders that a job has changed, each once, after all that the job does; what depends
 * on a folder that can't be forced is not done, the rest is. On a worker.
 */
final class ForcedFolders {

  private final LocalFiles files;
  private final Map<RelPath, Optional<IOException>> known = new HashMap<>();

  ForcedFolders(LocalFiles files) {
    this.files = files;
  }

  /** Null when all of these outlive a power cut; else why one does not. */
  @Nullable IOException force(List<RelPath> folders) {
    IOException failure = null;
    for (RelPath folder : folders) {
      IOException one = known.computeIfAbsent(folder, this::forceOne).orElse(null);
      failure = failure == null ? one : failure;
    }
    return failure;
  }

  private Optional<IOException> forceOne(RelPath folder) {
    try {
      Placer.forceFolders(files, List.of(folder));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}
