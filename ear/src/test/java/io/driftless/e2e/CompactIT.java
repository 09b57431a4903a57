package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packs of which little is needed are rewritten, while what they hold stays readable. */
class CompactIT {

  private static final String PACKS =
      "SELECT pack_id FROM pack WHERE workspace_id = ? ORDER BY created_at LIMIT 1";
  private static final String PLACES =
      "SELECT count(*) FROM chunk_location WHERE workspace_id = ? AND pack_id = ?::uuid";
  private static final String QUARANTINED =
      "SELECT count(*) FROM chunk WHERE workspace_id = ? AND state = 2";

  private final ServerDatabase database = ServerDatabase.ofStack();
  private final byte[] whole = Content.random(1, 900_000);
  private final byte[] start = Arrays.copyOf(whole, 300_000);
  private JobWorkspace at;
  private String file;
  private String pack;

  /** A pack of which a third is needed. */
  @BeforeEach
  void cutFile() throws Exception {
    at = JobWorkspace.make("compacted");
    file = at.make("cut", whole);
    pack = database.text(PACKS, at.id);
    at.replace(file, start);
    at.prune();
    at.collect(false, null);
  }

  private void assertSound() throws Exception {
    JsonNode checked = at.run("check", true, null);
    assertThat(checked.path("errors")).as("%s", checked).isEmpty();
    assertThat(at.ada.get(file).body()).isEqualTo(start);
  }

  @Test
  void sparsePackShouldGoAndWhatItHeldStay() throws Exception {
    at.collect(false, null);
    final long needed = database.number(PLACES, at.id, pack);
    assertThat(needed).isPositive();
    JsonNode dry = at.run("compact", true, null);
    assertThat(at.listed(dry.path("run").path("run").asLong(), "compact")).containsExactly(pack);
    assertThat(database.number(PLACES, at.id, pack)).as("not by a dry run").isEqualTo(needed);

    JsonNode done = at.run("compact", false, null);
    assertThat(JobRuns.count(done, "compact.chunks")).isEqualTo(needed);
    assertThat(JobRuns.count(done, "compact.written")).isEqualTo(1);
    assertThat(database.number(PLACES, at.id, pack)).isZero();
    assertThat(at.blob(pack)).as("readers may have its places").isEqualTo(200);
    assertSound();
    assertThat(JobRuns.count(at.run("compact", false, null), "compact.packs"))
        .as("a copy is whole")
        .isZero();

    assertThat(JobRuns.count(at.collect(false, null), "condemn.packs")).isEqualTo(1);
    assertThat(at.blob(pack)).isEqualTo(200);
    assertThat(JobRuns.count(at.collect(false, null), "delete.packs")).isEqualTo(1);
    assertThat(at.blob(pack)).isEqualTo(404);
    assertSound();
  }

  @Test
  void whatIsInQuarantineShouldStayWhereItIsAndComeBackWhenNamed() throws Exception {
    long quarantined = database.number(QUARANTINED, at.id);
    assertThat(quarantined).isPositive();
    at.run("compact", false, null);
    assertThat(database.number(PLACES, at.id, pack)).isEqualTo(quarantined);
    String again = at.make("again", whole);
    assertThat(at.ada.get(again).body()).isEqualTo(whole);
    at.collect(false, null);
    at.collect(false, null);
    at.collect(false, null);
    assertThat(at.ada.get(again).body()).isEqualTo(whole);
    assertSound();
  }
}
