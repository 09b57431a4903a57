package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletes and rewrites of one device that are too many at once wait until somebody decides. */
class BurstIT {

  private static final String ROOT = OwnWorkspace.ROOT;

  @TempDir Path temp;

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api owner;
  private Api editor;
  private OwnWorkspace own;
  private String id;
  private String in;

  @BeforeEach
  void makeWorkspace() throws Exception {
    People people = People.of(stack);
    owner = people.as("ada");
    editor = people.as("grace");
    editor.get("/heads");
    own = OwnWorkspace.make(owner, "bursts");
    id = own.id();
    in = own.path();
    own.role("grace", "editor");
  }

  private void rule(int files, int percent) throws Exception {
    Map<String, Integer> rule = Map.of("files", files, "percent", percent);
    Api.Answer put = owner.call("PUT", in + "/burst-rule", rule);
    assertThat(put.status()).as("%s", put).isEqualTo(200);
  }

  private RawDevice device() throws Exception {
    ServerEpoch epoch = ServerEpoch.of(owner.get("/connect").json().path("epoch").asText());
    return RawDevice.enrol(editor, stack, Cursor.start(epoch));
  }

  private Change remove(String node, int version) throws Exception {
    long head =
        database.number("SELECT head_revision FROM workspace WHERE id = ?", UUID.fromString(id));
    return new Change.Remove(
        new NodeId(UUID.fromString(node)), new VersionNumber(version), new Revision(head), 0);
  }

  private List<ChangeAnswer> commit(RawDevice device, Change... changes) throws Exception {
    device.send(device.request(WorkspaceId.of(id), changes));
    return device.answer().answers();
  }

  private boolean live(String node) throws Exception {
    return owner.get(in + "/nodes/" + node).json().path("live").asBoolean();
  }

  private JsonNode onlyBurst() throws Exception {
    JsonNode bursts = owner.get(in + "/bursts").json().path("bursts");
    assertThat(bursts).hasSize(1);
    return bursts.path(0);
  }

  private Api.Answer decide(Api person, String where, String burst, boolean approve)
      throws Exception {
    String path = where + "/bursts/" + burst + "/decision";
    return person.call("PUT", path, Map.of("approve", approve));
  }

