package io.driftless.protocol.name;

import java.text.Normalizer;

/**
 * What is left of a name where case, normal form and trailing dots or spaces do not count. Siblings
 * with equal keys can't be held together by every platform: Windows and macOS would take them for
 * one. Derived from the name wherever it is needed; never travels and is never shown.
 *
 * @param value without trailing dots and spaces, case-folded, in NFC
 */
public record CanonicalKey(String value) {

  /** The key of a legal name. */
  public static CanonicalKey of(String name) {
    String stripped = stripEnd(name);
    if (isAscii(stripped)) {
      return new CanonicalKey(CaseFolding.fold(stripped));
    }
    // Unicode D145: decompose before folding, since folding looks at single characters
    String folded = CaseFolding.fold(Normalizer.normalize(stripped, Normalizer.Form.NFD));
    return new CanonicalKey(Normalizer.normalize(folded, Normalizer.Form.NFC));
  }

  /** Unicode's full case folding (statuses C and F of CaseFolding.txt), as it is. */
  public static String foldedCase(String name) {
    return CaseFolding.fold(name);
  }

  /** Windows ignores dots and spaces at the end of a name. */
  private static String stripEnd(String name) {
    int end = name.length();
    while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
      end--;
    }
    return name.substring(0, end);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  @Override
  public String toString() {
    return value;
  }
}
