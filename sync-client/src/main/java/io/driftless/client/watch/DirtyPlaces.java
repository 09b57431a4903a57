package io.driftless.client.watch;

import java.nio.file.Path;

/**
 * Takes note of places that may have changed. Called on the watcher's thread; must return at once,
 * since the system drops events while nobody takes them. Paths are relative to the watched root;
 * the empty path is the root itself.
 */
public interface DirtyPlaces {

  /** This entry may have been made, changed or removed. */
  void entryChanged(Path entry);

  /** Anything in or beneath this folder may have changed; scan it. */
  void treeChanged(Path folder);

  /**
   * Not every folder can be watched; the whole tree is reported as changed every minute until that
   * ends.
   *
   * @param words for a person: why, and what to do
   */
  void watchingLimited(String words);

  /** Every folder is watched again. */
  void watchingComplete();
}
