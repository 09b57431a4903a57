package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.id.WorkspaceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
  void upkeepOfOneWorkspaceShouldBeRefused() throws Exception {
    String workspace = stack.makeWorkspace("ada", "none");
    assertThat(ada.call("POST", "/jobs/runs", Map.of("kind", "upkeep", "workspace", workspace)))
        .extracting(Api.Answer::status)
        .isEqualTo(400);
  }
}
