package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The collector of chunks on the real stack, stage by stage. */
class CollectIT {

  private static final String IN_STATE =
      "SELECT count(*) FROM chunk WHERE workspace_id = ? AND state = ?";
  private static final String CONDEMNED =
      "SELECT count(*) FROM pack WHERE workspace_id = ? AND state = 1";
  private static final String DELETED =
      "SELECT count(*) FROM pack WHERE workspace_id = ? AND deleted_at IS NOT NULL";

  private final ServerDatabase database = ServerDatabase.ofStack();

  @Test
  void whatNoVersionNamesShouldGoStageByStageAndNothingElse() throws Exception {
    JobWorkspace at = JobWorkspace.make("collected");
    UUID id = at.id;
    byte[] kept = Content.random(1, 900_000);
    byte[] gone = Content.random(2, 900_000);
    byte[] back = Content.random(3, 900_000);
    String steady = at.make("steady", kept);
    String first = at.make("first", gone);
    String second = at.make("second", back);
    String pack =
        database.text(
            "SELECT pack_id FROM pack WHERE workspace_id = ? ORDER BY created_at OFFSET 1 LIMIT 1",
            id);
    at.replace(first, Content.random(4, 300_000));
    at.replace(second, Content.random(5, 300_000));
    at.prune();
    long chunks = database.number("SELECT count(*) FROM chunk WHERE workspace_id = ?", id);
    long unused =
        database.number(
                "SELECT count(*) FROM chunk_location l JOIN pack p USING (workspace_id, pack_id)"
                    + " WHERE workspace_id = ? AND p.size_bytes = 900000",
                id)
            * 2
            / 3;

    JsonNode dry = at.collect(true, null);
    long list = dry.path("run").path("run").asLong();
    assertThat(at.listed(list, "quarantine")).hasSizeGreaterThan(10);
    assertThat(database.number(IN_STATE, id, 2)).as("a dry run changes nothing").isZero();
    assertThat(database.number("SELECT count(*) FROM chunk_mark WHERE workspace_id = ?", id))
        .isZero();

    JsonNode quarantined = at.collect(false, list);
    assertThat(JobRuns.count(quarantined, "quarantine.chunks"))
        .isEqualTo(at.listed(list, "quarantine").size());
    assertThat(database.number(IN_STATE, id, 2)).isEqualTo(at.listed(list, "quarantine").size());
    assertThat(JobRuns.count(quarantined, "sweep.chunks")).as("one stage a run").isZero();

    String again = at.make("again", back);
    assertThat(database.number(IN_STATE, id, 2))
        .as("named again")
        .isLessThan(at.listed(list, "quarantine").size())
        .isPositive();
    long left = database.number(IN_STATE, id, 2);
    JsonNode swept = at.collect(false, null);
    assertThat(JobRuns.count(swept, "sweep.chunks")).isEqualTo(left);
    assertThat(JobRuns.count(swept, "condemn.packs")).isEqualTo(1);
    assertThat(database.number("SELECT count(*) FROM chunk WHERE workspace_id = ?", id))
        .isEqualTo(chunks - left);
    assertThat(at.blob(pack)).as("condemned, not deleted").isEqualTo(200);
    assertThat(database.number(DELETED, id)).isZero();
    assertThat(unused).isPositive();

    JsonNode deleted = at.collect(false, null);
    assertThat(JobRuns.count(deleted, "delete.packs")).isEqualTo(1);
    assertThat(at.blob(pack)).isEqualTo(404);
    assertThat(database.number(CONDEMNED, id)).as("its row stays").isEqualTo(1);

    assertThat(at.ada.get(steady).body()).isEqualTo(kept);
    assertThat(at.ada.get(again).body()).isEqualTo(back);
    assertThat(at.ada.get(first).body()).isEqualTo(Content.random(4, 300_000));
    at.make("new", gone); // swept before, so it is uploaded again
    assertThat(JobRuns.count(at.collect(false, null), "quarantine.chunks")).isZero();
  }
}
