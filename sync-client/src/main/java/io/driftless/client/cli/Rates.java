package io.driftless.client.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Rates as people write them, in bytes a second: {@code 500K}, {@code 2M}, {@code 1.5M}, with K, M
 * and G for KiB, MiB and GiB; {@code off} for none.
 */
final class Rates implements ITypeConverter<Long> {

  /** Below this, a request stands still so long that it is given up. */
  static final long LEAST = 16 << 10;

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)\\s*([KMG])(?:IB|B)?(?:/S)?");

  @Override
  public Long convert(String text) {
    String given = text.strip().toUpperCase(Locale.ROOT);
    if (given.equals("OFF")) {
      return 0L;
    }
    Matcher parts = FORM.matcher(given);
    if (!parts.matches()) {
      throw new TypeConversionException(
          "'%s' is no rate. Write 500K, 2M or 1G (KiB, MiB, GiB a second), or 'off'."
              .formatted(text));
    }
    long unit =
        switch (parts.group(2)) {
          case "K" -> 1L << 10;
          case "M" -> 1L << 20;
          default -> 1L << 30;
        };
    long rate = (long) (Double.parseDouble(parts.group(1)) * unit);
    if (rate < LEAST) {
      throw new TypeConversionException(
          "'%s' is too slow to get anything through. The least is 16K.".formatted(text));
    }
    return rate;
  }
}
