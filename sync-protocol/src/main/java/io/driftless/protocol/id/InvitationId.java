package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;

/**
 * Names one invitation to a workspace; knowing it lets nobody in.
 *
 * @param value 128 bits; canonical lower-case UUID text in JSON, 16 bytes big-endian in CBOR
 */
public record InvitationId(@JsonValue UUID value) implements Comparable<InvitationId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public InvitationId {
    Objects.requireNonNull(value, "value");
  }

  /** Reads the canonical text form; throws {@link IllegalArgumentException} when it is none. */
  public static InvitationId of(String text) {
    return new InvitationId(UUID.fromString(text));
  }

  @Override
  public int compareTo(InvitationId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
