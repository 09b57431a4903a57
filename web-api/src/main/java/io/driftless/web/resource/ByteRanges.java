package io.driftless.web.resource;

import io.driftless.server.content.ContentRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code Range} (RFC 9110, 14.2): one range of bytes; others are ignored, as it allows. */
public final class ByteRanges {

  private static final Pattern ONE =
      Pattern.compile("\\s*bytes\\s*=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  private ByteRanges() {}

  /** Whether the header asks for one range in a form that is understood. */
  public static boolean isOne(@Nullable String header) {
    if (header == null) {
      return false;
    }
    Matcher range = ONE.matcher(header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return false;
    }
    return range.group(1).isEmpty()
        || range.group(2).isEmpty()
        || Long.parseLong(range.group(1)) <= Long.parseLong(range.group(2));
  }

  /** The range that {@link #isOne} found; null when the content has no byte of it. */
  public static @Nullable ContentRange of(String header, long size) {
    Matcher range = ONE.matcher(header);
    if (!range.matches()) {
      throw new IllegalArgumentException("No range: " + header);
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty()) {
      long count = Math.min(size, Long.parseLong(last));
      return count == 0 ? null : new ContentRange(size - count, size);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1);
    return from >= size ? null : new ContentRange(from, to);
  }
}
