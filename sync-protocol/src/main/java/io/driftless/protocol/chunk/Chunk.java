package io.driftless.protocol.chunk;

import io.driftless.protocol.id.Sha256;

/**
 * One piece of a file: where it lies and its digest.
 *
 * @param offset of its first byte in the file; 0 or more
 * @param length in bytes; 1 to the profile's maximum
 * @param hash of its raw bytes
 */
public record Chunk(long offset, int length, Sha256 hash) {

  public Chunk {
    if (offset < 0 || length < 1 || length > ChunkingProfile.MAX_CHUNK_BYTES) {
      throw new IllegalArgumentException("No chunk: offset " + offset + ", length " + length);
    }
  }

  /** The offset of the first byte behind it. */
  public long end() {
    return offset + length;
  }
}
