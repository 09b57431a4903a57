package io.driftless.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The journal of systemd: what a service prints goes there line by line. */
final class SystemJournal {

  /** Before a line: its priority, as sd-daemon(3) has it. */
  static final String WARNING = "<4>";

  private SystemJournal() {}

  /** Whether the standard output of this process goes there. */
  static boolean takesOutput() {
    return isStream(System.getenv("JOURNAL_STREAM"), Path.of("/proc/self/fd/1"));
  }

  /**
   * Whether a stream is the journal's: children inherit the variable, but not always the stream.
   *
   * @param variable {@code DEVICE:INODE} of the journal's stream, or null
   */
  static boolean isStream(@Nullable String variable, Path stream) {
    if (variable == null) {
      return false;
    }
    try {
      Map<String, Object> is = Files.readAttributes(stream, "unix:dev,ino");
      return variable.equals(is.get("dev") + ":" + is.get("ino"));
    } catch (IOException | UnsupportedOperationException e) {
      return false; // no such system: it has no such journal either
    }
  }
}
