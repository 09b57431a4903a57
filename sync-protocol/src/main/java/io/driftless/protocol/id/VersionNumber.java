package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The number of a version within its node: 1, 2, 3, ... {@link #NONE} is the base of content that
 * nobody has yet.
 *
 * @param value 0 or more
 */
public record VersionNumber(@JsonValue int value) implements Comparable<VersionNumber> {

  /** No version: the base of a node's first content. */
  public static final VersionNumber NONE = new VersionNumber(0);

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public VersionNumber {
    if (value < 0) {
      throw new IllegalArgumentException("A version number is 0 or more, not " + value);
    }
  }

  /** The number after this one. */
  public VersionNumber next() {
    return new VersionNumber(value + 1);
  }

  // Written out: asked for very often, and those of a record run slowly until compiled.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VersionNumber that && value == that.value;
  }

  @Override
  public int hashCode() {
    return value;
  }

  @Override
  public int compareTo(VersionNumber other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
