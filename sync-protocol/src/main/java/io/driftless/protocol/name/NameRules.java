package io.driftless.protocol.name;

import java.util.Optional;

/**
 * Which strings may name a node: 1 to 255 bytes of UTF-8, no slash, no NUL, not {@code .} or {@code
 * ..}, valid Unicode. Everything else passes verbatim: a name is never normalized, trimmed or
 * folded on its way.
 *
 * <p>A Linux file name is bytes. One that is not UTF-8 can't be written as a legal name; Java shows
 * it with U+FFFD in the place of the bytes, so it looks legal. Who reads a folder therefore checks
 * that the string leads back to the same file before trusting it, and lets such a file wait with a
 * reason.
 */
public final class NameRules {

  /** The most bytes of UTF-8 in a name. */
  public static final int MAX_BYTES = 255;

  /** The client's own folder in each root: no node of this name may lie directly in a root. */
  public static final String RESERVED_IN_ROOT = ".driftless";

  private NameRules() {}

  /** What is wrong with a name; empty when it is legal. */
  public static Optional<NameProblem> check(String name) {
    if (name.isEmpty()) {
      return Optional.of(NameProblem.EMPTY);
    }
    if (name.equals(".") || name.equals("..")) {
      return Optional.of(NameProblem.DOTS);
    }
    if (name.indexOf('/') >= 0) {
      return Optional.of(NameProblem.SLASH);
    }
    if (name.indexOf('\0') >= 0) {
      return Optional.of(NameProblem.NUL);
    }
    if (!isUnicode(name)) {
      return Optional.of(NameProblem.NOT_UNICODE);
    }
    return utf8Length(name) > MAX_BYTES ? Optional.of(NameProblem.TOO_LONG) : Optional.empty();
  }

  /** Whether the name is legal. */
  public static boolean isLegal(String name) {
    return check(name).isEmpty();
  }

  /** How many bytes of UTF-8 a string has; an unpaired surrogate counts as three. */
  static int utf8Length(String text) {
    return text.codePoints().map(NameRules::utf8Length).sum();
  }

  static int utf8Length(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  private static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** The longest beginning with at most so many bytes of UTF-8, cut between code points. */
  static String cut(String text, int maxBytes) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      bytes += utf8Length(codePoint);
      if (bytes > maxBytes) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end);
  }
}
