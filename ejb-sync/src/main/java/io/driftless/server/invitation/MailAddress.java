package io.driftless.server.invitation;

import io.driftless.server.access.RefusedException;
import java.nio.charset.StandardCharsets;

/**
 * A mail address in the form in which two are compared. Only the letters A to Z lose their case:
 * rules for other scripts make two people's addresses equal.
 *
 * @param text without space around it
 */
record MailAddress(String text) {

  private static final int LONGEST = 254; // RFC 5321

  /** As somebody wrote it. */
  static MailAddress written(String given) {
    MailAddress address = told(given);
    String text = address.text();
    int at = text.indexOf('@');
    if (at < 1
        || at != text.lastIndexOf('@')
        || at == text.length() - 1
        || text.length() > LONGEST
        || text.chars().anyMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c))
        || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw RefusedException.invalid("address", "A mail address is like grace@example.org.");
    }
    return address;
  }

  /** As the sign-on tells it. */
  static MailAddress told(String address) {
    StringBuilder small = new StringBuilder(address.strip());
    for (int i = 0; i < small.length(); i++) {
      char c = small.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        small.setCharAt(i, (char) (c + 'a' - 'A'));
      }
    }
    return new MailAddress(small.toString());
  }
}
