package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names a file, folder or link for its whole life; chosen by the creating device (UUIDv7, RFC
 * 9562), unique within its workspace and stable over renames and moves.
 *
 * @param value 128 bits; canonical lower-case UUID text in JSON, 16 bytes big-endian in CBOR
 */
public record NodeId(@JsonValue UUID value) implements Comparable<NodeId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NodeId {
    Objects.requireNonNull(value, "value");
  }

  /** Reads the canonical text form; throws {@link IllegalArgumentException} when it is none. */
  public static NodeId of(String text) {
    return new NodeId(UUID.fromString(text));
  }

  /** The root folder of every workspace. It has no name and no parent and can't be changed. */
  public static final NodeId ROOT = new NodeId(new UUID(0, 0));

  /** Whether this is {@link #ROOT}. */
  public boolean isRoot() {
    return value.getMostSignificantBits() == 0 && value.getLeastSignificantBits() == 0;
  }

  // Written out: asked for millions of times, and those of a record run slowly until compiled.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeId id
        && value.getLeastSignificantBits() == id.value.getLeastSignificantBits()
        && value.getMostSignificantBits() == id.value.getMostSignificantBits();
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
