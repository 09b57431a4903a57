package io.driftless.web.body;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code Accept-Encoding} (RFC 9110, 12.5.3). */
final class AcceptedEncodings {

  private static final Pattern COMMA = Pattern.compile(",");

  private AcceptedEncodings() {}

  static boolean takesGzip(@Nullable List<String> header) {
    return header != null
        && header.stream()
            .flatMap(line -> COMMA.splitAsStream(line.toLowerCase(Locale.ROOT)))
            .anyMatch(AcceptedEncodings::isGzip);
  }

  private static boolean isGzip(String coding) {
    String[] parts = coding.strip().split("\\s*;\\s*", -1);
    return parts[0].equals("gzip")
        && (parts.length == 1 || !parts[1].matches("q\\s*=\\s*0(\\.0{0,3})?"));
  }
}
