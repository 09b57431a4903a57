package io.driftless.protocol.chunk;

import io.driftless.protocol.id.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Content for tests that anyone can reproduce, and what the chunker makes of it. */
public final class TestContent {

  private TestContent() {}

  /** Bytes that do not shrink: SHA-256 over a label and a counter, one after the other. */
  public static byte[] noise(String label, int length) {
    ByteBuffer into = ByteBuffer.allocate(length + Sha256.BYTES);
    for (int i = 0; into.position() < length; i++) {
      Sha256.digest((label + "/" + i).getBytes(StandardCharsets.US_ASCII)).write(into);
    }
    return Arrays.copyOf(into.array(), length);
  }

  /** Lines of text that shrink well. */
  public static byte[] text(int length) {
    StringBuilder into = new StringBuilder();
    for (int i = 0; into.length() < length; i++) {
      into.append("line ").append(i).append(" of a text that compresses well\n");
    }
    return Arrays.copyOf(into.toString().getBytes(StandardCharsets.US_ASCII), length);
  }

  /** Both parts one after the other. */
  public static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  /** All chunks of a content. */
  public static List<Chunk> cut(byte[] content, ChunkingProfile profile) {
    Chunker chunker = new Chunker(new ByteArrayInputStream(content), profile);
    List<Chunk> chunks = new ArrayList<>();
    try {
      for (Chunk chunk = chunker.next(); chunk != null; chunk = chunker.next()) {
        chunks.add(chunk);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return chunks;
  }
}
