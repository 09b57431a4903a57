package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.Update;
import io.driftless.protocol.node.NodeKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions of a node and bringing them back, over HTTP; every device hears of it. */
class HistoryIT {

  private final RunningStack stack = RunningStack.ofBuild();
  private final NodeId node = new NodeId(UUID.randomUUID());
  private Api ada;
  private String workspace;
  private RawDevice device;

  @BeforeEach
  void makeThreeVersions() throws Exception {
    ada = People.of(stack).as("ada");
    workspace =
        ada.call("POST", "/workspaces", Map.of("name", "history"))
            .json()
            .path("workspace")
            .asText();
    ServerEpoch epoch = ServerEpoch.of(ada.get("/connect").json().path("epoch").asText());
    device = RawDevice.enrol(ada, stack, Cursor.start(epoch));
    for (int version = 0; version < 3; version++) {
      commit(link(version, "target " + (version + 1)));
    }
  }

  @AfterEach
  void disconnect() throws Exception {
    device.close();
  }

  private CommitAnswer commit(Change change) throws Exception {
    device.send(device.request(WorkspaceId.of(workspace), change));
    CommitAnswer answer = device.answer();
    assertThat(answer.answers()).hasOnlyElementsOfType(ChangeAnswer.Applied.class);
    return answer;
  }

  /** A link needs no pack. */
  private Change link(int base, String target) {
    byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
    return new Change.Put(
        node,
        base == 0 ? NodeId.ROOT : null,
        base == 0 ? "link" : null,
        NodeKind.LINK,
        new VersionNumber(base),
        new Content(bytes.length, Sha256.digest(bytes), base, false, 0, null, target),
        0);
  }

  private String path(String more) {
    return "/workspaces/" + workspace + "/nodes/" + node + more;
  }

  private static List<String> targets(JsonNode versions) {
    return StreamSupport.stream(versions.path("versions").spliterator(), false)
        .map(version -> version.path("version").path("linkTarget").asText())
        .toList();
  }

  @Test
  void versionsShouldBeListedNewestFirstWithWhoMadeThem() throws Exception {
    JsonNode all = ada.get(path("/versions")).json();
    assertThat(targets(all)).containsExactly("target 3", "target 2", "target 1");
    assertThat(all.path("hasMore").asBoolean()).isFalse();
    assertThat(all.path("node").path("name").asText()).isEqualTo("link");
    JsonNode newest = all.path("versions").path(0);
    assertThat(newest.path("username").asText()).isEqualTo("ada");
    assertThat(newest.path("device").asText()).isEqualTo(device.id);
    assertThat(newest.path("deviceName").asText()).isEqualTo("raw");
    assertThat(newest.path("revision").asLong()).isEqualTo(3);
    assertThat(newest.path("committedMillis").asLong()).isPositive();
    JsonNode page = ada.get(path("/versions?limit=1&before=3")).json();
    assertThat(targets(page)).containsExactly("target 2");
    assertThat(page.path("hasMore").asBoolean()).isTrue();
  }

  @Test
  void newBytesShouldBeThoseThatTheWorkspaceDidNotHold() throws Exception {
    OwnWorkspace own = new OwnWorkspace(ada, workspace, "/workspaces/" + workspace);
    byte[] content = new byte[1_000_000];
    new Random(7).nextBytes(content);
    String file = own.file(OwnWorkspace.ROOT, "large", content);
    assertThat(newBytes(file)).containsExactly(1_000_000L);
    content[999_999]++;
    Api any = ada.with("If-Match", "*");
    assertThat(any.bytes("PUT", own.node(file) + "/content", Api.BYTES, content).status())
        .isEqualTo(200);
    assertThat(ada.call("POST", own.node(file) + "/restore", Map.of("from", 1)).status())
        .isEqualTo(200);
    assertThat(newBytes(file)).element(0).isEqualTo(0L);
    assertThat(newBytes(file)).element(1).satisfies(b -> assertThat(b).isBetween(1L, 500_000L));
    assertThat(newBytes(own.file(OwnWorkspace.ROOT, "the same", content))).containsExactly(0L);
  }

  private List<Long> newBytes(String file) throws Exception {
    JsonNode versions = ada.get("/workspaces/" + workspace + "/nodes/" + file + "/versions").json();
    return StreamSupport.stream(versions.path("versions").spliterator(), false)
        .map(version -> version.required("newBytes").asLong())
        .toList();
  }

