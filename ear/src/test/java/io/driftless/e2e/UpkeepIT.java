package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.id.WorkspaceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has lapsed is cleared away, and a device that comes back misses nothing. */
class UpkeepIT {

  private static final long DAY = Duration.ofDays(1).toSeconds();

  private static final String LAPSED =
      "UPDATE device SET lease_until = now() - make_interval(days => ?) WHERE id = ?";
  private static final String NEWEST =
      "SELECT id FROM device WHERE name = ? ORDER BY created_at DESC LIMIT 1";

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api ada;

  @BeforeEach
  void signIn() throws Exception {
    ada = People.of(stack).as("ada");
    JobRuns.of(database).quiet();
  }

  private JsonNode upkeep(boolean dryRun) throws Exception {
    Map<String, Object> body = new HashMap<>();
    body.put("kind", "upkeep");
    body.put("dryRun", dryRun);
    return JobRuns.run(ada, body);
  }

  private boolean lists(JsonNode dryRun, String stage, String item) throws Exception {
    String run = "/jobs/runs/" + dryRun.path("run").path("run").asLong();
    JsonNode items = ada.get(run + "/items?limit=1000").json().path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .anyMatch(
            one ->
                one.path("stage").asText().equals(stage) && one.path("item").asText().equals(item));
  }

  private static void awaitUpdate(BrokerQueues queues, String device) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (queues.waiting(device).orElse(0) == 0) {
      assertThat(System.nanoTime()).as("no update came").isLessThan(until);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private JsonNode behind(String device) throws Exception {
    JsonNode devices = ada.get("/device-queues?limit=200").json().path("devices");
    return StreamSupport.stream(devices.spliterator(), false)
        .filter(one -> one.path("device").asText().equals(device))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void deviceWhoseQueueWasClearedShouldFindAllByItsCursor(@TempDir Path temp) throws Exception {
    try (Pair pair = Pair.start(stack, temp.toRealPath());
        BrokerQueues queues = BrokerQueues.ofStack()) {
      final String device = database.text(NEWEST, "desktop");
      Files.writeString(pair.laptop.folder.resolve("before"), "x");
      pair.together(60);
      pair.desktop.stop();
      Files.writeString(pair.laptop.folder.resolve("while away"), "1");
      awaitUpdate(queues, device);
      upkeep(false);
      assertThat(queues.waiting(device)).as("still leased").hasValue(1);
      JsonNode behind = behind(device);
      assertThat(behind.path("messages").asLong()).isEqualTo(1);
      assertThat(behind.path("connected").asBoolean()).isFalse();
      assertThat(behind.path("name").asText()).isEqualTo("desktop");

      database.change(LAPSED, 20, device);
      JsonNode dry = upkeep(true);
      assertThat(lists(dry, "queues", device)).isTrue();
      assertThat(lists(dry, "unlink", device)).isFalse();
      assertThat(queues.waiting(device)).as("a dry run changes nothing").hasValue(1);
      assertThat(JobRuns.count(upkeep(false), "queues.messages")).isPositive();
      assertThat(queues.waiting(device)).hasValue(0);

      Files.writeString(pair.laptop.folder.resolve("later"), "2");
      awaitUpdate(queues, device);
      assertThat(JobRuns.count(upkeep(false), "queues.devices")).isPositive();
      assertThat(queues.waiting(device)).hasValue(0);

      pair.desktop.start();
      assertThat(pair.together(60)).containsOnlyKeys("before", "while away", "later");
    }
  }

  @Test
  void devicesThatNobodyUsesShouldBeUnlinked() throws Exception {
    Map<String, String> fresh = Map.of("name", "forgotten", "platform", "linux");
    String away = ada.call("POST", "/devices", fresh).json().path("device").asText();
    String used = ada.call("POST", "/devices", fresh).json().path("device").asText();
    database.change(LAPSED, 400, away);
    database.change(LAPSED, 300, used);
    JsonNode dry = upkeep(true);
    assertThat(lists(dry, "unlink", away)).isTrue();
    assertThat(lists(dry, "unlink", used)).isFalse();
    upkeep(false);
    String revoked = "SELECT count(*) FROM device WHERE revoked_at IS NOT NULL AND id = ?";
    assertThat(database.number(revoked, away)).isEqualTo(1);
    assertThat(database.number(revoked, used)).isZero();
    assertThat(
            database.number(
                "SELECT count(*) FROM audit WHERE action = 'device.unlink'"
                    + " AND detail LIKE '%' || ? || '%' AND detail LIKE '%lapsed%'",
                away))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2})
  void recipesThatNoCommitHasNamedShouldGoAfterADay(long days) throws Exception {
    UUID workspace = WorkspaceId.of(stack.makeWorkspace("ada", "recipes")).value();
    database.change(
        "INSERT INTO staged_recipe (workspace_id, digest, recipe, created_at)"
            + " VALUES (?, sha256('r'), sha256('r'), now() - make_interval(secs => ?))",
        workspace,
        days * DAY);
    upkeep(false);
    assertThat(
            database.number("SELECT count(*) FROM staged_recipe WHERE workspace_id = ?", workspace))
        .isEqualTo(days == 0 ? 1 : 0);
  }

  @Test
  void linksInvitationsAndLocksShouldGoLongAfterTheirEnd() throws Exception {
    String workspace = stack.makeWorkspace("ada", "lapsed");
    String in = "/workspaces/" + workspace;
    String old = ApiOperation.share(ada, workspace);
    String open = ApiOperation.share(ada, workspace);
    String recent = ApiOperation.share(ada, workspace);
    String invitation = ApiOperation.invitation(ada, workspace);
    String file = NodesIT.file(ada, workspace);
    String lock = in + "/nodes/" + file + "/lock";
    assertThat(ada.call("PUT", lock, Map.of("seconds", 60)).status()).isEqualTo(200);
    for (String ended : List.of(old, recent)) {
      assertThat(ada.call("DELETE", in + "/shares/" + ended, null).status()).isEqualTo(204);
    }
    String past = " = now() - interval '91 days' WHERE ";
    database.change("UPDATE share SET revoked_at" + past + "id = ?", UUID.fromString(old));
    database.change(
        "INSERT INTO share_attempt (id, share_id, address, at) VALUES (?, ?, '::1', now())",
        UUID.randomUUID(),
        UUID.fromString(old));
    database.change(
        "UPDATE invitation SET expires_at" + past + "id = ?", UUID.fromString(invitation));
    database.change(
        "UPDATE file_lock SET expires_at" + past + "node_id = ?", UUID.fromString(file));
    JsonNode dry = upkeep(true);
    assertThat(lists(dry, "lapsed", "link:" + old)).isTrue();
    assertThat(lists(dry, "lapsed", "link:" + open)).isFalse();
    assertThat(lists(dry, "lapsed", "link:" + recent)).isFalse();
    assertThat(lists(dry, "lapsed", "invitation:" + invitation)).isTrue();
    assertThat(lists(dry, "lapsed", "lock:" + workspace + ":" + file)).isTrue();
    JsonNode run = upkeep(false);
    assertThat(JobRuns.count(run, "lapsed.links")).isPositive();
    assertThat(JobRuns.count(run, "lapsed.invitations")).isPositive();
    assertThat(JobRuns.count(run, "lapsed.locks")).isPositive();
    assertThat(ada.get(in + "/shares/" + old).outcome()).isEqualTo("404 not-found");
    assertThat(ada.get(in + "/shares/" + recent).status()).isEqualTo(200);
    assertThat(ada.get(in + "/shares/" + open).status()).isEqualTo(200);
    assertThat(ada.get(in + "/invitations").json().toString()).doesNotContain(invitation);
    String locks = "SELECT count(*) FROM file_lock WHERE node_id = ?";
    assertThat(database.number(locks, UUID.fromString(file))).isZero();
  }

  @Test
  void upkeepOfOneWorkspaceShouldBeRefused() throws Exception {
    String workspace = stack.makeWorkspace("ada", "none");
    assertThat(ada.call("POST", "/jobs/runs", Map.of("kind", "upkeep", "workspace", workspace)))
        .extracting(Api.Answer::status)
        .isEqualTo(400);
  }
}