  @Test
  void burstShouldWaitUntilAnOwnerApproves() throws Exception {
    rule(3, 0);
    String many = own.folder(ROOT, "many");
    List<String> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(own.file(many, "f" + i, "x"));
    }
    String one = own.file(ROOT, "one", "x");
    try (RawDevice device = device()) {
      assertThat(commit(device, remove(one, 1)).get(0)).isInstanceOf(ChangeAnswer.Applied.class);
      Change made = RawDevice.folder("harmless");
      List<ChangeAnswer> answers = commit(device, remove(many, 0), made);
      assertThat(answers.get(0)).isInstanceOf(ChangeAnswer.Held.class);
      assertThat(answers.get(1)).isInstanceOf(ChangeAnswer.Applied.class);
      String two = own.file(ROOT, "two", "x");
      assertThat(commit(device, remove(two, 1)).get(0)).isInstanceOf(ChangeAnswer.Held.class);
      for (String node : files) {
        assertThat(live(node)).isTrue();
      }
      JsonNode burst = onlyBurst();
      assertThat(burst.path("state").asText()).isEqualTo("parked");
      assertThat(burst.path("username").asText()).isEqualTo("grace");
      assertThat(burst.path("counted").asLong()).isEqualTo(4);
      String name = burst.path("burst").asText();
      JsonNode changes = owner.get(in + "/bursts/" + name + "/changes").json().path("changes");
      assertThat(changes.findValuesAsText("name")).containsExactlyInAnyOrder("many", "two");
      assertThat(changes.findValuesAsText("files")).containsExactlyInAnyOrder("3", "1");
      assertThat(owner.get("/bursts").json().toString()).contains(name);
      String feed = in + "/activity?limit=1";
      JsonNode told = owner.get(feed).json();
      assertThat(told.path("bursts").findValuesAsText("burst")).containsExactly(name);
      JsonNode next = owner.get(feed + "&page=" + told.path("nextPage").asText()).json();
      assertThat(next.path("bursts")).as("on the first page only").isEmpty();
      assertThat(editor.get(feed).json().path("bursts")).as("for owners only").isEmpty();
      assertThat(decide(editor, in, name, true).outcome()).isEqualTo("403 denied");
      assertThat(decide(owner, in, name, true).json().path("decidedBy").asText()).isEqualTo("ada");
      assertThat(owner.get("/bursts").json().toString()).doesNotContain(name);
      assertThat(commit(device, remove(many, 0), remove(two, 1)))
          .allMatch(ChangeAnswer.Applied.class::isInstance);
      assertThat(live(files.get(0))).isFalse();
    }
    assertThat(
            owner.get(in + "/audit?action=burst").json().path("links").findValuesAsText("action"))
        .containsExactly("burst.approve", "burst.park", "burst.rule");
  }

  @Test
  void rejectedChangesShouldStayRefusedAndOthersBeTaken() throws Exception {
    rule(1, 0);
    String a = own.file(ROOT, "a", "x");
    String b = own.file(ROOT, "b", "x");
    String c = own.file(ROOT, "c", "x");
    try (RawDevice device = device()) {
      assertThat(commit(device, remove(a, 1), remove(b, 1)))
          .allMatch(ChangeAnswer.Held.class::isInstance);
      String name = onlyBurst().path("burst").asText();
      assertThat(decide(owner, "", name, false).json().path("state").asText())
          .isEqualTo("rejected");
      assertThat(commit(device, remove(a, 1), remove(c, 1)))
          .satisfiesExactly(
              held ->
                  assertThat(held)
                      .asString()
                      .startsWith("Held[reason=Rejected by ada at ")
                      .contains("keeps version 1"),
              taken -> assertThat(taken).isInstanceOf(ChangeAnswer.Applied.class));
      assertThat(decide(owner, in, name, true).status()).isEqualTo(200);
      assertThat(commit(device, remove(a, 1)).get(0)).isInstanceOf(ChangeAnswer.Applied.class);
    }
  }

  @Test
  void rewritesOfADeviceShouldWaitAndBeSentWhenApproved() throws Exception {
    rule(4, 0);
    for (int i = 0; i < 6; i++) {
      own.file(ROOT, "f" + i, "x");
    }
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "laptop")) {
      device.enrol("grace", id);
      device.start();
      device.awaitState(90, "up-to-date");
      device.run("pause"); // one commit for all
      for (int i = 0; i < 6; i++) {
        Files.writeString(device.folder.resolve("f" + i), "encrypted " + i);
      }
      Files.writeString(device.folder.resolve("new"), "new");
      device.run("resume");
      device.await(90, status -> TestDevice.problemCodes(status).contains("held"));
      device.await(60, status -> isThere("/new"));
      String name = onlyBurst().path("burst").asText();
      assertThat(device.run("status")).contains("Waits on the server");
      assertThat(decide(owner, in, name, true).status()).isEqualTo(200);
      device.stop();
      device.start(); // who waits a minute sees the same
      device.awaitState(90, "up-to-date");
      String node = owner.get(in + "/nodes?path=/f5").json().path("node").asText();
      assertThat(own.text(node)).isEqualTo("encrypted 5");
    }
  }

  @Test
  void rejectedRewriteShouldTellWhoRejectedItAndWhatToDo() throws Exception {
    rule(1, 0);
    own.file(ROOT, "f0", "x");
    own.file(ROOT, "f1", "x");
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "laptop")) {
      device.enrol("grace", id);
      device.start();
      device.awaitState(90, "up-to-date");
      device.run("pause");
      Files.writeString(device.folder.resolve("f0"), "encrypted 0");
      Files.writeString(device.folder.resolve("f1"), "encrypted 1");
      device.run("resume");
      device.await(90, status -> TestDevice.problemCodes(status).contains("held"));
      String name = onlyBurst().path("burst").asText();
      assertThat(decide(owner, in, name, false).status()).isEqualTo(200);
      device.stop();
      device.start(); // who waits a minute sees the same
      device.await(90, status -> status.toString().contains("Rejected by ada at 2"));
      assertThat(device.run("status")).contains("'driftless init' it again");
      device.stop();
      device.run("unlink", device.folder.toString());
      device.run("init", device.folder.toString(), "--workspace", id);
      device.start();
      device.await(60, status -> holds(device, "f0", "x"));
      assertThat(names(device).stream().filter(one -> one.startsWith("f0 ("))).hasSize(1);
    }
  }

  private static List<String> names(TestDevice device) throws IOException {
    try (Stream<Path> files = Files.list(device.folder)) {
      return files.map(one -> one.getFileName().toString()).toList();
    }
  }

  private static boolean holds(TestDevice device, String name, String text) {
    try {
      Path file = device.folder.resolve(name);
      return Files.exists(file) && Files.readString(file).equals(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void callsBeyondTheRuleShouldDoNothingUntilAnOwnerApproves() throws Exception {
    rule(2, 0);
    List<String> files = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      files.add(own.file(ROOT, "f" + i, "x"));
    }
    Api any = editor.with("If-Match", "*");
    assertThat(any.call("DELETE", own.node(files.get(0)), null).status()).isEqualTo(204);
    assertThat(any.call("DELETE", own.node(files.get(1)), null).status()).isEqualTo(204);
    Api.Answer held = any.call("DELETE", own.node(files.get(2)), null);
    assertThat(held.outcome()).isEqualTo("423 held");
    assertThat(held.json().path("detail").asText()).contains("an owner of the workspace");
    database.await(1, "SELECT count(*) FROM burst WHERE workspace_id = ?", UUID.fromString(id));
    Api.Answer rewrite =
        any.bytes("PUT", own.node(files.get(3)) + "/content", Api.BYTES, new byte[] {1});
    assertThat(rewrite.outcome()).isEqualTo("423 held");
    assertThat(live(files.get(2))).isTrue();
    assertThat(own.text(files.get(3))).isEqualTo("x");
    own.folder(ROOT, "harmless");
    JsonNode burst = onlyBurst();
    assertThat(burst.path("state").asText()).isEqualTo("parked");
    assertThat(burst.path("username").asText()).isEqualTo("grace");
    String name = burst.path("burst").asText();
    database.await(
        2, "SELECT count(*) FROM burst_change WHERE burst_id = ?", UUID.fromString(name));
    assertThat(owner.get("/bursts").json().toString()).contains(name);
    JsonNode audit = owner.get(in + "/audit?action=burst.park").json().path("links");
    assertThat(audit.findValuesAsText("username")).containsExactly("grace");
    assertThat(audit.findValuesAsText("action")).containsExactly("burst.park");

    assertThat(decide(owner, in, name, true).status()).isEqualTo(200);
    assertThat(any.call("DELETE", own.node(files.get(2)), null).status()).isEqualTo(204);
    assertThat(live(files.get(2))).isFalse();
  }

  @Test
  void rewindShouldNotBeHeldSinceItWasPreviewed() throws Exception {
    rule(1, 0);
    String docs = own.folder(ROOT, "docs");
    TimeUnit.MILLISECONDS.sleep(5); // rows carry whole milliseconds of the server's clock
    String at = Instant.now().toString();
    TimeUnit.MILLISECONDS.sleep(5);
    for (int i = 0; i < 3; i++) {
      own.file(docs, "f" + i, "x");
    }
    Api.Answer begun = editor.call("POST", own.node(docs) + "/rewind", Map.of("at", at));
    assertThat(begun.status()).as("%s", begun).isEqualTo(202);
    String operation = in + "/operations/" + begun.json().path("operation").asText();
    assertThat(RewindIT.ended(editor, operation).path("state").asText()).isEqualTo("done");
    JsonNode left = owner.get(own.node(docs) + "/children").json().path("nodes");
    assertThat(left).isEmpty();
    assertThat(owner.get(in + "/bursts").json().path("bursts")).isEmpty();
  }

  private boolean isThere(String path) {
    try {
      return owner.get(in + "/nodes?path=" + path).status() == 200;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void ruleShouldBeTheServersUnlessAnOwnerSetsOne() throws Exception {
    JsonNode usual = editor.get(in + "/burst-rule").json();
    assertThat(usual.path("files").asInt()).isEqualTo(1_000);
    assertThat(usual.path("own").asBoolean()).isFalse();
    Map<String, Integer> wrong = Map.of("files", 1, "percent", 101);
    assertThat(owner.call("PUT", in + "/burst-rule", wrong).outcome()).isEqualTo("400 invalid");
    rule(0, 0);
    assertThat(editor.get(in + "/burst-rule").json().path("own").asBoolean()).isTrue();
    String a = own.file(ROOT, "a", "x");
    String b = own.file(ROOT, "b", "x");
    try (RawDevice device = device()) {
      assertThat(commit(device, remove(a, 1), remove(b, 1)))
          .allMatch(ChangeAnswer.Applied.class::isInstance); // 0 files: no bursts
    }
    assertThat(owner.call("DELETE", in + "/burst-rule", null).status()).isEqualTo(204);
    assertThat(editor.get(in + "/burst-rule").json().path("own").asBoolean()).isFalse();
  }

  @Test
  void operatorShouldDecideByCommand(@TempDir Path temp) throws Exception {
    String burst = ApiOperation.burst(id);
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "operator")) {
      device.login("ada");
      assertThat(device.run("bursts")).contains(burst + "  waits", "in workspace " + id);
      assertThat(device.run("bursts", "reject", burst)).contains("rejected by ada");
      assertThat(device.run("bursts", "--json")).doesNotContain(burst);
      assertThat(device.exitCode("bursts", "approve", UUID.randomUUID().toString())).isEqualTo(8);
    }
  }
}
