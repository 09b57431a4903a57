package io.driftless.client.daemon;

import io.driftless.client.engine.SyncEngine;
import io.driftless.client.files.RelPath;
import io.driftless.client.ignore.IgnoreFile;
import io.driftless.client.status.Problem;
import io.driftless.client.watch.DirtyPlaces;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells the engine what the watcher saw. */
final class WatchedChanges implements DirtyPlaces {

  private static final Path IGNORE_FILE = Path.of(IgnoreFile.NAME);

  private final SyncEngine engine;
  private final IgnoreFile ignore;
  private volatile @Nullable Problem limited;

  WatchedChanges(SyncEngine engine, IgnoreFile ignore) {
    this.engine = engine;
    this.ignore = ignore;
  }

  @Override
  public void entryChanged(Path entry) {
    if (entry.equals(IGNORE_FILE)) {
      ignore.reload();
      engine.treeChanged(RelPath.ROOT); // what is no longer ignored is found
    }
    engine.entryChanged(relative(entry));
  }

  @Override
  public void treeChanged(Path folder) {
    if (folder.toString().isEmpty()) {
      ignore.reload(); // events were lost, perhaps of this very file
    }
    engine.treeChanged(relative(folder));
  }

  @Override
  public void watchingLimited(String words) {
    limited = new Problem("", "watch-limit", words);
  }

  @Override
  public void watchingComplete() {
    limited = null;
  }

  /** Why not every folder can be watched; null when all are. */
  @Nullable Problem limited() {
    return limited;
  }

  private static RelPath relative(Path path) {
    return new RelPath(path.toString());
  }
}
