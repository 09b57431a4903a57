package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;

/**
 * Names one sharing link, for those who manage it; the link itself holds a secret instead.
 *
 * @param value 128 bits; canonical lower-case UUID text in JSON, 16 bytes big-endian in CBOR
 */
public record ShareId(@JsonValue UUID value) implements Comparable<ShareId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ShareId {
    Objects.requireNonNull(value, "value");
  }

  /** Reads the canonical text form; throws {@link IllegalArgumentException} when it is none. */
  public static ShareId of(String text) {
    return new ShareId(UUID.fromString(text));
  }

  @Override
  public int compareTo(ShareId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
