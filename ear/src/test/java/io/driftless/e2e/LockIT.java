package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A locked file is its owner's alone, over HTTP and from devices. */
class LockIT {

  private static final String ROOT = OwnWorkspace.ROOT;

  @TempDir Path temp;

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api owner;
  private Api editor;
  private OwnWorkspace own;
  private String workspace;
  private String file;

  @BeforeEach
  void makeWorkspace() throws Exception {
    People people = People.of(stack);
    owner = people.as("ada");
    editor = people.as("grace");
    editor.get("/heads");
    own = OwnWorkspace.make(owner, "locks");
    workspace = own.path();
    own.role("grace", "editor");
    file = own.file(ROOT, "plan", "first");
  }

  private Api.Answer lock(Api person, String node) throws Exception {
    return person.call("PUT", own.node(node) + "/lock", Map.of("seconds", 600, "note", "May"));
  }

  private Api.Answer write(Api person, String text) throws Exception {
    return person
        .with("If-Match", "*")
        .bytes(
            "PUT", own.node(file) + "/content", Api.BYTES, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void othersShouldBeRefusedUntilTheLockEnds() throws Exception {
    Api.Answer locked = lock(owner, file);
    assertThat(locked.status()).as("%s", locked).isEqualTo(200);
    assertThat(locked.json().path("username").asText()).isEqualTo("ada");
    Api.Answer refused = write(editor, "theirs");
    assertThat(refused.outcome()).isEqualTo("423 locked");
    assertThat(refused.json().path("by").asText()).startsWith("ada until ");
    Api any = editor.with("If-Match", "*");
    assertThat(any.call("DELETE", own.node(file), null).outcome()).isEqualTo("423 locked");
    assertThat(any.call("PATCH", own.node(file), Map.of("name", "other")).outcome())
        .isEqualTo("423 locked");
    assertThat(lock(editor, file).outcome()).isEqualTo("423 locked");
    assertThat(editor.call("DELETE", own.node(file) + "/lock", null).outcome())
        .isEqualTo("423 locked");
    assertThat(write(owner, "own").status()).isEqualTo(200);
    JsonNode told = editor.get(workspace + "/locks").json().path("locks");
    assertThat(told.findValuesAsText("node")).containsExactly(file);
    assertThat(told.path(0).path("note").asText()).isEqualTo("May");
    database.change(
        "UPDATE file_lock SET expires_at = now() WHERE workspace_id = ?",
        UUID.fromString(own.id()));
    assertThat(write(editor, "later").status()).isEqualTo(200);
    assertThat(lock(editor, file).status()).isEqualTo(200);
    assertThat(write(owner, "late").outcome()).isEqualTo("423 locked");
    assertThat(owner.call("DELETE", own.node(file) + "/lock", null).status()).isEqualTo(204);
    assertThat(write(owner, "owners break locks").status()).isEqualTo(200);
    JsonNode audit = owner.get(workspace + "/audit?action=lock").json().path("links");
    assertThat(audit.findValuesAsText("action"))
        .containsExactly("lock.release", "lock.take", "lock.take");
  }

  @Test
  void folderAboveALockedFileShouldStayAndALockEndWithItsOwnersRights() throws Exception {
    String docs = own.folder(ROOT, "docs");
    assertThat(lock(editor, own.file(docs, "inner", "x")).status()).isEqualTo(200);
    Api any = owner.with("If-Match", "*");
    assertThat(any.call("DELETE", own.node(docs), null).outcome()).isEqualTo("423 locked");
    assertThat(any.call("PATCH", own.node(docs), Map.of("name", "papers")).status()).isEqualTo(200);
    assertThat(lock(owner, docs).outcome()).isEqualTo("400 invalid");
    own.role("grace", "viewer");
    assertThat(owner.get(workspace + "/locks").json().path("locks")).isEmpty();
    assertThat(any.call("DELETE", own.node(docs), null).status()).isEqualTo(204);
  }

  @Test
  void deviceShouldKeepAnEditOfALockedFileAndSendItWhenItMay() throws Exception {
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "laptop")) {
      device.enrol("grace", own.id());
      device.start();
      device.awaitState(90, "up-to-date");
      assertThat(lock(owner, file).status()).isEqualTo(200);
      replace(device, "edited here");
      device.await(60, status -> TestDevice.problemCodes(status).contains("locked"));
      assertThat(device.run("status")).contains("plan").contains("Locked by ada until");
      assertThat(own.text(file)).isEqualTo("first");
      assertThat(Files.readString(device.folder.resolve("plan"))).isEqualTo("edited here");
      assertThat(owner.call("DELETE", own.node(file) + "/lock", null).status()).isEqualTo(204);
      device.stop();
      device.start(); // who waits a minute sees the same
      device.awaitState(90, "up-to-date");
      assertThat(own.text(file)).isEqualTo("edited here");
    }
  }

