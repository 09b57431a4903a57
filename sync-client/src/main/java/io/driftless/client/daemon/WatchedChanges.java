package io.driftless.client.daemon;

import io.driftless.client.engine.SyncEngine;
import io.driftless.client.files.RelPath;
import io.driftless.client.status.Problem;
import io.driftless.client.watch.DirtyPlaces;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells the engine what the watcher saw. */
final class WatchedChanges implements DirtyPlaces {

  private final SyncEngine engine;
  private volatile @Nullable Problem limited;

  WatchedChanges(SyncEngine engine) {
    this.engine = engine;
  }

  @Override
  public void entryChanged(Path entry) {
    engine.entryChanged(relative(entry));
  }

  @Override
  public void treeChanged(Path folder) {
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
