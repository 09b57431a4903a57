package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.id.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies, previews, pins and pruning on the real stack. */
class RetentionIT {

  private static final String LONG_AGO =
      "UPDATE version SET created_at = created_at - interval '3 years' WHERE workspace_id = ?";
  private static final String REMOVED_LONG_AGO =
      "UPDATE journal SET applied_at = applied_at - interval '3 years' WHERE workspace_id = ?";

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api ada;
  private String workspace;
  private UUID id;

  @BeforeEach
  void makeWorkspace() throws Exception {
    ada = People.of(stack).as("ada");
    workspace =
        ada.call("POST", "/workspaces", Map.of("name", "pruned")).json().path("workspace").asText();
    id = UUID.fromString(workspace);
    JobRuns.of(database).quiet();
  }

  private String in(String rest) {
    return "/workspaces/" + workspace + rest;
  }

  private String make(String name, int seed) throws Exception {
    Api.Answer answer =
        ada.with("If-None-Match", "*")
            .bytes(
                "PUT",
                in("/nodes/" + NodeId.ROOT + "/children/" + name.replace(" ", "%20")),
                Api.BYTES,
                Content.random(seed, 1_000));
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return in("/nodes/" + answer.json().path("node").asText());
  }

  private void replace(String node, int seed) throws Exception {
    Api.Answer answer =
        ada.with("If-Match", "*")
            .bytes("PUT", node + "/content", Api.BYTES, Content.random(seed, 1_000));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  private JsonNode prune(boolean dryRun, Long listOf) throws Exception {
    return JobRuns.run(ada, JobRuns.body("prune", workspace, dryRun, listOf));
  }

  private static Map<String, Object> policy(int least, boolean hold) {
    Map<String, Object> policy = new HashMap<>();
    for (String days : new String[] {"allDays", "hourlyDays", "dailyDays", "weeklyDays"}) {
      policy.put(days, 1);
    }
    policy.put("least", least);
    policy.put("trashDays", 30);
    policy.put("legalHold", hold);
    return policy;
  }

  @Test
  void pruningShouldTakeWhatThePreviewSaidAndNothingElse() throws Exception {
    String node = make("report", 1);
    for (int seed = 2; seed <= 5; seed++) {
      replace(node, seed);
    }
    database.change(LONG_AGO, id);
    assertThat(ada.call("PUT", node + "/versions/2/pin", Map.of("label", "signed")).status())
        .isEqualTo(204);
    JsonNode preview = ada.call("POST", in("/retention/preview"), policy(2, false)).json();
    assertThat(preview.path("versions").asLong()).isEqualTo(2);
    assertThat(preview.path("bytes").asLong()).isEqualTo(2_000);
    assertThat(ada.call("PUT", in("/retention"), policy(2, true)).status()).isEqualTo(200);
    assertThat(JobRuns.count(prune(false, null), "prune.versions")).as("held").isZero();
    assertThat(ada.call("PUT", in("/retention"), policy(2, false)).status()).isEqualTo(200);

    long dry = prune(true, null).path("run").path("run").asLong();
    assertThat(ada.get("/jobs/runs/" + dry + "/items").json().path("items")).hasSize(2);
    assertThat(ada.get(node + "/versions/1/content").status()).isEqualTo(200);
    assertThat(ada.call("PUT", node + "/versions/3/pin", Map.of("label", "late")).status())
        .isEqualTo(204);
    assertThat(JobRuns.count(prune(false, dry), "prune.versions"))
        .as("one was pinned")
        .isEqualTo(1);

    assertThat(ada.get(node + "/versions/1/content").outcome()).isEqualTo("404 not-found");
    for (int version = 2; version <= 5; version++) {
      assertThat(ada.get(node + "/versions/" + version + "/content").body())
          .isEqualTo(Content.random(version, 1_000));
    }
    assertThat(ada.get(node + "/versions").json().path("versions")).hasSize(4);
    assertThat(ada.call("POST", node + "/restore", Map.of("from", 1)).problem())
        .as("what is gone can't come back")
        .isNotEmpty();
  }

  @Test
  void removedFileShouldLoseItsContentAfterTheTimeOfTheTrash() throws Exception {
    String node = make("thrown away", 1);
    assertThat(ada.with("If-Match", "*").call("DELETE", node, null).status()).isEqualTo(204);
    assertThat(JobRuns.count(prune(false, null), "prune.versions")).isZero();
    database.change(REMOVED_LONG_AGO, id);
    assertThat(JobRuns.count(prune(false, null), "prune.versions")).isEqualTo(1);
    Api.Answer restored = ada.call("POST", node + "/restore", Map.of());
    assertThat(restored.status()).as("%s", restored).isBetween(400, 499);
    make("thrown away", 2); // the name is free as before
  }
}
