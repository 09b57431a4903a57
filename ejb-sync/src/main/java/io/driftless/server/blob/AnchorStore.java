package io.driftless.server.blob;

import org.jspecify.annotations.Nullable;

/**
 * Keeps anchors of the audit outside of the database, so that whoever can change the database can't
 * change the past unseen. Every call may throw {@link ChunkStoreUnavailableException} or {@link
 * ChunkStoreRefusedException}. Never call it while a row is locked.
 */
public interface AnchorStore {

  /**
   * Keeps an anchor; one that is there is never replaced.
   *
   * @param number from 1
   * @return false when there was one of that number
   */
  boolean put(long number, byte[] anchor);

  /** The anchor of a number; null when there is none. */
  byte @Nullable [] get(long number);
}
