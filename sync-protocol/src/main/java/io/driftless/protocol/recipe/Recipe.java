package io.driftless.protocol.recipe;

import io.driftless.protocol.id.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The ordered chunk hashes that make up a version's content; empty for an empty file. Stored as 32
 * bytes a chunk.
 *
 * @param chunks in the order of the content
 */
public record Recipe(List<Sha256> chunks) {

  /** The recipe of empty content. */
  public static final Recipe EMPTY = new Recipe(List.of());

  public Recipe {
    chunks = List.copyOf(chunks);
  }

  /**
   * Reads the stored form; throws {@link IllegalArgumentException} when the length is no multiple
   * of 32.
   */
  public static Recipe ofBytes(byte[] stored) {
    if (stored.length % Sha256.BYTES != 0) {
      throw new IllegalArgumentException("A recipe has 32 bytes a chunk, not " + stored.length);
    }
    ByteBuffer from = ByteBuffer.wrap(stored);
    List<Sha256> chunks = new ArrayList<>(stored.length / Sha256.BYTES);
    while (from.hasRemaining()) {
      chunks.add(Sha256.read(from));
    }
    return new Recipe(chunks);
  }

  /** The stored form: the hashes one after the other. */
  public byte[] bytes() {
    ByteBuffer into = ByteBuffer.allocate(chunks.size() * Sha256.BYTES);
    for (Sha256 chunk : chunks) {
      chunk.write(into);
    }
    return into.array();
  }

  /** SHA-256 over {@link #bytes}; says whether a script was expanded to what its sender meant. */
  public Sha256 digest() {
    MessageDigest digest = Sha256.newDigest();
    digest.update(bytes());
    return Sha256.ofBytes(digest.digest());
  }
}
