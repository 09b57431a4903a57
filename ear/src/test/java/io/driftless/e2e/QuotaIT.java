package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What does not fit is refused with numbers, kept where it is, and goes through when there is room.
 */
class QuotaIT {

  private static final String ROOT = new UUID(0, 0).toString();

  @TempDir Path temp;

  private final RunningStack stack = RunningStack.ofBuild();
  private Api operator;
  private Api person;
  private String name;

  @BeforeEach
  void meet() throws Exception {
    People people = People.of(stack);
    operator = people.as("ada");
    name = "quota-" + UUID.randomUUID();
    person = people.newcomer(name);
    person.get("/heads");
  }

  private String workspace() throws Exception {
    return person
        .call("POST", "/workspaces", Map.of("name", "full"))
        .json()
        .path("workspace")
        .asText();
  }

  private void limit(String what, long bytes) throws Exception {
    Api.Answer answer = operator.call("PUT", "/quotas/" + what, Map.of("limitBytes", bytes));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  private void free(String workspace) throws Exception {
    Api.Answer answer = operator.call("DELETE", "/quotas/workspaces/" + workspace, null);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  private Api.Answer put(String workspace, int seed, int bytes) throws Exception {
    return person
        .with("If-None-Match", "*")
        .bytes(
            "PUT",
            "/workspaces/%s/nodes/%s/children/f%d".formatted(workspace, ROOT, seed),
            Api.BYTES,
            Content.random(seed, bytes));
  }

  private JsonNode quota(String workspace) throws Exception {
    return person.get("/workspaces/" + workspace + "/quota").json();
  }

  @Test
  void workspaceShouldTakeWhatFitsAndRefuseTheRestWithNumbers() throws Exception {
    String workspace = workspace();
    assertThat(quota(workspace).has("limitBytes")).isFalse();
    assertThat(quota(workspace).has("leftBytes")).isFalse();
    assertThat(quota(workspace).path("chargedTo").asText()).isEqualTo(name);
    limit("workspaces/" + workspace, 250_000L);
    assertThat(put(workspace, 1, 100_000).status()).isEqualTo(201);
    long used = quota(workspace).path("usedBytes").asLong();
    assertThat(used).isBetween(100_000L, 101_000L);
    assertThat(quota(workspace).path("leftBytes").asLong()).isEqualTo(250_000L - used);
    Api.Answer refused = put(workspace, 2, 200_000);
    assertThat(refused.outcome()).isEqualTo("507 over-quota");
    assertThat(refused.json().path("limitBytes").asLong()).isEqualTo(250_000L);
    assertThat(refused.json().path("usedBytes").asLong()).isEqualTo(used);
    assertThat(put(workspace, 3, 140_000).status()).isEqualTo(201);
    limit("workspaces/" + workspace, 1L);
    assertThat(quota(workspace).path("leftBytes").asLong()).isZero();
    assertThat(put(workspace, 4, 10).outcome()).isEqualTo("507 over-quota");
    assertThat(put(workspace, 1, 100_000).outcome()).isEqualTo("412 precondition-failed");
    free(workspace);
    assertThat(put(workspace, 4, 10).status()).isEqualTo(201);
    JsonNode audit =
        person.get("/workspaces/" + workspace + "/audit?action=quota").json().path("links");
    assertThat(audit.findValuesAsText("action")).hasSize(3).containsOnly("quota.workspace");
    assertThat(audit.path(0).path("username").asText()).isEqualTo("ada");
    assertThat(audit.path(0).path("detail").has("limitBytes")).isFalse();
    Map<String, Long> negative = Map.of("limitBytes", -1L);
    assertThat(operator.call("PUT", "/quotas/workspaces/" + workspace, negative).outcome())
        .isEqualTo("400 invalid");
    assertThat(operator.call("PUT", "/quotas/workspaces/" + UUID.randomUUID(), negative).outcome())
        .isEqualTo("404 not-found");
  }

  @Test
  void callsBeyondTheLimitShouldBeToldToWait() throws Exception {
    String calls = "/quotas/accounts/" + name + "/calls";
    Api.Answer limited = operator.call("PUT", calls, Map.of("callsPerMinute", 6));
    assertThat(limited.json().path("callsPerMinute").asInt()).isEqualTo(6);
    int served = 0;
    Api.Answer answer = person.get("/heads");
    while (answer.status() == 200 && served < 50) {
      served++;
      answer = person.get("/heads");
    }
    assertThat(served).isBetween(5, 10);
    assertThat(answer.outcome()).isEqualTo("429 too-many-calls");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 10);
    assertThat(operator.get("/heads").status()).isEqualTo(200);
    assertThat(operator.call("DELETE", calls, null).json().path("callsPerMinute").asInt())
        .isEqualTo(12_000);
    assertThat(operator.call("PUT", calls, Map.of("callsPerMinute", 0)).outcome())
        .isEqualTo("400 invalid");
  }

  /** All at once, in two workspaces: what is refused together is what does not fit together. */
  @Test
  void personsQuotaShouldHoldOverAllWorkspacesAtOnce() throws Exception {
    limit("accounts/" + name, 1_000_000L);
    List<String> both = List.of(workspace(), workspace());
    List<Callable<Integer>> uploads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      int seed = i;
      uploads.add(() -> put(both.get(seed % 2), seed, 150_000).status());
    }
    ExecutorService at = Executors.newFixedThreadPool(8);
    List<Integer> statuses = new ArrayList<>();
    try {
      for (Future<Integer> upload : at.invokeAll(uploads)) {
        statuses.add(upload.get());
      }
    } finally {
      at.shutdown();
    }
    assertThat(statuses).containsOnly(201, 507);
    assertThat(statuses).filteredOn(status -> status == 201).hasSize(6);
    JsonNode own = person.get("/quotas/own").json();
    assertThat(own.path("usedBytes").asLong()).isBetween(900_000L, 1_000_000L);
    assertThat(own.path("workspaces").asInt()).isEqualTo(3); // the personal one, too
    assertThat(own.path("limitBytes").asLong()).isEqualTo(1_000_000L);
    JsonNode told = operator.get("/quotas").json().path("accounts");
    assertThat(told.findValuesAsText("username")).contains(name);
    assertThat(quota(both.get(0)).path("leftBytes").asLong())
        .isEqualTo(1_000_000L - own.path("usedBytes").asLong());
  }

