package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import io.driftless.stack.LocalStack;
import io.driftless.stack.PartName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a store is down requests wait in the queue, and they are answered when it is back. */
class PartsDownIT {

  /** The broker's own memory of a device lasts 10 seconds. */
  private static final int OUTAGE_SECONDS = 15;

  private static final int READY_SECONDS = 60;

  private final RunningStack stack = RunningStack.ofBuild();
  private final LocalStack parts = StackOfTests.running();
  private WorkspaceId workspace;
  private Cursor start;

  @BeforeEach
  void makeWorkspace() throws Exception {
    workspace = WorkspaceId.of(stack.makeWorkspace("ada", "parts " + UUID.randomUUID()));
    start =
        Cursor.start(
            ServerEpoch.of(
                stack.call("GET", "/api/v1/connect", "ada", Map.of()).path("epoch").asText()));
  }

  /** The server looks at its parts now and then only; what comes next expects all of them. */
  @AfterEach
  void awaitReady() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    Api nobody = Api.of(stack);
    while (nobody.get("/ready").status() != 200) {
      assertThat(System.nanoTime()).as("the server is ready again").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @Test
  void requestShouldWaitForTheBlobStore() throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start)) {
      parts.stop(PartName.AZURITE);
      try {
        device.send(device.request(workspace, fileInMissingPack()));
        assertThat(device.unread()).isEmpty();
      } finally {
        parts.start(PartName.AZURITE);
      }
      CommitAnswer answer = device.answer();
      assertThat(answer.refused()).isNull();
      assertThat(answer.answers()).hasOnlyElementsOfType(ChangeAnswer.MissingChunks.class);
    }
  }

  @Test
  void requestShouldWaitForTheDatabase() throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start)) {
      ServerDatabase database = ServerDatabase.ofStack();
      try (Connection held = database.lock(workspace)) {
        device.send(device.request(workspace, RawDevice.folder("patient")));
        database.await(1, ServerDatabase.WAITING);
        parts.stop(PartName.POSTGRES);
        assertThat(held.isValid(1)).isFalse();
      } finally {
        parts.start(PartName.POSTGRES);
      }
      assertThat(device.answer().answers()).hasOnlyElementsOfType(ChangeAnswer.Applied.class);
    }
  }

  /** For longer than the broker itself remembers whom it let in. */
  @Test
  void knownDevicesShouldStayWelcomeWhileTheDatabaseIsDown() throws Exception {
    RawDevice device = RawDevice.enrol(stack, "ada", start);
    Set<CommitId> open = new HashSet<>();
    RawDevice back;
    parts.stop(PartName.POSTGRES);
    try (device) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(OUTAGE_SECONDS);
      while (System.nanoTime() < end) {
        CommitRequest request = device.request(workspace, RawDevice.folder("f" + open.size()));
        device.send(request);
        open.add(request.commit());
        TimeUnit.MILLISECONDS.sleep(500);
      }
      back = device.again();
    } finally {
      parts.start(PartName.POSTGRES);
    }
    int sent = open.size();
    try (back) {
      while (!open.isEmpty()) {
        CommitAnswer answer = back.answer();
        assertThat(answer.answers()).hasOnlyElementsOfType(ChangeAnswer.Applied.class);
        open.remove(answer.commit());
      }
    }
    assertThat(
            ServerDatabase.ofStack()
                .number("SELECT count(*) FROM journal WHERE workspace_id = ?", workspace.value()))
        .isEqualTo(sent);
  }

  @Test
  void callsShouldTellWhichPartIsDown() throws Exception {
    Api ada = Api.of(stack).token(stack.token("ada"));
    String sas = "/workspaces/" + workspace + "/sas";
    parts.stop(PartName.POSTGRES);
    try {
      assertUnavailable("database", ada.get("/heads"));
      assertUnavailable("database", ada.call("POST", sas, Map.of("access", "upload")));
    } finally {
      parts.start(PartName.POSTGRES);
    }
    parts.stop(PartName.AZURITE);
    try {
      String made =
          ada.call("POST", "/workspaces", Map.of("name", "x")).json().path("workspace").asText();
      assertUnavailable(
          "blob store",
          ada.call("POST", "/workspaces/" + made + "/sas", Map.of("access", "upload")));
    } finally {
      parts.start(PartName.AZURITE);
    }
    assertThat(ada.get("/heads").status()).isEqualTo(200);
  }

  private static void assertUnavailable(String part, Api.Answer answer) throws Exception {
    assertThat(answer.outcome()).as("%s", answer).isEqualTo("503 unavailable");
    assertThat(answer.json().path("part").asText()).isEqualTo(part);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }

  /** The blob store has to be asked about the pack, and it is not there. */
  private static Change fileInMissingPack() {
    byte[] text = "nowhere".getBytes(StandardCharsets.UTF_8);
    Sha256 hash = Sha256.digest(text);
    RecipeScript script =
        new RecipeScript(
            VersionNumber.NONE,
            List.of(new RecipeOp.Run(new PackId(UUID.randomUUID()), 0, 1)),
            new Recipe(List.of(hash)).digest());
    return new Change.Put(
        new NodeId(UUID.randomUUID()),
        NodeId.ROOT,
        "file",
        NodeKind.FILE,
        VersionNumber.NONE,
        new Content(text.length, hash, 0, false, 1, script, null),
        0);
  }
}
