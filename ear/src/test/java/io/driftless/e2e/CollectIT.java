package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.id.NodeId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The collector of chunks on the real stack, stage by stage. */
class CollectIT {

  private static final String IN_STATE =
      "SELECT count(*) FROM chunk WHERE workspace_id = ? AND state = ?";
  private static final String CONDEMNED =
      "SELECT count(*) FROM pack WHERE workspace_id = ? AND state = 1";
  private static final String DELETED =
      "SELECT count(*) FROM pack WHERE workspace_id = ? AND deleted_at IS NOT NULL";

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api ada;
  private String workspace;
  private UUID id;

  @BeforeEach
  void makeWorkspace() throws Exception {
    ada = People.of(stack).as("ada");
    workspace =
        ada.call("POST", "/workspaces", Map.of("name", "collected"))
            .json()
            .path("workspace")
            .asText();
    id = UUID.fromString(workspace);
    JobRuns.of(database).quiet();
  }

  private String child(String name) {
    return "/workspaces/%s/nodes/%s/children/%s".formatted(workspace, NodeId.ROOT, name);
  }

  private String make(String name, byte[] body) throws Exception {
    Api.Answer answer = ada.with("If-None-Match", "*").bytes("PUT", child(name), Api.BYTES, body);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return "/workspaces/%s/nodes/%s/content"
        .formatted(workspace, answer.json().path("node").asText());
  }

  private void replace(String content, byte[] body) throws Exception {
    Api.Answer answer = ada.with("If-Match", "*").bytes("PUT", content, Api.BYTES, body);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  /** Forgets the first contents, as pruning does, once all is verified. */
  private void prune() throws Exception {
    database.await(
        1,
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM chunk WHERE workspace_id = ? AND state = 0)"
            + " THEN 0 ELSE 1 END",
        id);
    database.change(
        "UPDATE version v SET recipe = NULL FROM node n WHERE v.workspace_id = ?"
            + " AND n.workspace_id = v.workspace_id AND n.node_id = v.node_id"
            + " AND n.version > v.number",
        id);
  }

  private JsonNode collect(boolean dryRun, Long listOf) throws Exception {
    return JobRuns.run(ada, JobRuns.body("collect", workspace, dryRun, listOf));
  }

  private SortedSet<String> listed(long run, String stage) throws Exception {
    SortedSet<String> found = new TreeSet<>();
    String after = "";
    while (after != null) {
      String page =
          "/jobs/runs/" + run + "/items?limit=7" + (after.isEmpty() ? "" : "&after=" + after);
      JsonNode items = ada.get(page).json();
      for (JsonNode item : items.path("items")) {
        if (item.path("stage").asText().equals(stage)) {
          found.add(item.path("item").asText());
        }
      }
      after = items.hasNonNull("next") ? items.path("next").asText() : null;
    }
    return found;
  }

  private int blob(String pack) throws Exception {
    JsonNode pass =
        ada.call("POST", "/workspaces/" + workspace + "/sas", Map.of("access", "download")).json();
    URI blob =
        URI.create(
            pass.path("containerUrl").asText()
                + "/"
                + pack
                + ".pack?"
                + pass.path("signature").asText());
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(blob).GET().build(), BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void whatNoVersionNamesShouldGoStageByStageAndNothingElse() throws Exception {
    byte[] kept = Content.random(1, 900_000);
    byte[] gone = Content.random(2, 900_000);
    byte[] back = Content.random(3, 900_000);
    String steady = make("steady", kept);
    String first = make("first", gone);
    String second = make("second", back);
    String pack =
        database.text(
            "SELECT pack_id FROM pack WHERE workspace_id = ? ORDER BY created_at OFFSET 1 LIMIT 1",
            id);
    replace(first, Content.random(4, 300_000));
    replace(second, Content.random(5, 300_000));
    prune();
    long chunks = database.number("SELECT count(*) FROM chunk WHERE workspace_id = ?", id);
    long unused =
        database.number(
                "SELECT count(*) FROM chunk_location l JOIN pack p USING (workspace_id, pack_id)"
                    + " WHERE workspace_id = ? AND p.size_bytes = 900000",
                id)
            * 2
            / 3;

    JsonNode dry = collect(true, null);
    long list = dry.path("run").path("run").asLong();
    assertThat(listed(list, "quarantine")).hasSizeGreaterThan(10);
    assertThat(database.number(IN_STATE, id, 2)).as("a dry run changes nothing").isZero();
    assertThat(database.number("SELECT count(*) FROM chunk_mark WHERE workspace_id = ?", id))
        .isZero();

    JsonNode quarantined = collect(false, list);
    assertThat(JobRuns.count(quarantined, "quarantine.chunks"))
        .isEqualTo(listed(list, "quarantine").size());
    assertThat(database.number(IN_STATE, id, 2)).isEqualTo(listed(list, "quarantine").size());
    assertThat(JobRuns.count(quarantined, "sweep.chunks")).as("one stage a run").isZero();

    String again = make("again", back);
    assertThat(database.number(IN_STATE, id, 2))
        .as("named again")
        .isLessThan(listed(list, "quarantine").size())
        .isPositive();
    long left = database.number(IN_STATE, id, 2);
    JsonNode swept = collect(false, null);
    assertThat(JobRuns.count(swept, "sweep.chunks")).isEqualTo(left);
    assertThat(JobRuns.count(swept, "condemn.packs")).isEqualTo(1);
    assertThat(database.number("SELECT count(*) FROM chunk WHERE workspace_id = ?", id))
        .isEqualTo(chunks - left);
    assertThat(blob(pack)).as("condemned, not deleted").isEqualTo(200);
    assertThat(database.number(DELETED, id)).isZero();
    assertThat(unused).isPositive();

    JsonNode deleted = collect(false, null);
    assertThat(JobRuns.count(deleted, "delete.packs")).isEqualTo(1);
    assertThat(blob(pack)).isEqualTo(404);
    assertThat(database.number(CONDEMNED, id)).as("its row stays").isEqualTo(1);

    assertThat(ada.get(steady).body()).isEqualTo(kept);
    assertThat(ada.get(again).body()).isEqualTo(back);
    assertThat(ada.get(first).body()).isEqualTo(Content.random(4, 300_000));
    make("new", gone); // swept before, so it is uploaded again
    assertThat(JobRuns.count(collect(false, null), "quarantine.chunks")).isZero();
  }
}
