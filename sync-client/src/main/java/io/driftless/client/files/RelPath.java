package io.driftless.client.files;

import io.driftless.protocol.name.NameRules;
import org.jspecify.annotations.Nullable;

/**
 * A path below the root.
 *
 * @param value names joined by '/', as on disk; empty for the root itself
 */
public record RelPath(String value) implements Comparable<RelPath> {

  /** The root itself. */
  public static final RelPath ROOT = new RelPath("");

  /** The client's own folder in the root; never synced. */
  public static final RelPath PRIVATE = new RelPath(NameRules.RESERVED_IN_ROOT);

  /**
   * The entry of that name in this folder.
   *
   * @throws IllegalArgumentException when the name is none, or would lead elsewhere
   */
  public RelPath child(String name) {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("No file name: '" + name + "'");
    }
    return value.isEmpty() ? new RelPath(name) : new RelPath(value + '/' + name);
  }

  /** The last name; empty for the root. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The folder that holds it; the root's is the root. */
  public RelPath parent() {
    int slash = value.lastIndexOf('/');
    return slash < 0 ? ROOT : new RelPath(value.substring(0, slash));
  }

  /** Whether it is the root. */
  public boolean isRoot() {
    return value.isEmpty();
  }

  /** Whether it is the client's own folder or lies in it. */
  public boolean isPrivate() {
    return value.startsWith(PRIVATE.value)
        && (value.length() == PRIVATE.value.length()
            || value.charAt(PRIVATE.value.length()) == '/');
  }

  // Written out: asked for very often, and those of a record run slowly until compiled.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RelPath path && value.equals(path.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(RelPath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
