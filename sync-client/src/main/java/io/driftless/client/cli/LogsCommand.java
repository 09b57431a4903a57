package io.driftless.client.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless logs}: the end of the log. */
@Command(
    name = "logs",
    description = {
      "Shows the end of this device's log.",
      "Older days are packed beside it, in DRIFTLESS_HOME/log."
    },
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  private static final Pattern ENTRY =
      Pattern.compile("(\\S+) (TRACE|DEBUG|INFO|WARN|ERROR) +\\[([^]]*)] (\\S+) (.*)");
  private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
  private static final long LOOK_MILLIS = 500;

  private final Surroundings around;

  @Option(
      names = {"-n", "--most"},
      paramLabel = "NUMBER",
      defaultValue = "50",
      description = "How many of the latest entries. Default: ${DEFAULT-VALUE}.")
  private int most;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--level",
      defaultValue = "INFO",
      description = "At least this grave: INFO, WARN or ERROR. Default: ${DEFAULT-VALUE}.")
  private Level level = Level.INFO;

  @Option(names = "--json", description = "Each entry as a JSON object on a line of its own.")
  private boolean json;

  LogsCommand(Surroundings around) {
    this.around = around;
  }

  /** How grave an entry is. */
  enum Level {
    /** What is worth knowing. */
    INFO,
    /** What was not right and is dealt with. */
    WARN,
    /** What went wrong. */
    ERROR
  }

  /**
   * An entry of the log.
   *
   * @param time by this device's clock, without zone
   * @param message may have several lines
   */
  record Entry(String time, String level, String thread, String logger, String message) {

    Entry with(String line) {
      return new Entry(time, level, thread, logger, message + "\n" + line);
    }

    String text() {
      return "%s %-5s [%s] %s %s".formatted(time, level, thread, logger, message);
    }
  }

  @Override
  public Integer call() throws Exception {
    Path file = around.home().log().resolve("driftless.log");
    if (!Files.exists(file)) {
      around.err().println("driftless: there is no log yet in " + file.getParent());
      return ExitCode.OK;
    }
    Deque<Entry> last = new ArrayDeque<>();
    for (Entry entry : entries(file, 0)) {
      last.add(entry);
      if (last.size() > Math.max(1, most)) {
        last.remove();
      }
    }
    long read = Files.size(file);
    for (Entry entry : last) {
      print(entry);
    }
    if (last.isEmpty() && !follow) {
      around.err().printf("driftless: nothing as grave as %s is in %s%n", level.name(), file);
    }
    while (follow) {
      around.pause().millis(LOOK_MILLIS);
      long size = Files.size(file);
      if (size != read) {
        for (Entry entry : entries(file, size < read ? 0 : read)) {
          print(entry);
        }
        read = size;
      }
    }
    return ExitCode.OK;
  }

  private List<Entry> entries(Path file, long from) throws IOException {
    List<Entry> found = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      in.skipNBytes(from);
      Entry open = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher parts = ENTRY.matcher(line);
        if (parts.matches()) {
          add(found, open);
          open =
              new Entry(
                  parts.group(1), parts.group(2), parts.group(3), parts.group(4), parts.group(5));
        } else if (open != null) {
          open = open.with(line);
        }
      }
      add(found, open);
    }
    return found;
  }

  private void add(List<Entry> found, @Nullable Entry entry) {
    if (entry != null && LEVELS.indexOf(entry.level()) >= LEVELS.indexOf(level.name())) {
      found.add(entry);
    }
  }

  private void print(Entry entry) throws IOException {
    around.out().println(json ? around.jsonLine(entry) : entry.text());
    around.out().flush();
  }
}
