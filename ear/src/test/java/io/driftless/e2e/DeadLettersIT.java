package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that the server could not serve, in the hands of an operator. */
class DeadLettersIT {

  private static final long PATIENCE_SECONDS = 30;
  private static final Map<String, String> REASON = Map.of("reason", "mended");

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api operator;
  private WorkspaceId workspace;

  @BeforeEach
  void makeWorkspace() throws Exception {
    operator = People.of(stack).as("ada");
    workspace = WorkspaceId.of(stack.makeWorkspace("ada", "dead letters " + UUID.randomUUID()));
  }

  /** A message that nobody can read, sent by a device of an operator's; its name. */
  static String letter(RunningStack stack) throws Exception {
    Api ada = People.of(stack).as("ada");
    try (RawDevice device = RawDevice.enrol(ada, stack, start(ada))) {
      device.send(new byte[] {1, 2, 3});
      String letter = awaited(ada, device.id).path("letter").asText();
      ada.call("DELETE", "/devices/" + device.id, null);
      return letter;
    }
  }

  private static Cursor start(Api person) throws Exception {
    return Cursor.start(ServerEpoch.of(person.get("/connect").json().path("epoch").asText()));
  }

  private static @Nullable JsonNode of(Api operator, String device) throws Exception {
    JsonNode letters = operator.get("/dead-letters?limit=1000").json().path("letters");
    return StreamSupport.stream(letters.spliterator(), false)
        .filter(letter -> letter.path("device").asText().equals(device))
        .findFirst()
        .orElse(null);
  }

  private static JsonNode awaited(Api operator, String device) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      JsonNode letter = of(operator, device);
      if (letter != null) {
        return letter;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("No dead letter of " + device);
  }

  private void fail(boolean on) throws Exception {
    if (on) {
      database.change(
          "CREATE OR REPLACE FUNCTION fail_for_test() RETURNS trigger LANGUAGE plpgsql AS"
              + " $$ BEGIN RAISE EXCEPTION 'for a test'; END $$");
      database.change(
          "CREATE TRIGGER fail_for_test BEFORE INSERT ON journal FOR EACH ROW WHEN"
              + " (NEW.workspace_id = '"
              + workspace
              + "') EXECUTE FUNCTION fail_for_test()");
    } else {
      database.change("DROP FUNCTION fail_for_test CASCADE");
    }
  }

  @Test
  void commitThatFailedShouldBeAppliedWhenItIsReplayed() throws Exception {
    try (RawDevice device = RawDevice.enrol(operator, stack, start(operator));
        BrokerQueues queues = BrokerQueues.ofStack()) {
      CommitRequest request = device.request(workspace, RawDevice.folder("late"));
      int usual = queues.attemptsOfRequests(2);
      fail(true);
      try {
        device.send(request);
        assertThat(device.answer().refused()).isInstanceOf(ChangeAnswer.Held.class);
      } finally {
        fail(false);
        queues.attemptsOfRequests(usual);
      }
      assertLogTells(request, device.id);
      JsonNode letter = awaited(operator, device.id);
      assertThat(letter.path("workspace").asText()).isEqualTo(workspace.toString());
      assertThat(letter.path("commit").asText()).isEqualTo(request.commit().toString());
      assertThat(letter.path("changes").asInt()).isEqualTo(1);
      assertThat(letter.path("queue").asText()).isEqualTo("sync.requests");
      assertThat(letter.path("reason").asText()).contains("failed at every attempt");
      assertThat(nodes()).isZero();
      String replay = "/dead-letters/" + letter.path("letter").asText() + "/replay";
      assertThat(operator.call("POST", replay, Map.of("reason", " ")).outcome())
          .isEqualTo("400 invalid");
      assertThat(operator.call("POST", replay, Map.of("reason", "x".repeat(501))).outcome())
          .isEqualTo("400 invalid");
      assertThat(operator.call("POST", replay, REASON).status()).isEqualTo(200);
      assertThat(device.answer().answers()).hasOnlyElementsOfType(ChangeAnswer.Applied.class);
      assertThat(nodes()).isEqualTo(1);
      assertThat(of(operator, device.id)).isNull();
      assertThat(operator.call("POST", replay, REASON).outcome()).isEqualTo("404 not-found");
      JsonNode audit = People.of(stack).as("linus").get("/audit?action=dead-letter.").json();
      assertThat(audit.path("links").path(0).path("action").asText())
          .isEqualTo("dead-letter.replay");
      assertThat(audit.path("links").path(0).path("detail").path("commit").asText())
          .isEqualTo(request.commit().toString());
    }
  }

  /** The log in JSON says of the failure what it was about. */
  private void assertLogTells(CommitRequest request, String device) throws Exception {
    List<JsonNode> about = new ArrayList<>();
    for (String line :
        Files.readAllLines(StackOfTests.running().folder().logs().resolve("wildfly.json"))) {
      JsonNode entry = RunningStack.JSON.readTree(line);
      if (entry.path("mdc").path("commit").asText().equals(request.commit().toString())) {
        about.add(entry);
      }
    }
    assertThat(about)
        .anySatisfy(
            entry -> {
              assertThat(entry.path("level").asText()).isIn("WARN", "ERROR");
              assertThat(entry.path("mdc").path("device").asText()).isEqualTo(device);
              assertThat(entry.path("mdc").path("workspace").asText())
                  .isEqualTo(workspace.toString());
              assertThat(entry.path("message").asText()).contains("request");
            });
  }

  private long nodes() throws Exception {
    return database.number(
        "SELECT count(*) FROM node WHERE workspace_id = ? AND name = 'late'", workspace.value());
  }

  @Test
  void commandShouldListReplayAndDrop(@TempDir Path temp) throws Exception {
    String letter = letter(stack);
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "operator")) {
      device.login("ada");
      assertThat(device.run("device-queues", "--json")).contains("\"devices\"");
      assertThat(device.run("dead-letters", "-n", "1000")).contains(letter, "3 B of device");
      assertThat(device.run("dead-letters", "replay", letter, "--reason", "once more"))
          .contains("Served again", letter);
      JsonNode again =
          RunningStack.JSON.readTree(device.run("dead-letters", "-n", "1000", "--json"));
      assertThat(again.path("letters").toString()).as("a new message").doesNotContain(letter);
      String next = letter(stack);
      assertThat(device.exitCode("dead-letters", "drop", next)).as("why?").isEqualTo(2);
      assertThat(device.run("dead-letters", "drop", next, "--reason", "rubbish"))
          .contains("Dropped", next);
      assertThat(device.exitCode("dead-letters", "drop", next, "--reason", "rubbish")).isEqualTo(8);
    }
  }
}
