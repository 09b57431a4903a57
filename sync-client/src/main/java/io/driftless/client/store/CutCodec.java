package io.driftless.client.store;

import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.id.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** How a content is cut, as one value of the database: hash (32) and length (4) of each chunk. */
final class CutCodec {

  private static final int BYTES = Sha256.BYTES + Integer.BYTES;

  private CutCodec() {}

  static byte[] encode(List<Chunk> chunks) {
    ByteBuffer into = ByteBuffer.allocate(chunks.size() * BYTES);
    for (Chunk chunk : chunks) {
      chunk.hash().write(into);
      into.putInt(chunk.length());
    }
    return into.array();
  }

  static List<Chunk> decode(byte[] stored) {
    ByteBuffer from = ByteBuffer.wrap(stored);
    List<Chunk> chunks = new ArrayList<>(stored.length / BYTES);
    long offset = 0;
    while (from.hasRemaining()) {
      Sha256 hash = Sha256.read(from);
      Chunk chunk = new Chunk(offset, from.getInt(), hash);
      chunks.add(chunk);
      offset = chunk.end();
    }
    return chunks;
  }
}
