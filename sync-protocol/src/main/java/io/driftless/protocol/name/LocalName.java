package io.driftless.protocol.name;

import io.driftless.protocol.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Local names, on platforms that can't hold each legal name. An ASCII character that is in the way
 * becomes the one 0xF000 above it, in Unicode's private use area, as Cygwin and Microsoft's
 * services for Mac do; a name whose sibling is in the way gets one character from U+F101 on before
 * its extension. A name that brings characters of that area itself has each of them preceded by
 * U+F100, so every local name leads back to exactly one name, without a table. Only a name that
 * would be too long is cut: U+F1FF and a part of its digest stand for the rest.
 */
final class LocalName {

  /** How many siblings with equal keys can be told apart. */
  static final int MAX_CLASH = 0xfe;

  private static final int SHIFT = 0xf000;
  private static final int QUOTE = 0xf100;
  private static final int END = 0xf1ff;
  private static final int DIGEST_CHARACTERS = 8;

  private LocalName() {}

  static Optional<String> encode(Platform platform, String name, int clash, int longest) {
    if (clash < 0 || clash > MAX_CLASH) {
      throw new IllegalArgumentException("No number of a clash: " + clash);
    }
    String mark = clash == 0 ? "" : Character.toString(QUOTE + clash);
    String local = encode(platform, name, ConflictedCopyName.extensionAt(name), mark);
    return length(platform, local) <= longest ? Optional.of(local) : Optional.empty();
  }

  /** A local name for one that is too long otherwise; the number tells several tries apart. */
  static String cut(Platform platform, String name, int number, int longest) {
    int dot = ConflictedCopyName.extensionAt(name);
    String extension = name.substring(dot);
    String digest = Sha256.digest((name + '/' + number).getBytes(StandardCharsets.UTF_8)).hex();
    String mark = Character.toString(END) + digest.substring(0, DIGEST_CHARACTERS);
    String local;
    do {
      dot = name.offsetByCodePoints(dot, -1);
      local = encode(platform, name.substring(0, dot) + extension, dot, mark);
    } while (dot > 0 && length(platform, local) > longest);
    return local;
  }

  /** Whether a local name is one of those that were cut. */
  static boolean isCut(String local) {
    for (int at = 0; at < local.length(); at++) {
      if (local.charAt(at) == END) {
        return true;
      }
      at += local.charAt(at) == QUOTE ? 1 : 0;
    }
    return false;
  }

  private static String encode(Platform platform, String name, int markAt, String mark) {
    boolean device = platform == Platform.WINDOWS && Platform.isWindowsDevice(name);
    StringBuilder local = new StringBuilder(name.length() + mark.length() + 2);
    for (int at = 0; at < name.length(); ) {
      int codePoint = name.codePointAt(at);
      int next = at + Character.charCount(codePoint);
      if (at == markAt) {
        local.append(mark);
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
    return (markAt == name.length() ? local.append(mark) : local).toString();
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
      } else if (c == END) {
        int after = at + 1;
        while (after < local.length()
            && after <= at + DIGEST_CHARACTERS
            && Character.digit(local.charAt(after), 16) >= 0) {
          after++;
        }
        at = after - 1;
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

  /** Windows counts UTF-16 units, others bytes of UTF-8. */
  private static int length(Platform platform, String local) {
    return platform == Platform.WINDOWS ? local.length() : NameRules.utf8Length(local);
  }
}
