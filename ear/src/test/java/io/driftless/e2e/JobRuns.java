package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs of jobs as an operator's tests start and await them. */
final class JobRuns {

  /** Nothing has to wait: every stage takes what it finds. */
  static final Map<String, Long> AT_ONCE =
      Map.of(
          "ageSeconds",
          0L,
          "graceSeconds",
          0L,
          "orphanSeconds",
          0L,
          "restSeconds",
          0L,
          "restoreRestSeconds",
          0L);

  private static final long PATIENCE_SECONDS = 90;

  private static final String STOPPED =
      "INSERT INTO job_run (kind, workspace_id, dry_run, settings, state, node, boot,"
          + " heartbeat_at, created_at, ended_at) SELECT 'collect', gen_random_uuid(), true,"
          + " '{\"ageSeconds\":0,\"graceSeconds\":0,\"orphanSeconds\":0,\"restSeconds\":0,"
          + "\"restoreRestSeconds\":0}', 'STOPPED', 'none', gen_random_uuid(), now(), now(), now()"
          + " FROM (SELECT 1 AS one) AS row RETURNING run_id";

  private final ServerDatabase database;

  private JobRuns(ServerDatabase database) {
    this.database = database;
  }

  static JobRuns of(ServerDatabase database) {
    return new JobRuns(database);
  }

  /** A run of nothing that can be restarted, when no other one is under way. */
  long stopped() throws SQLException, InterruptedException {
    quiet();
    return database.number(STOPPED);
  }

  /** A run of nothing that anybody may release, when no other one is under way. */
  long waiting() throws SQLException, InterruptedException {
    long run = stopped();
    database.change("UPDATE job_run SET state = 'WAITING', ended_at = NULL WHERE run_id = ?", run);
    return run;
  }

  /** Waits until no run is under way; those that wait for somebody are taken back. */
  void quiet() throws SQLException, InterruptedException {
    database.change(
        "UPDATE job_run SET state = 'REJECTED', ended_at = now() WHERE state = 'WAITING'");
    database.await(
        1,
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM job_run WHERE ended_at IS NULL) THEN 0 ELSE 1 END");
  }

  /** Starts a run over the API and waits for its end; its detail. */
  static JsonNode run(Api operator, Map<String, ?> body) throws Exception {
    return await(operator, start(operator, body));
  }

  /** Starts a run over the API; its number. */
  static long start(Api operator, Map<String, ?> body) throws Exception {
    Api.Answer answer = operator.call("POST", "/jobs/runs", body);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return answer.json().path("run").asLong();
  }

  /** Waits until a run has ended well; its detail. */
  static JsonNode await(Api operator, long run) throws Exception {
    JsonNode detail = awaitEnd(operator, run);
    assertThat(detail.path("run").path("state").asText()).as("%s", detail).isEqualTo("completed");
    return detail;
  }

  /** Waits until a run has ended somehow; its detail. */
  static JsonNode awaitEnd(Api operator, long run) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      JsonNode detail = operator.get("/jobs/runs/" + run).json();
      if (detail.path("run").hasNonNull("endedMillis")) {
        return detail;
      }
      assertThat(System.nanoTime()).as("%s", detail).isLessThan(until);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** The body that starts a run in one workspace. */
  static Map<String, Object> body(
      String kind, String workspace, boolean dryRun, @Nullable Long listOf) {
    Map<String, Object> body = new HashMap<>();
    body.put("kind", kind);
    body.put("workspace", workspace);
    body.put("dryRun", dryRun);
    if (listOf != null) {
      body.put("listOf", listOf);
    }
    if (kind.equals("collect")) {
      body.put("settings", AT_ONCE);
    } else if (kind.equals("scrub")) {
      body.put("settings", Map.of("againSeconds", 0L));
    } else if (kind.equals("compact")) {
      body.put("settings", Map.of("ageSeconds", 0L, "livingPercent", 100L));
    }
    return body;
  }

  /** A count of a run. */
  static long count(JsonNode detail, String name) {
    return detail.path("run").path("counts").path(name).asLong();
  }

  /** The id of a workspace as the database has it. */
  static UUID id(String workspace) {
    return UUID.fromString(workspace);
  }
}
