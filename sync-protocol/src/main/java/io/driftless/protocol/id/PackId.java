package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Names one pack blob; random and never reused, even after the blob was deleted.
 *
 * @param value 128 bits; canonical lower-case UUID text in JSON, 16 bytes big-endian in CBOR
 */
public record PackId(@JsonValue UUID value) implements Comparable<PackId> {

  private static final String SUFFIX = ".pack";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PackId {
    Objects.requireNonNull(value, "value");
  }

  /** Reads the canonical text form; throws {@link IllegalArgumentException} when it is none. */
  public static PackId of(String text) {
    return new PackId(UUID.fromString(text));
  }

  /** The pack that a blob is named after; empty when the blob is not named as packs are. */
  public static Optional<PackId> ofBlobName(String name) {
    if (!name.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    try {
      PackId pack = of(name.substring(0, name.length() - SUFFIX.length()));
      return pack.blobName().equals(name) ? Optional.of(pack) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The blob's name inside its workspace's container. */
  public String blobName() {
    return value + SUFFIX;
  }

  @Override
  public int compareTo(PackId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
