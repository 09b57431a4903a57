package io.driftless.protocol.name;

import java.util.Locale;

/**
 * Full case folding, independent of locale and context: two strings fold to the same exactly when
 * Unicode's CaseFolding.txt (statuses C and F) folds them to the same. Java has no such function;
 * lower case of the full upper case, code point by code point, differs in three characters only
 * (compared over all code points of Unicode 13).
 */
final class CaseFolding {

  private static final int CAPITAL_I_WITH_DOT = 0x130;
  private static final int SMALL_DOTLESS_I = 0x131;
  private static final int CAPITAL_SHARP_S = 0x1e9e;

  private CaseFolding() {}

  static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> fold(codePoint, folded));
    return folded.toString();
  }

  private static void fold(int codePoint, StringBuilder into) {
    if (codePoint < 0x80) {
      into.append((char) (codePoint >= 'A' && codePoint <= 'Z' ? codePoint + 32 : codePoint));
      return;
    }
    switch (codePoint) {
      case CAPITAL_I_WITH_DOT -> into.append("i\u0307");
      case SMALL_DOTLESS_I -> into.appendCodePoint(codePoint);
      case CAPITAL_SHARP_S -> into.append("ss");
      default ->
          Character.toString(codePoint)
              .toUpperCase(Locale.ROOT)
              .codePoints()
              .forEach(upper -> into.appendCodePoint(Character.toLowerCase(upper)));
    }
  }
}
