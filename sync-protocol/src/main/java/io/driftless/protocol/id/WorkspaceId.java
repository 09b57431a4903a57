package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;

/**
 * Names a workspace: a tree of nodes shared by its members, the unit of ordering and access.
 *
 * @param value 128 bits; canonical lower-case UUID text in JSON, 16 bytes big-endian in CBOR
 */
public record WorkspaceId(@JsonValue UUID value) implements Comparable<WorkspaceId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public WorkspaceId {
    Objects.requireNonNull(value, "value");
  }

  /** Reads the canonical text form; throws {@link IllegalArgumentException} when it is none. */
  public static WorkspaceId of(String text) {
    return new WorkspaceId(UUID.fromString(text));
  }

  @Override
  public int compareTo(WorkspaceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
