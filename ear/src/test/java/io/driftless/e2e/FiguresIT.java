package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures that the server tells, and the dashboard and alerts made of them. */
class FiguresIT {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "^((?:driftless|datasources_pool)_\\w+(?:\\{[^}]*\\})?) (\\S+)$", Pattern.MULTILINE);
  private static final Pattern NAMED = Pattern.compile("(?:driftless|datasources_pool)_\\w+");
  private static final Pattern LABELLED =
      Pattern.compile("(driftless_\\w+)\\{(\\w+)=\\\\?\"([^\"\\\\]+)\\\\?\"\\}");

  private final RunningStack stack = RunningStack.ofBuild();

  private Map<String, Double> figures() throws Exception {
    String told =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(stack.address("figures"))).build(),
                BodyHandlers.ofString())
            .body();
    Map<String, Double> found = new TreeMap<>();
    SAMPLE
        .matcher(told)
        .results()
        .forEach(sample -> found.put(own(sample.group(1)), Double.valueOf(sample.group(2))));
    return found;
  }

  /** Without the label by which WildFly tells archives apart. */
  private static String own(String name) {
    return name.replaceAll("WF_DEPLOYMENT=\"[^\"]*\",?", "").replace("{}", "").replace(",}", "}");
  }

  /** The server reads its figures every fifteen seconds. */
  private Map<String, Double> await(Predicate<Map<String, Double>> wanted) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (true) {
      Map<String, Double> figures = figures();
      if (wanted.test(figures)) {
        return figures;
      }
      assertThat(System.nanoTime()).as("%s", figures).isLessThan(until);
      TimeUnit.MILLISECONDS.sleep(250);
    }
  }

  private static double commits(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .filter(figure -> figure.getKey().startsWith("driftless_commit_seconds_count"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  @Test
  void commitsAndRunsShouldShow() throws Exception {
    JobWorkspace at = JobWorkspace.make("watched");
    double before = commits(figures());
    at.make("file", Content.random(1, 10_000));
    assertThat(commits(figures())).isGreaterThan(before);
    long began = System.currentTimeMillis() / 1_000;
    at.run("check", false, null);
    String completed = "driftless_job_completed_seconds{job=\"check\"}";
    Map<String, Double> after = await(figures -> figures.getOrDefault(completed, 0.0) >= began - 1);
    assertThat(after)
        .containsEntry("driftless_job_failed{job=\"check\"}", 0.0)
        .containsEntry("driftless_job_running_seconds{job=\"check\"}", 0.0)
        .containsKeys(
            "driftless_queue_messages{queue=\"sync.requests\"}",
            "driftless_queue_oldest_seconds{queue=\"sync.requests\"}",
            "driftless_devices_behind{connected=\"true\"}",
            "driftless_devices_oldest_seconds",
            "driftless_quarantine_chunks",
            "driftless_backup_completed_seconds",
            "driftless_distinct_bytes",
            "driftless_named_bytes");
    String within = "driftless_commit_within_total{le=\"%s\",outcome=\"decided\"}";
    assertThat(after.get(within.formatted("+Inf")))
        .as("%s", after)
        .isEqualTo(after.get("driftless_commit_seconds_count{outcome=\"decided\"}"));
    assertThat(after.get(within.formatted("0.005")))
        .isLessThanOrEqualTo(after.get(within.formatted("60.0")));
    assertThat(after.get("driftless_fanout_within_total{le=\"+Inf\"}")).isPositive();
    assertThat(after.values()).as("%s", after).doesNotContain(Double.NaN);
    assertThat(after.get("driftless_stored_bytes")).isPositive();
    assertThat(after.get("driftless_job_counted{job=\"check\"}")).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grafana-dashboard.json", "alerts.yml"})
  void whatIsAskedForShouldBeTold(String file) throws Exception {
    JobWorkspace.make("asked").make("file", Content.random(2, 1_000));
    String asked = Files.readString(stack.project().resolve("docs/monitoring").resolve(file));
    Map<String, Double> figures =
        await(
            told ->
                told.containsKey("driftless_fanout_within_total{le=\"+Inf\"}")
                    && told.keySet().stream().anyMatch(name -> name.startsWith("driftless_job_")));
    Set<String> told = new TreeSet<>();
    figures.keySet().forEach(name -> told.add(name.replaceAll("\\{.*", "")));
    Set<String> names =
        new TreeSet<>(NAMED.matcher(asked).results().map(MatchResult::group).toList());
    assertThat(names).hasSizeGreaterThan(5);
    assertThat(told).containsAll(names);
    LABELLED
        .matcher(asked)
        .results()
        .forEach(
            one ->
                assertThat(figures)
                    .as(one.group())
                    .containsKey(
                        "%s{%s=\"%s\"}".formatted(one.group(1), one.group(2), one.group(3))));
  }
}
