package io.driftless.client.engine;

import io.driftless.client.files.RelPath;

/**
 * Which entries a person does not want to be synced. Asked for new ones only: what is synced
 * already, or has the name of something that is, stays so.
 */
@FunctionalInterface
public interface Ignored {

  /** Nothing is ignored. */
  Ignored NOTHING = (path, folder) -> false;

  /**
   * Whether an entry that is new here is left alone; at once, on the engine's thread.
   *
   * @param folder whether it is a folder; one that is ignored is not looked into
   */
  boolean isIgnored(RelPath path, boolean folder);
}
