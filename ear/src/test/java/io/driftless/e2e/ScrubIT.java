package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.id.NodeId;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packs that the blob store spoils or loses after they were verified, and metadata that differs.
 */
class ScrubIT {

  private static final String ALL_VERIFIED =
      "SELECT count(*) FROM pack WHERE workspace_id = ? AND verified_at IS NOT NULL";

  private static final String ALL_READABLE =
      "SELECT CASE WHEN EXISTS (SELECT 1 FROM version v CROSS JOIN LATERAL"
          + " generate_series(0, v.chunks - 1) AS g (i) WHERE v.workspace_id = ? AND NOT EXISTS ("
          + "SELECT 1 FROM chunk_location l WHERE l.workspace_id = v.workspace_id"
          + " AND l.hash = substring(v.recipe FROM 1 + 32 * g.i FOR 32))) THEN 0 ELSE 1 END";

  private static final int LENGTH = 200_000;

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api ada;
  private String workspace;
  private UUID id;

  @BeforeEach
  void signIn() throws Exception {
    ada = People.of(stack).as("ada");
    JobRuns.of(database).quiet();
  }

  private void in(String chosen) {
    workspace = chosen;
    id = WorkspaceId.of(chosen).value();
  }

  private JsonNode run(String kind, boolean dryRun) throws Exception {
    Map<String, Object> body = JobRuns.body(kind, workspace, dryRun, null);
    if (kind.equals("scrub")) {
      body.put("settings", Map.of("againSeconds", 0, "mostDamaged", 5, "bytesPerSecond", 0));
    }
    return JobRuns.run(ada, body);
  }

  @Test
  void whatTheStoreSpoilsShouldComeAgainFromTheDevices(@TempDir Path temp) throws Exception {
    in(stack.makeWorkspace("ada", "scrubbed"));
    try (TestDevice laptop = new TestDevice(stack, temp.toRealPath(), "laptop")) {
      laptop.enrol("ada", workspace).start();
      Files.write(laptop.folder.resolve("one"), Content.random(1, LENGTH));
      database.await(1, ALL_VERIFIED, id);
      Files.write(laptop.folder.resolve("two"), Content.random(2, LENGTH));
      database.await(2, ALL_VERIFIED, id);
      assertThat(JobRuns.count(run("scrub", false), "scrub.packs")).isEqualTo(2);
      laptop.awaitState(60, "up-to-date");

      spoilOneAndLoseTheOther();
      assertThat(JobRuns.count(run("scrub", true), "scrub.damaged")).isEqualTo(2);
      assertThat(database.number(ALL_VERIFIED, id)).as("a dry run changes nothing").isEqualTo(2);
      JsonNode scrubbed = run("scrub", false);
      assertThat(JobRuns.count(scrubbed, "scrub.damaged")).isEqualTo(2);
      assertThat(scrubbed.path("errors")).hasSize(2);

      database.await(1, ALL_READABLE, id);
      assertThat(contentOf("one")).isEqualTo(Content.random(1, LENGTH));
      assertThat(contentOf("two")).isEqualTo(Content.random(2, LENGTH));
      JsonNode checked = run("check", true);
      assertThat(JobRuns.count(checked, "check.checks")).isEqualTo(9);
      assertThat(JobRuns.count(checked, "check.chunk-unreadable")).isZero();
    }
  }

  private byte[] contentOf(String name) throws Exception {
    String nodes = "/workspaces/" + workspace + "/nodes";
    String node = ada.get(nodes + "?path=/" + name).json().path("node").asText();
    return ada.get(nodes + "/" + node + "/content").body();
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
    in(stack.makeWorkspace("ada", "checked"));
    Api.Answer made =
        ada.with("If-None-Match", "*")
            .bytes(
                "PUT",
                "/workspaces/%s/nodes/%s/children/file".formatted(workspace, NodeId.ROOT),
                Api.BYTES,
                Content.random(3, 100_000));
    assertThat(made.status()).as("%s", made).isEqualTo(201);
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
    assertThat(JobRuns.count(run("check", false), "check.node-differs")).isZero();
  }
}
