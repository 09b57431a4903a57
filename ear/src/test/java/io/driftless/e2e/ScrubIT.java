package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.blob.AzureChunkStore;
import io.driftless.server.blob.BlobSettings;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.blob.PackPage.StoredPack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packs that the blob store spoils or loses after they were verified, and metadata that differs.
 */
class ScrubIT {

  private static final String ALL_VERIFIED =
      "SELECT count(*) FROM pack WHERE workspace_id = ? AND verified_at IS NOT NULL";

  @TempDir Path temp;
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Pair pair;
  private Api ada;
  private UUID id;

  @BeforeEach
  void startDevices() throws Exception {
    RunningStack stack = RunningStack.ofBuild();
    pair = Pair.start(stack, temp.toRealPath());
    ada = People.of(stack).as("ada");
    id = WorkspaceId.of(pair.workspace).value();
    JobRuns.of(database).quiet();
  }

  @AfterEach
  void stopDevices() throws Exception {
    if (pair != null) {
      pair.close();
    }
  }

  private JsonNode run(String kind, boolean dryRun) throws Exception {
    Map<String, Object> body = JobRuns.body(kind, pair.workspace, dryRun, null);
    if (kind.equals("scrub")) {
      body.put("settings", Map.of("againSeconds", 0, "mostDamaged", 5, "bytesPerSecond", 0));
    }
    return JobRuns.run(ada, body);
  }

  @Test
  void whatTheStoreSpoilsShouldComeAgainFromTheDevices() throws Exception {
    Files.write(pair.laptop.folder.resolve("one"), Content.random(1, 200_000));
    pair.together(60);
    Files.write(pair.laptop.folder.resolve("two"), Content.random(2, 200_000));
    pair.together(60);
    database.await(2, ALL_VERIFIED, id);
    assertThat(JobRuns.count(run("scrub", false), "scrub.packs")).isEqualTo(2);
    assertThat(JobRuns.count(run("check", false), "check.checks")).isEqualTo(9);

    spoilOneAndLoseTheOther();
    assertThat(JobRuns.count(run("scrub", true), "scrub.damaged")).isEqualTo(2);
    assertThat(database.number(ALL_VERIFIED, id)).as("a dry run changes nothing").isEqualTo(2);
    JsonNode scrubbed = run("scrub", false);
    assertThat(JobRuns.count(scrubbed, "scrub.damaged")).isEqualTo(2);
    assertThat(scrubbed.path("errors")).hasSize(2);

    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (JobRuns.count(run("check", true), "check.chunk-unreadable") > 0) {
      assertThat(System.nanoTime()).as("nothing was uploaded again").isLessThan(until);
    }
    String found = "/workspaces/" + pair.workspace + "/nodes";
    for (int seed = 1; seed <= 2; seed++) {
      String path = found + "?path=/" + List.of("one", "two").get(seed - 1);
      String node = ada.get(path).json().path("node").asText();
      assertThat(ada.get(found + "/" + node + "/content").body())
          .isEqualTo(Content.random(seed, 200_000));
    }
  }

  private void spoilOneAndLoseTheOther() throws Exception {
    ChunkStore blobs =
        AzureChunkStore.connect(
            new BlobSettings(RunningStack.ofBuild().address("blobConnection"), null),
            Clock.systemUTC());
    String container = database.text("SELECT container FROM workspace WHERE id = ?", id);
    List<PackId> packs =
        blobs.list(container, null, 100).packs().stream().map(StoredPack::pack).toList();
    assertThat(packs).hasSize(2);
    byte[] bytes =
        blobs.read(
            container, packs.get(0), 0, (int) blobs.length(container, packs.get(0)).orElseThrow());
    bytes[10] ^= 1;
    for (PackId pack : packs) {
      assertThat(blobs.delete(container, pack)).isTrue();
    }
    assertThat(blobs.put(container, packs.get(0), bytes)).isTrue();
  }

  @Test
  void metadataThatDiffersShouldBeTold() throws Exception {
    Files.write(pair.laptop.folder.resolve("file"), Content.random(3, 100_000));
    pair.together(60);
    database.change("UPDATE workspace SET used_bytes = used_bytes + 1 WHERE id = ?", id);
    database.change("UPDATE node SET name = 'other' WHERE workspace_id = ?", id);
    JsonNode found = run("check", false);
    assertThat(JobRuns.count(found, "check.node-differs")).isEqualTo(1);
    assertThat(JobRuns.count(found, "check.quota-wrong")).isEqualTo(1);
    assertThat(JobRuns.count(found, "check.repaired")).isEqualTo(1);
    JsonNode again = run("check", false);
    assertThat(JobRuns.count(again, "check.quota-wrong")).isZero();
    assertThat(JobRuns.count(again, "check.node-differs"))
        .as("files are for a person")
        .isEqualTo(1);
    database.change("UPDATE node SET name = 'file' WHERE workspace_id = ?", id);
    pair.together(60);
  }
}
