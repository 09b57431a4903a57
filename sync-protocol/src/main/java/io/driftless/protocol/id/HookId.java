package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;

/**
 * Names one webhook.
 *
 * @param value 128 bits; canonical lower-case UUID text in JSON, 16 bytes big-endian in CBOR
 */
public record HookId(@JsonValue UUID value) implements Comparable<HookId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public HookId {
    Objects.requireNonNull(value, "value");
  }

  /** Reads the canonical text form; throws {@link IllegalArgumentException} when it is none. */
  public static HookId of(String text) {
    return new HookId(UUID.fromString(text));
  }

  @Override
  public int compareTo(HookId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
