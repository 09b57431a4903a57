package io.driftless.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each row of docs/behaviour.md names a test that shows it, and that test exists. */
class BehaviourTest {

  private static final Path ROOT = Path.of("..");
  private static final Path HISTORIES = ROOT.resolve("simulator/src/test/resources/histories");
  private static final Pattern NAMED = Pattern.compile("`([A-Za-z]+)\\.([A-Za-z0-9]+)`");
  private static final Pattern HISTORY = Pattern.compile("`([a-z0-9-]+\\.txt)`");

  private static final Map<String, String> SOURCES = new HashMap<>();

  @BeforeAll
  static void readTests() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          read(tests);
        }
      }
    }
  }

  private static void read(Path tests) throws IOException {
    try (Stream<Path> files = Files.walk(tests)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString();
        SOURCES.merge(
            name.substring(0, name.length() - ".java".length()),
            Files.readString(file),
            String::concat);
      }
    }
  }

  /** Why a row's last cell is not good enough; null when it is. */
  private static String fault(String row) {
    String[] cells = row.split("(?<!\\\\)\\|", -1);
    String shownBy = cells[cells.length - 2];
    int found = 0;
    Matcher named = NAMED.matcher(shownBy);
    while (named.find()) {
      String source = SOURCES.getOrDefault(named.group(1), "");
      if (!source.contains("void " + named.group(2) + "(")) {
        return named.group() + " does not exist";
      }
      found++;
    }
    Matcher history = HISTORY.matcher(shownBy);
    while (history.find()) {
      if (!Files.exists(HISTORIES.resolve(history.group(1)))) {
        return history.group() + " does not exist";
      }
      found++;
    }
    return found == 0 ? "no test is named" : null;
  }

  @Test
  void eachRowShouldNameATestThatExists() throws IOException {
    List<String> faults = new ArrayList<>();
    int rows = 0;
    for (String line : Files.readAllLines(ROOT.resolve("docs/behaviour.md"))) {
      if (line.startsWith("|") && !line.startsWith("|---") && !line.startsWith("| case |")) {
        rows++;
        String fault = fault(line);
        if (fault != null) {
          faults.add(fault + ": " + line);
        }
      }
    }
    assertThat(faults).isEmpty();
    assertThat(rows).isGreaterThan(50);
  }

  @Test
  void wrongNamesShouldBeNoticed() {
    assertThat(fault("| a | b | `PlannerTest.noSuchTest` |")).contains("does not exist");
    assertThat(fault("| a | b | `no-such-history.txt` |")).contains("does not exist");
    assertThat(fault("| a | b | soon |")).contains("no test is named");
    assertThat(fault("| a | b | `BehaviourTest.wrongNamesShouldBeNoticed` |")).isNull();
  }
}
