package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;

/**
 * Names one commit of one device; the pair (device, commit id) is what makes a commit apply once.
 *
 * @param value 128 bits; canonical lower-case UUID text in JSON, 16 bytes big-endian in CBOR
 */
public record CommitId(@JsonValue UUID value) implements Comparable<CommitId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CommitId {
    Objects.requireNonNull(value, "value");
  }

  /** Reads the canonical text form; throws {@link IllegalArgumentException} when it is none. */
  public static CommitId of(String text) {
    return new CommitId(UUID.fromString(text));
  }

  @Override
  public int compareTo(CommitId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
