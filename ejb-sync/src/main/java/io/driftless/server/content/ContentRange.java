package io.driftless.server.content;

/**
 * Some bytes of a content.
 *
 * @param from offset of the first
 * @param to offset behind the last
 */
public record ContentRange(long from, long to) {

  public ContentRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("No range: " + from + " to " + to);
    }
  }

  /** How many bytes. */
  public long length() {
    return to - from;
  }
}
