package io.driftless.protocol.pack;

import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.chunk.DamagedChunkException;
import io.driftless.protocol.id.Sha256;

/**
 * Where a pack holds a chunk. Says what the pack's writer declared: {@link #open} compares.
 *
 * @param hash of the raw bytes
 * @param offset of the first stored byte in the pack
 * @param storedLength how many bytes are stored; at least 1
 * @param rawLength how many they give; at least 1
 * @param codec how they are stored
 */
public record PackEntry(
    Sha256 hash, int offset, int storedLength, int rawLength, ChunkCodec codec) {

  /** The offset of the first byte behind it. */
  public int end() {
    return offset + storedLength;
  }

  /**
   * Decodes the chunk and compares its digest.
   *
   * @param source bytes of the pack
   * @param at where in {@code source} the stored bytes begin
   * @return the raw bytes
   * @throws DamagedChunkException when they are not the chunk that the entry names
   */
  public byte[] open(byte[] source, int at) throws DamagedChunkException {
    if (at < 0 || at > source.length - storedLength) {
      throw new DamagedChunkException("The bytes of chunk " + hash + " are cut short");
    }
    byte[] raw = codec.decode(source, at, storedLength, rawLength);
    Sha256 found = Sha256.digest(raw);
    if (!found.equals(hash)) {
      throw new DamagedChunkException("Chunk " + hash + " reads as " + found);
    }
    return raw;
  }
}
