package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that take something away wait for a second operator where the job asks for one. */
class ReleaseIT {

  private static final String SECOND = "second-operator";

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api ada;
  private Api second;
  private String workspace;

  @BeforeEach
  void twoOperators() throws Exception {
    JobRuns.of(database).quiet();
    People people = People.of(stack);
    ada = people.as("ada");
    second = people.as(people.signOn().person(SECOND, "user", "operator"));
    workspace = stack.makeWorkspace("ada", "released");
    assertThat(rule(ada, true)).isTrue();
  }

  @AfterEach
  void askNoMore() throws Exception {
    rule(ada, false);
    assertThat(rule(second, false)).isFalse();
  }

  /** Sets whether pruning needs a second operator; whether it does now. */
  private static boolean rule(Api operator, boolean needed) throws Exception {
    Api.Answer answer = operator.call("PUT", "/jobs/prune/release", Map.of("needed", needed));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json().path("release").path("needed").asBoolean();
  }

  private long asked() throws Exception {
    Api.Answer answer =
        ada.call("POST", "/jobs/runs", JobRuns.body("prune", workspace, false, null));
    assertThat(answer.json().path("state").asText()).as("%s", answer).isEqualTo("waiting");
    return answer.json().path("run").asLong();
  }

  private static Api.Answer tell(Api operator, long run, String what) throws Exception {
    return operator.call("POST", "/jobs/runs/" + run + "/" + what, null);
  }

  private long audited(String action) throws Exception {
    return database.number("SELECT count(*) FROM audit WHERE action = ?", action);
  }

  @Test
  void runShouldBeginOnlyAtTheWordOfAnotherOperator() throws Exception {
    final long releases = audited("job.release");
    long run = asked();
    assertThat(tell(ada, run, "release").status()).as("she wants it herself").isEqualTo(403);
    assertThat(tell(ada, run, "restart").status()).isEqualTo(409);
    assertThat(ada.call("POST", "/jobs/runs", JobRuns.body("prune", workspace, false, null)))
        .as("another one")
        .extracting(Api.Answer::status)
        .isEqualTo(409);
    JobRuns.run(ada, JobRuns.body("prune", workspace, true, null));
    assertThat(ada.get("/jobs/runs/" + run).json().path("run").path("state").asText())
        .as("after a dry run, which waits for nobody")
        .isEqualTo("waiting");

    assertThat(tell(second, run, "release").status()).isEqualTo(200);
    JsonNode done = JobRuns.await(ada, run).path("run");
    assertThat(done.path("startedBy").asText()).isEqualTo("ada");
    assertThat(done.path("decidedBy").asText()).isEqualTo(SECOND);
    assertThat(audited("job.release")).isEqualTo(releases + 1);
    assertThat(tell(second, run, "release").status()).as("a second time").isEqualTo(409);
  }

  @Test
  void rejectedRunShouldNeverBegin() throws Exception {
    long rejected = asked();
    assertThat(tell(second, rejected, "reject").json().path("state").asText())
        .isEqualTo("rejected");
    assertThat(tell(second, rejected, "release").status()).isEqualTo(409);
    assertThat(tell(ada, rejected, "restart").status()).isEqualTo(400);
    long takenBack = asked();
    assertThat(tell(ada, takenBack, "stop").json().path("state").asText()).isEqualTo("rejected");
    assertThat(
            database.number(
                "SELECT count(*) FROM job_run WHERE run_id IN (?, ?) AND execution_id IS NOT NULL",
                rejected,
                takenBack))
        .as("executions")
        .isZero();
  }

  @Test
  void oneOperatorAloneShouldNotEndTheRule() throws Exception {
    assertThat(rule(ada, false)).isTrue();
    assertThat(rule(ada, false)).as("again").isTrue();
    rule(ada, true);
    assertThat(rule(second, false)).as("what ada wanted before is forgotten").isTrue();
    assertThat(rule(second, true)).isTrue();
    assertThat(ada.call("PUT", "/jobs/check/release", Map.of("needed", true)).status())
        .as("a job that takes nothing away")
        .isEqualTo(400);
  }

  @Test
  void whoSetTheScheduleShouldNotReleaseItsRun() throws Exception {
    long run = asked();
    database.change("UPDATE job_run SET started_by = NULL WHERE run_id = ?", run);
    assertThat(tell(ada, run, "release").status()).as("it is her schedule").isEqualTo(403);
    assertThat(tell(second, run, "release").status()).isEqualTo(200);
    JobRuns.await(ada, run);
  }

  /** A stream of a run's events, to its end. */
  @Test
  void eventsShouldTellOfARunUntilItIsOver() throws Exception {
    final long before = asked();
    tell(second, before, "release");
    JobRuns.await(ada, before);
    long run = asked();
    URI address = URI.create(stack.address("server") + "/api/v1/jobs/runs/" + run + "/events");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + stack.token("ada"))
            .timeout(Duration.ofSeconds(60))
            .build();
    List<JsonNode> told = new ArrayList<>();
    try (Stream<String> lines =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofLines()).body()) {
      for (String line : (Iterable<String>) lines::iterator) {
        if (line.startsWith("data:")) {
          told.add(RunningStack.JSON.readTree(line.substring(5)));
          if (told.size() == 1) {
            tell(second, run, "release");
          }
        }
      }
    }
    assertThat(told.size()).isBetween(2, 20);
    assertThat(told.get(0).path("run").path("state").asText()).isEqualTo("waiting");
    JsonNode last = told.get(told.size() - 1);
    assertThat(last.path("run").path("state").asText()).isEqualTo("completed");
    assertThat(last.path("before").path("run").asLong()).as("to compare with").isEqualTo(before);
  }

  @Test
  void commandLineShouldTellThatItWaits(@TempDir Path temp) throws Exception {
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "releasing")) {
      device.login(SECOND);
      long run = asked();
      assertThat(device.run("jobs", "release", Long.toString(run)))
          .contains("completed", "ada and " + SECOND);
      assertThat(device.exitCode("jobs", "run", "prune", "--workspace", workspace)).isEqualTo(7);
      assertThat(device.run("jobs", "runs", "--job", "prune")).contains("waiting");
    }
  }
}
