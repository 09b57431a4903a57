package io.driftless.protocol.name;

import java.util.Optional;

/**
 * Local names, on platforms that can't hold each legal name. An ASCII character that is in the way
 * becomes the one 0xF000 above it, in Unicode's private use area, as Cygwin and Microsoft's
 * services for Mac do; a name whose sibling is in the way gets one character from U+F101 on before
 * its extension. A name that brings characters of that area itself has each of them preceded by
 * U+F100, so every local name leads back to exactly one name, without a table.
 */
final class LocalName {

  /** How many siblings with equal keys can be told apart. */
  static final int MAX_CLASH = 0xfe;

  private static final int SHIFT = 0xf000;
  private static final int QUOTE = 0xf100;
  private static final int END = 0xf1ff;

  private LocalName() {}

  static Optional<String> encode(Platform platform, String name, int clash) {
    if (clash < 0 || clash > MAX_CLASH) {
      throw new IllegalArgumentException("No number of a clash: " + clash);
    }
    int tagAt = clash == 0 ? -1 : ConflictedCopyName.extensionAt(name);
    boolean device = platform == Platform.WINDOWS && Platform.isWindowsDevice(name);
    StringBuilder local = new StringBuilder(name.length() + 2);
    for (int at = 0; at < name.length(); ) {
      int codePoint = name.codePointAt(at);
      int next = at + Character.charCount(codePoint);
      if (at == tagAt) {
        local.appendCodePoint(QUOTE + clash);
      }
      boolean shift = platform == Platform.WINDOWS && isInTheWay(codePoint, next == name.length());
      if (codePoint >= SHIFT && codePoint <= END) {
        local.appendCodePoint(QUOTE).appendCodePoint(codePoint);
      } else if (shift || (device && at == 0)) {
        local.appendCodePoint(SHIFT + codePoint);
      } else {
        local.appendCodePoint(codePoint);
      }
      at = next;
    }
    if (tagAt == name.length()) {
      local.appendCodePoint(QUOTE + clash);
    }
    return fits(platform, local) ? Optional.of(local.toString()) : Optional.empty();
  }

  static String decode(String local) {
    StringBuilder name = new StringBuilder(local.length());
    for (int at = 0; at < local.length(); at++) {
      char c = local.charAt(at);
      if (c == QUOTE && at + 1 < local.length()) {
        at++;
        name.append(local.charAt(at));
      } else if (c > SHIFT && c < SHIFT + 0x80) {
        name.append((char) (c - SHIFT));
      } else if (c <= QUOTE || c > END) {
        name.append(c);
      }
    }
    return name.toString();
  }

  private static boolean isInTheWay(int codePoint, boolean last) {
    return Platform.isIllegalOnWindows(codePoint)
        || (last && (codePoint == '.' || codePoint == ' '));
  }

  /** Windows counts UTF-16 units, macOS bytes of UTF-8. */
  private static boolean fits(Platform platform, CharSequence local) {
    int length =
        platform == Platform.WINDOWS ? local.length() : NameRules.utf8Length(local.toString());
    return length <= NameRules.MAX_BYTES;
  }
}
