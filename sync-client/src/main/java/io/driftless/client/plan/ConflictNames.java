package io.driftless.client.plan;

import io.driftless.protocol.message.Limits;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Names of conflicted copies: {@code name (conflicted copy, DEVICE, DATE).ext}. */
public final class ConflictNames {

  private static final int LONGEST_EXTENSION = 20;

  private ConflictNames() {}

  /**
   * The first such name that is free; the name itself is cut so that the result has at most 255
   * bytes.
   *
   * @param taken which names can't be used
   */
  public static String free(String name, String device, String date, Predicate<String> taken) {
    String mark = "conflicted copy, " + cut(device.replace('/', '-'), 64) + ", " + date;
    for (int i = 1; ; i++) {
      String candidate = build(name, i == 1 ? mark : mark + " " + i);
      if (!taken.test(candidate)) {
        return candidate;
      }
    }
  }

  private static String build(String name, String mark) {
    int dot = name.lastIndexOf('.');
    boolean hasExtension = dot > 0 && bytes(name.substring(dot)) <= LONGEST_EXTENSION;
    String extension = hasExtension ? name.substring(dot) : "";
    String base = hasExtension ? name.substring(0, dot) : name;
    String tail = " (" + mark + ")" + extension;
    return cut(base, Limits.MAX_NAME_BYTES - bytes(tail)) + tail;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The longest start of a text that fits and ends between characters. */
  private static String cut(String text, int maxBytes) {
    int end = text.length();
    while (bytes(text.substring(0, end)) > maxBytes) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end);
  }
}
