package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Message.Update;
import io.driftless.protocol.message.Message.WorkspaceGone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Devices that are shut out while their clients run: the broker's door closes within the promised
 * minute, the client says what happened, files stay.
 */
class ShutOutIT {

  /** The promise. */
  private static final int MINUTE = 60;

  private static final int SETTLED_SECONDS = 120;

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  @TempDir Path temp;
  private Path home;
  private People people;

  @BeforeEach
  void prepare() throws Exception {
    home = temp.toRealPath();
    people = People.of(stack);
  }

  private static String makeWorkspace(Api owner) throws Exception {
    return owner
        .call("POST", "/workspaces", Map.of("name", "shut out " + UUID.randomUUID()))
        .json()
        .path("workspace")
        .asText();
  }

  private Cursor start() throws Exception {
    return Cursor.start(
        ServerEpoch.of(Api.of(stack).get("/connect").json().path("epoch").asText()));
  }

  private static long elapsedSeconds(long since) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
  }

  /** The person is switched off in the sign-on, and after a while on again. */
  @Test
  void lapsedLeaseShouldCloseTheLineAndKeepTheQueue() throws Exception {
    SignOn signOn = people.signOn();
    String name = "lapse-" + UUID.randomUUID();
    Api person = people.newcomer(name);
    String workspace = makeWorkspace(person);
    int usual = signOn.lifespan("driftless-client", 5);
    try (TestDevice device = new TestDevice(stack, home, "laptop").enrol(name, workspace);
        RawDevice other = RawDevice.enrol(person, stack, start());
        BrokerQueues queues = BrokerQueues.ofStack()) {
      Files.writeString(device.folder.resolve("before"), "x");
      device.start().awaitState(SETTLED_SECONDS, "up-to-date");
      String id = device.status().path("device").asText();
      signOn.enable(name, false);
      long since = System.nanoTime();
      database.change("UPDATE device SET lease_until = now() WHERE id = ?", id);
      // What is left of the access token's five seconds may renew the lease once more.
      device.await(MINUTE, now -> TestDevice.problemCodes(now).contains("sign-on"));
      database.change("UPDATE device SET lease_until = now() WHERE id = ?", id);
      JsonNode status =
          device.await(
              MINUTE, now -> TestDevice.problemCodes(now).contains("sign-on") && !isUp(now));
      assertThat(elapsedSeconds(since)).isLessThan(MINUTE);
      assertThat(TestDevice.state(status)).isEqualTo("offline");
      assertThat(queues.consumers(id)).hasValue(0);
      other.send(other.request(WorkspaceId.of(workspace), RawDevice.folder("meanwhile")));
      other.update(other.answer().head().revision());
      assertThat(queues.waiting(id).orElseThrow()).isPositive();
      assertThat(device.folder.resolve("before")).exists();
      signOn.enable(name, true);
      device.stop();
      device.login(name);
      device.start().awaitState(SETTLED_SECONDS, "up-to-date");
      assertThat(device.folder.resolve("meanwhile")).isDirectory();
      assertThat(device.status().path("device").asText()).isEqualTo(id);
    } finally {
      signOn.lifespan("driftless-client", usual);
    }
  }

  private static boolean isUp(JsonNode status) {
    return status.path("link").path("up").asBoolean();
  }

  @Test
  void leaseThatLapsedWhileThePersonMayStayShouldBeRenewedByTheClient() throws Exception {
    String workspace = makeWorkspace(people.as("ada"));
    try (TestDevice device = new TestDevice(stack, home, "laptop").enrol("ada", workspace)) {
      device.start().awaitState(SETTLED_SECONDS, "up-to-date");
      String id = device.status().path("device").asText();
      database.change("UPDATE device SET lease_until = now() WHERE id = ?", id);
      database.await(
          1,
          "SELECT count(*) FROM device WHERE lease_until > now() + interval '1 hour' AND id = ?",
          id);
      Files.writeString(device.folder.resolve("after"), "x");
      device.await(
          SETTLED_SECONDS, status -> status.path("roots").path(0).path("revision").asLong() > 0);
      device.awaitState(SETTLED_SECONDS, "up-to-date");
    }
  }

  @Test
  void unlinkedDeviceShouldLoseLineAndQueueAndKeepItsFiles() throws Exception {
    Api ada = people.as("ada");
    String workspace = makeWorkspace(ada);
    try (TestDevice device = new TestDevice(stack, home, "laptop").enrol("ada", workspace);
        BrokerQueues queues = BrokerQueues.ofStack()) {
      Files.writeString(device.folder.resolve("file"), "x");
      device.start().awaitState(SETTLED_SECONDS, "up-to-date");
      String id = device.status().path("device").asText();
      assertThat(queues.consumers(id)).hasValue(1);
      long since = System.nanoTime();
      assertThat(ada.call("DELETE", "/devices/" + id, null).status()).isEqualTo(204);
      JsonNode status =
          device.await(
              MINUTE, now -> TestDevice.problemCodes(now).contains("refused") && !isUp(now));
      assertThat(elapsedSeconds(since)).isLessThan(MINUTE);
      assertThat(TestDevice.state(status)).isEqualTo("offline");
      queues.awaitGone(id, MINUTE);
      assertThat(device.folder.resolve("file")).hasContent("x");
      Files.writeString(device.folder.resolve("later"), "y");
      assertThat(device.status().path("problems").toString()).contains("login");
      assertThat(revision(workspace)).isEqualTo(1);
    }
  }

  private long revision(String workspace) throws Exception {
    return database.number(
        "SELECT head_revision FROM workspace WHERE id = ?", UUID.fromString(workspace));
  }

  @Test
  void removedMemberShouldBeToldAndGetNothingMore() throws Exception {
    Api ada = people.as("ada");
    Api grace = people.as("grace");
    assertThat(grace.get("/heads").status()).isEqualTo(200);
    String workspace = makeWorkspace(ada);
    String member = "/workspaces/" + workspace + "/members/grace";
    assertThat(ada.call("PUT", member, Map.of("role", "editor")).status()).isEqualTo(200);
    Cursor start = start();
    try (TestDevice device = new TestDevice(stack, home, "laptop").enrol("grace", workspace);
        RawDevice owner = RawDevice.enrol(ada, stack, start);
        RawDevice removed = RawDevice.enrol(grace, stack, start)) {
      Files.writeString(device.folder.resolve("file"), "x");
      device.start().awaitState(SETTLED_SECONDS, "up-to-date");
      removed.next(Update.class::isInstance);
      assertThat(ada.call("DELETE", member, null).status()).isEqualTo(204);
      WorkspaceGone gone = (WorkspaceGone) removed.next(WorkspaceGone.class::isInstance);
      assertThat(gone.workspace()).isEqualTo(WorkspaceId.of(workspace));
      JsonNode status =
          device.await(MINUTE, now -> TestDevice.problemCodes(now).contains("workspace-gone"));
      assertThat(TestDevice.state(status)).isEqualTo("stopped");
      assertThat(device.folder.resolve("file")).hasContent("x");
      owner.send(owner.request(WorkspaceId.of(workspace), RawDevice.folder("not for grace")));
      owner.update(owner.answer().head().revision());
      assertThat(removed.unread()).noneMatch(Update.class::isInstance);
      Files.writeString(device.folder.resolve("kept here"), "y");
      assertThat(grace.get("/workspaces/" + workspace).outcome()).isEqualTo("404 not-found");
      assertThat(List.of(device.folder.toFile().list())).doesNotContain("not for grace");
      assertThat(revision(workspace)).isEqualTo(2);
    }
  }
}