  @Test
  void workspaceShouldCountForAnotherOwnerWhenItsMakerLeaves() throws Exception {
    String workspace = workspace();
    Map<String, String> owner = Map.of("role", "owner");
    String members = "/workspaces/" + workspace + "/members/";
    assertThat(person.call("PUT", members + "ada", owner).status()).isEqualTo(200);
    assertThat(quota(workspace).path("chargedTo").asText()).isEqualTo(name);
    assertThat(person.call("DELETE", members + name, null).status()).isEqualTo(204);
    JsonNode quota = operator.get("/workspaces/" + workspace + "/quota").json();
    assertThat(quota.path("chargedTo").asText()).isEqualTo("ada");
  }

  @Test
  void deviceShouldKeepWhatDoesNotFitAndSendItWhenThereIsRoom() throws Exception {
    String workspace = stack.makeWorkspace("ada", "full device");
    limit("workspaces/" + workspace, 300_000L);
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "laptop")) {
      device.enrol("ada", workspace);
      Files.write(device.folder.resolve("large"), Content.random(1, 1_000_000));
      device.start();
      device.await(90, status -> TestDevice.problemCodes(status).contains("over-quota"));
      Files.write(device.folder.resolve("small"), Content.random(2, 10_000));
      String small = "/workspaces/" + workspace + "/nodes?path=/small";
      device.await(60, status -> told(small));
      assertThat(TestDevice.state(device.status())).isNotEqualTo("up-to-date");
      assertThat(device.run("status")).contains("large").contains("No room on the server");
      assertThat(Files.size(device.folder.resolve("large"))).isEqualTo(1_000_000);
      free(workspace);
      device.awaitState(180, "up-to-date");
      assertThat(told("/workspaces/" + workspace + "/nodes?path=/large")).isTrue();
    }
  }

  private boolean told(String path) {
    try {
      return operator.get(path).status() == 200;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
