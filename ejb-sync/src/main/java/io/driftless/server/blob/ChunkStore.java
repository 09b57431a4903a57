package io.driftless.server.blob;

import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.pack.PackFormatException;
import io.driftless.protocol.pack.PackIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The packs of all workspaces: one container a workspace, one immutable blob a pack. Every call
 * blocks, may be made from any thread, ends within a minute, and is repeated a few times on
 * transient failures before it throws. Never call it while a row is locked.
 *
 * <p>Every call throws {@link ChunkStoreUnavailableException} when the store does not answer (try
 * again later; nothing or everything of the call happened) and {@link ChunkStoreRefusedException}
 * when it answers that this server may not (an operator has to act).
 */
public interface ChunkStore {

  /** The longest time that a pass is good for. */
  Duration MAX_PASS = Duration.ofMinutes(15);

  /** Throws unless the store answers now; tried once, within seconds. */
  void ping();

  /**
   * Makes a container; one that is there is left as it is.
   *
   * @param container 3 to 63 characters of {@code [a-z0-9-]}
   */
  void ensureContainer(String container);

  /**
   * A pass for a client to one container: to create packs (no reading, no overwriting), or to read
   * them (no listing). No call to the store.
   *
   * @param expires at most {@link #MAX_PASS} ahead, else {@link IllegalArgumentException}
   */
  Sas pass(String container, BlobAccess access, Instant expires);

  /** The length of a pack in bytes; empty when there is none. */
  OptionalLong length(String container, PackId pack);

  /**
   * What a pack says it holds; reads its end only.
   *
   * @throws MissingPackException when there is no such pack
   * @throws PackFormatException when it is no pack or its footer does not hold together; stays so
   */
  PackIndex readIndex(String container, PackId pack) throws PackFormatException;

  /**
   * Some bytes of a pack.
   *
   * @param offset of the first, 0 or more
   * @param length how many, 1 or more; all within the pack
   * @throws MissingPackException when there is no such pack, or it ends before
   */
  byte[] read(String container, PackId pack, long offset, int length);

  /**
   * Stores a pack, all or nothing. A pack that is there is never replaced.
   *
   * @return whether it was stored; false when there was one of that name
   */
  boolean put(String container, PackId pack, byte[] bytes);

  /** Deletes a pack for good; false when there was none. */
  boolean delete(String container, PackId pack);

  /**
   * A page of the packs of a container, in no stated order. Blobs that are not named as packs count
   * by their length only, so a page may be short or empty without being the last.
   *
   * @param page {@link PackPage#next} of the page before; null for the first
   * @param limit 1 to 5,000
   * @throws MissingPackException when there is no such container
   */
  PackPage list(String container, @Nullable String page, int limit);
}
