package io.driftless.server.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.server.job.JobKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every setting that there is stands in the documentation, and no other. */
class DocumentedSettingsTest {

  private static final Path PROJECT = Path.of("..");

  /** In Java a text of its own, in WildFly's configuration and in resources a reference. */
  private static final Pattern READ =
      Pattern.compile("\"(DRIFTLESS_[A-Z_]+)\"|env\\.(DRIFTLESS_[A-Z_]+)");

  private static final Pattern TOLD = Pattern.compile("`(DRIFTLESS_[A-Z_]+)`");

  /** Names of properties of messages, not of settings. */
  private static final Set<String> PROPERTIES =
      Set.of("DRIFTLESS_DEVICE", "DRIFTLESS_ADDRESS", "DRIFTLESS_REASON");

  /** Of the local stack's, which only its own module reads. */
  private static final String OF_THE_STACK = "DRIFTLESS_JAVA_OPTS";

  @Test
  void everyVariableShouldStandInTheTable() throws IOException {
    Set<String> read = new TreeSet<>();
    for (String part :
        new String[] {
          "ejb-sync/src/main",
          "web-api/src/main",
          "jms-config/src/main",
          "wildfly-config/src/main/cli"
        }) {
      try (Stream<Path> files = Files.walk(PROJECT.resolve(part))) {
        for (Path file : files.filter(DocumentedSettingsTest::isSource).toList()) {
          READ.matcher(Files.readString(file))
              .results()
              .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
              .filter(name -> !PROPERTIES.contains(name))
              .forEach(read::add);
        }
      }
    }
    assertThat(read).contains("DRIFTLESS_LEASE_SECONDS", "DRIFTLESS_DB_HOST");
    read.add(OF_THE_STACK);
    String page = Files.readString(PROJECT.resolve("docs/operations.md"));
    int from = page.indexOf("### Settings of the server");
    String table = page.substring(from, page.indexOf("\n### ", from + 1));
    Set<String> told =
        TOLD.matcher(table)
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(told).isEqualTo(read);
  }

  private static boolean isSource(Path file) {
    return Files.isRegularFile(file) && !file.toString().matches(".*\\.(png|ico|woff2)");
  }

  @ParameterizedTest
  @EnumSource(JobKind.class)
  void everySettingOfAJobShouldBeTold(JobKind kind) throws IOException {
    String page = Files.readString(PROJECT.resolve("docs/jobs.md"));
    kind.defaults()
        .forEach(
            (name, value) ->
                assertThat(page)
                    .as(NumberFormat.getInstance(Locale.ROOT).format(value))
                    .contains("`" + name + "`"));
  }
}
