package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How fast the collector marks and sweeps: {@code -Ddriftless.jobs.figures=true}. 400,000
 * references in 20,000 versions to 200,000 chunks, and 200,000 chunks that nobody names, all made
 * by statements.
 */
@EnabledIfSystemProperty(named = "driftless.jobs.figures", matches = "true")
class JobFiguresIT {

  private static final String PACKS =
      "INSERT INTO pack (workspace_id, pack_id, state, size_bytes, entries, verified_at)"
          + " SELECT ?, ('00000000-0000-4000-8000-' || lpad(to_hex(p), 12, '0'))::uuid, 0, 1, 100,"
          + " now() FROM generate_series(0, 3999) AS p";

  private static final String CHUNKS =
      "INSERT INTO chunk (workspace_id, hash, raw_length, state, created_at)"
          + " SELECT ?, sha256(i::text::bytea), 65536, 1, now() - interval '1 year'"
          + " FROM generate_series(0, 399999) AS i";

  private static final String PLACES =
      "INSERT INTO chunk_location (workspace_id, hash, pack_id, entry, byte_offset, stored_length,"
          + " raw_length, codec, verified) SELECT ?, sha256(i::text::bytea),"
          + " ('00000000-0000-4000-8000-' || lpad(to_hex(i / 100), 12, '0'))::uuid, i % 100, 0, 1, 1,"
          + " 0, true FROM generate_series(0, 399999) AS i";

  private static final String VERSIONS =
      "INSERT INTO version (workspace_id, node_id, number, size, digest, modified_nanos, executable,"
          + " profile, recipe, recipe_digest, chunks, device_id, account_id, revision, created_at)"
          + " SELECT ?, gen_random_uuid(), 1, 1, ''::bytea, 0, false, 1,"
          + " (SELECT string_agg(sha256(((v * 10 + k) % 200000)::text::bytea), ''::bytea)"
          + " FROM generate_series(0, 19) AS k), ''::bytea, 20, 'none', gen_random_uuid(), 0, now()"
          + " FROM generate_series(0, 19999) AS v";

  private static final String SECONDS =
      "SELECT (1000 * sum(extract(epoch FROM s.endtime - s.starttime)))::bigint"
          + " FROM step_execution s JOIN job_run r ON r.execution_id = s.jobexecutionid"
          + " WHERE r.run_id = ? AND s.stepname = ?";

  private final ServerDatabase database = ServerDatabase.ofStack();

  @Test
  void markAndSweepShouldBeMeasured() throws Exception {
    Api ada = People.of(RunningStack.ofBuild()).as("ada");
    String workspace =
        ada.call("POST", "/workspaces", Map.of("name", "figures"))
            .json()
            .path("workspace")
            .asText();
    UUID id = UUID.fromString(workspace);
    for (String statement : new String[] {PACKS, CHUNKS, PLACES, VERSIONS}) {
      database.change(statement, id);
    }
    database.change("ANALYZE");
    JobRuns.of(database).quiet();
    JsonNode first = JobRuns.run(ada, JobRuns.body("collect", workspace, false, null));
    assertThat(JobRuns.count(first, "mark.references")).isEqualTo(400_000);
    assertThat(JobRuns.count(first, "quarantine.chunks")).isEqualTo(200_000);
    tell(first, "mark", 400_000, "references");
    tell(first, "quarantine", 200_000, "chunks");
    JsonNode second = JobRuns.run(ada, JobRuns.body("collect", workspace, false, null));
    assertThat(JobRuns.count(second, "sweep.chunks")).isEqualTo(200_000);
    assertThat(JobRuns.count(second, "condemn.packs")).isEqualTo(2_000);
    tell(second, "sweep", 200_000, "chunks");
  }

  private void tell(JsonNode detail, String step, long count, String what) throws Exception {
    long millis = database.number(SECONDS, detail.path("run").path("run").asLong(), step);
    System.out.printf(
        "JobFiguresIT: %s: %d %s in %d ms, %d a second%n",
        step, count, what, millis, count * 1_000 / Math.max(millis, 1));
  }
}
