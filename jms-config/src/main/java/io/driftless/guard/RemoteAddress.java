package io.driftless.guard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the network address out of what a transport says of its other end. */
final class RemoteAddress {

  /** {@code name/10.0.0.1:5445}, {@code /10.0.0.1:5445}, {@code tcp://[::1]:5445} and the like. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:.*/)?(?:\\[([0-9A-Fa-f:.%\\w]{1,64})]|([^\\[\\]/\\s]{1,64}?))(?::\\d{1,5})?");

  private RemoteAddress() {}

  /** The address without name, brackets and port; empty when the text has another form. */
  static String withoutPort(@Nullable String text) {
    if (text == null) {
      return "";
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return "";
    }
    return form.group(1) == null ? form.group(2) : form.group(1);
  }
}
