package io.driftless.protocol.pack;

import io.driftless.protocol.chunk.DamagedChunkException;

/**
 * A whole pack in memory.
 *
 * @param bytes as stored; not copied, not to be changed
 * @param index what it holds
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes; never compared
public record Pack(byte[] bytes, PackIndex index) {

  /** Reads the index of these bytes; the chunks are checked when they are opened. */
  public static Pack of(byte[] bytes) throws PackFormatException {
    return new Pack(bytes, PackIndex.read(bytes));
  }

  /**
   * The raw bytes of the chunk at an entry, compared with its digest.
   *
   * @param entry its place in the index, from 0
   */
  public byte[] open(int entry) throws DamagedChunkException {
    PackEntry of = index.entries().get(entry);
    return of.open(bytes, of.offset());
  }
}
