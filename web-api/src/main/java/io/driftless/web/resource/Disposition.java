package io.driftless.web.resource;

import java.nio.charset.StandardCharsets;

/** {@code Content-Disposition} for a file of this name (RFC 6266, RFC 8187). */
public final class Disposition {

  private static final String PLAIN = "!#$&+-.^_`|~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private Disposition() {}

  /** To be saved under this name. */
  public static String attachment(String name) {
    StringBuilder plain = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> plain.appendCodePoint(c < 0x20 || c > 0x7e || "\"\\%/".indexOf(c) >= 0 ? '_' : c));
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded(name);
  }

  private static String encoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte unit : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (unit & 0xff);
      boolean letter = c < 0x80 && Character.isLetterOrDigit(c);
      if (letter || PLAIN.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 0xf]);
      }
    }
    return encoded.toString();
  }
}
