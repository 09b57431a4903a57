package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;

/**
 * Names one life of the metadata store; a restore from backup starts a new one, so that cursors of
 * the life before are refused.
 *
 * @param value 128 bits; canonical lower-case UUID text in JSON, 16 bytes big-endian in CBOR
 */
public record ServerEpoch(@JsonValue UUID value) implements Comparable<ServerEpoch> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ServerEpoch {
    Objects.requireNonNull(value, "value");
  }

  /** Reads the canonical text form; throws {@link IllegalArgumentException} when it is none. */
  public static ServerEpoch of(String text) {
    return new ServerEpoch(UUID.fromString(text));
  }

  @Override
  public int compareTo(ServerEpoch other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
