package io.driftless.protocol.name;

import java.time.LocalDate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The name of a conflicted copy: {@code name (conflicted copy, DEVICE, DATE).ext}, with a number
 * behind the date when that is taken. Legal, at most 255 bytes, and holdable wherever the original
 * name is: a long stem is cut between code points, a device's name loses what Windows can't hold.
 */
public final class ConflictedCopyName {

  private static final int MAX_EXTENSION = 12;
  private static final int MAX_DEVICE_BYTES = 64;
  private static final Pattern EXTENSION =
      Pattern.compile("[\\p{L}\\p{N}_~-]{1," + MAX_EXTENSION + "}");
  private static final Pattern UNFIT = Pattern.compile("[\\x00-\\x20\\x7f<>:\"/\\\\|?*(),]+");

  private ConflictedCopyName() {}

  /**
   * The first free name. Which one is a function of the arguments alone.
   *
   * @param name of the original; legal
   * @param device as the user calls it; any text
   * @param date in the user's time zone
   * @param taken whether a sibling has a name, by whatever comparison the caller's platform makes;
   *     asked until it says no
   */
  public static String of(String name, String device, LocalDate date, Predicate<String> taken) {
    int dot = extensionAt(name);
    String stem = name.substring(0, dot);
    String extension = name.substring(dot);
    String where = " (conflicted copy, " + deviceText(device) + ", " + date;
    for (int number = 1; ; number++) {
      String end = where + (number == 1 ? ")" : " " + number + ")") + extension;
      String candidate = NameRules.cut(stem, NameRules.MAX_BYTES - NameRules.utf8Length(end)) + end;
      if (!taken.test(candidate)) {
        return candidate;
      }
    }
  }

  /**
   * Where the extension begins, its dot included; the length when there is none. A leading dot
   * begins no extension, {@code .tar.gz} and the like are one.
   */
  static int extensionAt(String name) {
    int dot = name.lastIndexOf('.');
    if (dot <= 0 || !EXTENSION.matcher(name.substring(dot + 1)).matches()) {
      return name.length();
    }
    int tar = dot - ".tar".length();
    return tar > 0 && name.regionMatches(true, tar, ".tar", 0, 4) ? tar : dot;
  }

  private static String deviceText(String device) {
    String fit = UNFIT.matcher(device).replaceAll(" ").strip();
    String unicode =
        fit.codePoints()
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    String cut = NameRules.cut(unicode, MAX_DEVICE_BYTES).strip();
    return cut.isEmpty() ? "device" : cut;
  }
}
