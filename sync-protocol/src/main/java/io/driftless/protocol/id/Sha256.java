package io.driftless.protocol.id;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 digest (FIPS 180-4): the address of a chunk, or the digest of a whole file or recipe.
 * Held as four longs, so that a million of them cost no arrays. 64 lower-case hex digits in JSON,
 * 32 bytes in CBOR.
 */
public record Sha256(long a, long b, long c, long d) implements Comparable<Sha256> {

  /** The digest's length in bytes. */
  public static final int BYTES = 32;

  /** Reads 32 bytes; throws {@link IllegalArgumentException} on another length. */
  public static Sha256 ofBytes(byte[] digest) {
    if (digest.length != BYTES) {
      throw new IllegalArgumentException("A SHA-256 digest has 32 bytes, not " + digest.length);
    }
    return read(ByteBuffer.wrap(digest));
  }

  /** Takes the next 32 bytes of a big-endian buffer. */
  public static Sha256 read(ByteBuffer from) {
    return new Sha256(from.getLong(), from.getLong(), from.getLong(), from.getLong());
  }

  /** Reads 64 hex digits; throws {@link IllegalArgumentException} otherwise. */
  public static Sha256 ofHex(String hex) {
    return ofBytes(HexFormat.of().parseHex(hex));
  }

  /** The digest of these bytes. */
  public static Sha256 digest(byte[] content) {
    return digest(content, 0, content.length);
  }

  /** The digest of {@code length} bytes from {@code offset}. */
  public static Sha256 digest(byte[] content, int offset, int length) {
    MessageDigest digest = newDigest();
    digest.update(content, offset, length);
    return ofBytes(digest.digest());
  }

  /** A fresh digest for content that does not fit in one array; every Java runtime has it. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256", e);
    }
  }

  /** The digest as 32 bytes, big-endian. */
  public byte[] bytes() {
    ByteBuffer into = ByteBuffer.allocate(BYTES);
    write(into);
    return into.array();
  }

  /** Puts 32 bytes into a big-endian buffer. */
  public void write(ByteBuffer into) {
    into.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  /** The digest as 64 lower-case hex digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public int compareTo(Sha256 other) {
    int order = Long.compareUnsigned(a, other.a);
    order = order != 0 ? order : Long.compareUnsigned(b, other.b);
    order = order != 0 ? order : Long.compareUnsigned(c, other.c);
    return order != 0 ? order : Long.compareUnsigned(d, other.d);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sha256 digest
        && a == digest.a
        && b == digest.b
        && c == digest.c
        && d == digest.d;
  }

  @Override
  public int hashCode() {
    return (int) a;
  }

  @Override
  public String toString() {
    return hex();
  }
}