  @Test
  void olderVersionShouldBecomeTheNextOne() throws Exception {
    JsonNode restored = ada.call("POST", path("/restore"), Map.of("from", 1, "base", 3)).json();
    assertThat(restored.path("revision").asLong()).isEqualTo(4);
    assertThat(restored.path("version").asInt()).isEqualTo(4);
    Update update = device.update(new Revision(4));
    assertThat(update.changes().get(update.changes().size() - 1).row().version().linkTarget())
        .isEqualTo("target 1");
    JsonNode all = ada.get(path("/versions")).json();
    assertThat(targets(all)).containsExactly("target 1", "target 3", "target 2", "target 1");
    assertThat(all.path("versions").path(0).path("deviceName").asText()).isEqualTo("web");
    assertThat(all.path("versions").path(0).path("username").asText()).isEqualTo("ada");
  }

  @Test
  void removedNodeShouldComeBackWhereItWasOrElsewhere() throws Exception {
    commit(new Change.Remove(node, new VersionNumber(3), new Revision(3), 0));
    JsonNode removed = ada.get(path("/versions")).json();
    assertThat(removed.path("node").path("deleted").asBoolean()).isTrue();
    assertThat(targets(removed)).hasSize(3);
    commit(RawDevice.folder("link"));
    Api.Answer taken = ada.call("POST", path("/restore"), Map.of());
    assertThat(taken.outcome()).isEqualTo("409 name-taken");
    assertThat(taken.json().path("by").asText()).isNotBlank();
    Map<String, Object> nowhere = Map.of("parent", UUID.randomUUID().toString());
    assertThat(ada.call("POST", path("/restore"), nowhere).outcome()).isEqualTo("409 parent-gone");
    Map<String, Object> renamed = new HashMap<>(Map.of("name", "link again", "from", 2));
    JsonNode restored = ada.call("POST", path("/restore"), renamed).json();
    assertThat(restored.path("version").asInt()).isEqualTo(4);
    JsonNode back = ada.get(path("/versions")).json();
    assertThat(back.path("node").path("deleted").asBoolean()).isFalse();
    assertThat(back.path("node").path("name").asText()).isEqualTo("link again");
    assertThat(targets(back).get(0)).isEqualTo("target 2");
  }

  @Test
  void callWithAKeyShouldTakeEffectOnce() throws Exception {
    String key = UUID.randomUUID().toString();
    Api keyed = ada.with("Idempotency-Key", key);
    JsonNode first = keyed.call("POST", path("/restore"), Map.of("from", 1)).json();
    JsonNode again = keyed.call("POST", path("/restore"), Map.of("from", 1)).json();
    assertThat(again).isEqualTo(first);
    assertThat(targets(ada.get(path("/versions")).json())).hasSize(4);
    Api.Answer other = keyed.call("POST", path("/restore"), Map.of("from", 2));
    assertThat(other.outcome()).isEqualTo("400 invalid");
    assertThat(other.json().path("field").asText()).isEqualTo("Idempotency-Key");
    assertThat(
            ada.with("Idempotency-Key", "no key")
                .call("POST", path("/restore"), Map.of())
                .outcome())
        .isEqualTo("400 invalid");
  }

  @Test
  void restoreFromAnOldViewShouldBeToldAsStale() throws Exception {
    Api.Answer stale = ada.call("POST", path("/restore"), Map.of("from", 1, "base", 2));
    assertThat(stale.outcome()).isEqualTo("409 stale");
    assertThat(stale.json().path("revision").asLong()).isEqualTo(3);
    assertThat(targets(ada.get(path("/versions")).json())).hasSize(3);
  }

  @Test
  void namesThatAreIllegalShouldBeRefused() throws Exception {
    commit(new Change.Remove(node, new VersionNumber(3), new Revision(3), 0));
    for (String name : List.of("", ".", "..", "a/b", "a\0b", "\ud800", "x".repeat(256))) {
      Api.Answer answer = ada.call("POST", path("/restore"), Map.of("name", name));
      assertThat(answer.outcome()).as("%s", answer).isEqualTo("400 invalid");
    }
    assertThat(ada.call("POST", path("/restore"), Map.of("from", -1)).outcome())
        .isEqualTo("400 malformed");
    assertThat(ada.get(path("/versions?limit=0")).outcome()).isEqualTo("400 invalid");
    assertThat(ada.get(path("/versions?before=x")).outcome()).isEqualTo("400 invalid");
  }

  @Test
  void whatIsNotThereShouldBeToldAsNotFound() throws Exception {
    assertThat(ada.call("POST", path("/restore"), Map.of("from", 9)).outcome())
        .isEqualTo("404 not-found");
    String stranger = "/workspaces/" + workspace + "/nodes/" + UUID.randomUUID();
    assertThat(ada.get(stranger + "/versions").outcome()).isEqualTo("404 not-found");
    assertThat(ada.call("POST", stranger + "/restore", Map.of()).outcome())
        .isEqualTo("404 not-found");
  }
}
