package io.driftless.client.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as people read them: by the clock on their wall, to the second. */
final class Times {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Times() {}

  /** A moment in milliseconds since 1970. */
  static String words(long millis) {
    return FORM.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
  }
}