  /** As an editor saves: whether the old file can be written is nothing to it. */
  private static void replace(TestDevice device, String text) throws IOException {
    Path written = device.folder.resolveSibling("written");
    Files.writeString(written, text);
    Files.move(written, device.folder.resolve("plan"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String mode(TestDevice device) throws IOException {
    Path plan = device.folder.resolve("plan");
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(plan));
  }

  private static boolean tells(JsonNode status, String code) {
    return TestDevice.problemCodes(status).contains(code);
  }

  @Test
  void lockedFileShouldBeReadOnlyOnOtherDevicesUntilTheLockEnds() throws Exception {
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "desk")) {
      device.enrol("grace", own.id());
      device.start();
      device.awaitState(90, "up-to-date");
      Path plan = device.folder.resolve("plan");
      Files.setPosixFilePermissions(plan, PosixFilePermissions.fromString("rw-rw----"));
      device.stop();
      assertThat(lock(owner, file).status()).isEqualTo(200);
      device.start();
      device.await(60, status -> tells(status, "read-only"));
      device.awaitState(60, "up-to-date");
      assertThat(device.run("status")).contains("Locked by ada until").contains("read-only here");
      assertThat(mode(device)).isEqualTo("r--r-----");

      assertThat(write(owner, "second").status()).isEqualTo(200);
      device.await(60, status -> read(plan).equals("second"));
      assertThat(mode(device)).isEqualTo("r--r-----");

      device.kill();
      assertThat(owner.call("DELETE", own.node(file) + "/lock", null).status()).isEqualTo(204);
      assertThat(mode(device)).doesNotContain("w");
      device.start();
      device.await(60, status -> state(device).contains("rw"));
      device.awaitState(60, "up-to-date");
      assertThat(mode(device)).isEqualTo("rw-rw----");
      Files.writeString(plan, "third");
      device.await(60, status -> text().equals("third"));
    }
  }

  @Test
  void fileOfAFolderThatIsUnlinkedShouldBeWritableAgainInSpiteOfALock() throws Exception {
    try (TestDevice mine = new TestDevice(stack, temp.toRealPath(), "mine");
        TestDevice other = new TestDevice(stack, temp.toRealPath(), "other")) {
      for (TestDevice device : List.of(mine, other)) {
        device.enrol(device == mine ? "ada" : "grace", own.id());
        device.start();
        device.awaitState(90, "up-to-date");
        device.stop();
      }
      String before = mode(other);
      assertThat(lock(owner, file).status()).isEqualTo(200);
      mine.start();
      other.start();
      other.await(60, status -> tells(status, "read-only"));
      other.await(60, status -> !state(other).contains("w"));
      assertThat(mode(mine)).isEqualTo(before);
      assertThat(tells(mine.status(), "read-only")).isFalse();
      other.run("unlink", other.folder.toString());
      assertThat(mode(other)).isEqualTo(before);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String state(TestDevice device) {
    try {
      return mode(device);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text() {
    try {
      return own.text(file);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
