package io.driftless.server.access;

import java.nio.charset.StandardCharsets;

/** Names that people give to things and read again: of devices and workspaces. */
public final class ShownName {

  private ShownName() {}

  /**
   * The name without space around it.
   *
   * @param longest in characters
   * @throws RefusedException when it is empty or too long, or has control characters or halves of
   *     characters in it
   */
  public static String checked(String given, int longest, String rule) {
    String name = given.strip();
    if (name.isEmpty()
        || name.length() > longest
        || name.chars().anyMatch(Character::isISOControl)
        || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw RefusedException.invalid("name", rule);
    }
    return name;
  }
}
