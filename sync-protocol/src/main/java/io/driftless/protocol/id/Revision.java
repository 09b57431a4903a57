package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A place in a workspace's journal. Counts up by one for each row; {@link #NONE} stands before the
 * first.
 *
 * @param value 0 or more
 */
public record Revision(@JsonValue long value) implements Comparable<Revision> {

  /** Before the first journal row. */
  public static final Revision NONE = new Revision(0);

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Revision {
    if (value < 0) {
      throw new IllegalArgumentException("A revision is 0 or more, not " + value);
    }
  }

  /** The revision after this one. */
  public Revision next() {
    return new Revision(value + 1);
  }

  /** Whether this comes after the other. */
  public boolean isAfter(Revision other) {
    return value > other.value;
  }

  // Written out: asked for very often, and those of a record run slowly until compiled.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Revision that && value == that.value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }

  @Override
  public int compareTo(Revision other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
