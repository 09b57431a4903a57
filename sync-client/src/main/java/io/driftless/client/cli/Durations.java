package io.driftless.client.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lengths of time as people write them: {@code 90s}, {@code 30m}, {@code 8h}, {@code 2d}. */
final class Durations implements ITypeConverter<Duration> {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

  /** A length of time in two units at most. */
  static String words(long seconds) {
    long minutes = seconds / 60;
    if (minutes == 0) {
      return Math.max(1, seconds) + " s";
    }
    long hours = minutes / 60;
    return hours == 0 ? minutes + " min" : "%d h %d min".formatted(hours, minutes % 60);
  }

  @Override
  public Duration convert(String text) {
    Matcher parts = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new TypeConversionException(
          "'%s' is no length of time. Write 90s, 30m, 8h or 2d.".formatted(text));
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
