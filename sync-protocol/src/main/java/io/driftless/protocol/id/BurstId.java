package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;

/**
 * Names one burst of changes that the server has parked.
 *
 * @param value 128 bits; canonical lower-case UUID text in JSON, 16 bytes big-endian in CBOR
 */
public record BurstId(@JsonValue UUID value) implements Comparable<BurstId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BurstId {
    Objects.requireNonNull(value, "value");
  }

  /** Reads the canonical text form; throws {@link IllegalArgumentException} when it is none. */
  public static BurstId of(String text) {
    return new BurstId(UUID.fromString(text));
  }

  @Override
  public int compareTo(BurstId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
