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
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Message.Update;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.node.NodeRow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes as a portal works with them; a bare device of the same person hears of every write. */
class NodesIT {

  private static final String ROOT = NodeId.ROOT.toString();

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api ada;
  private String workspace;
  private RawDevice device;

  @BeforeEach
  void makeWorkspace() throws Exception {
    ada = People.of(stack).as("ada");
    workspace =
        ada.call("POST", "/workspaces", Map.of("name", "nodes")).json().path("workspace").asText();
    ServerEpoch epoch = ServerEpoch.of(ada.get("/connect").json().path("epoch").asText());
    device = RawDevice.enrol(ada, stack, Cursor.start(epoch));
  }

  @AfterEach
  void disconnect() throws Exception {
    device.close();
  }

  /** Makes a folder in the root; its id. */
  static String folder(Api api, String workspace) throws Exception {
    Map<String, String> wanted = Map.of("parent", ROOT, "name", UUID.randomUUID().toString());
    return api.call("POST", "/workspaces/" + workspace + "/nodes", wanted)
        .json()
        .path("node")
        .asText();
  }

  /** Makes a small file in the root; its id. */
  static String file(Api api, String workspace) throws Exception {
    String path =
        "/workspaces/%s/nodes/%s/children/%s".formatted(workspace, ROOT, UUID.randomUUID());
    byte[] body = "a file".getBytes(StandardCharsets.UTF_8);
    return api.with("If-None-Match", "*")
        .bytes("PUT", path, Api.BYTES, body)
        .json()
        .path("node")
        .asText();
  }

  private String nodes(String more) {
    return "/workspaces/" + workspace + "/nodes" + more;
  }

  private Api.Answer make(String parent, String name) throws Exception {
    return ada.call("POST", nodes(""), Map.of("parent", parent, "name", name));
  }

  private String made(String parent, String name) throws Exception {
    Api.Answer answer = make(parent, name);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return answer.json().path("node").asText();
  }

  private Api.Answer byPath(String path) throws Exception {
    return ada.get(nodes("?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8)));
  }

  private NodeRow told(long revision) throws Exception {
    Update update = device.update(new Revision(revision));
    return update.changes().get(update.changes().size() - 1).row();
  }

  private long head() throws Exception {
    return database.number(
        "SELECT head_revision FROM workspace WHERE id = ?", UUID.fromString(workspace));
  }

  private static List<String> names(JsonNode page) {
    return StreamSupport.stream(page.path("nodes").spliterator(), false)
        .map(node -> node.path("name").asText())
        .toList();
  }

  /** Commits a link from the device, which needs no pack. */
  private String link(NodeId parent, String name) throws Exception {
    NodeId node = new NodeId(UUID.randomUUID());
    byte[] target = "target".getBytes(StandardCharsets.UTF_8);
    Content content =
        new Content(target.length, Sha256.digest(target), 7, false, 0, null, "target");
    device.send(
        device.request(
            WorkspaceId.of(workspace),
            new Change.Put(node, parent, name, NodeKind.LINK, VersionNumber.NONE, content, 0)));
    device.answer();
    return node.toString();
  }

  @Test
  void folderShouldReachDevicesLikeAnyOther() throws Exception {
    Api.Answer answer = make(ROOT, "Pläne");
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    assertThat(answer.header("Location")).endsWith("/nodes/" + answer.json().path("node").asText());
    assertThat(answer.header("ETag")).startsWith("\"1-");
    NodeRow row = told(1);
    assertThat(row.name()).isEqualTo("Pläne");
    assertThat(row.kind()).isEqualTo(NodeKind.FOLDER);
    assertThat(row.device().value()).startsWith("web-");
    assertThat(row.node().toString()).isEqualTo(answer.json().path("node").asText());
    assertThat(
            database.number(
                "SELECT count(*) FROM audit WHERE scope_id = ? AND action = 'commit'",
                UUID.fromString(workspace)))
        .isEqualTo(1);
  }

  @Test
  void nodesShouldBeFoundByIdAndPath() throws Exception {
    String outer = made(ROOT, "a b");
    String inner = made(outer, "c+d&e=ü");
    assertThat(byPath("/a b/c+d&e=ü").json().path("node").asText()).isEqualTo(inner);
    assertThat(byPath("/").json().path("node").asText()).isEqualTo(ROOT);
    JsonNode found = ada.get(nodes("/" + inner)).json();
    assertThat(found.path("parent").asText()).isEqualTo(outer);
    assertThat(found.path("live").asBoolean()).isTrue();
    assertThat(byPath("/a B").outcome()).isEqualTo("404 not-found");
    for (String path : List.of("a", "", "//", "/a/", "/../a", "/a\0b")) {
      assertThat(byPath(path).outcome()).as(path).isEqualTo("400 invalid");
    }
    assertThat(ada.get(nodes("")).outcome()).isEqualTo("400 invalid");
    assertThat(ada.get(nodes("/" + UUID.randomUUID())).outcome()).isEqualTo("404 not-found");
  }

  @Test
  void pagesShouldStandStillWhileTheFolderChanges() throws Exception {
    List<String> all = List.of("B", "a", "b", "c", "d", "ä");
    for (String name : all) {
      made(ROOT, name);
    }
    List<String> met = new ArrayList<>();
    String page = "";
    do {
      Api.Answer answer = ada.get(nodes("/" + ROOT + "/children?limit=2" + page));
      met.addAll(names(answer.json()));
      String next = answer.json().path("nextPage").asText();
      page = "&page=" + next;
      if (next.isEmpty()) {
        assertThat(answer.header("Link")).isEmpty();
      } else {
        assertThat(answer.header("Link"))
            .matches("<\\?(limit=2&page=%1$s|page=%1$s&limit=2)>; rel=\"next\"".formatted(next));
      }
      if (met.size() == 2) {
        made(ROOT, "A, before what was listed");
        String gone = byPath("/a").json().path("node").asText();
        assertThat(ada.with("If-Match", "*").call("DELETE", nodes("/" + gone), null).status())
            .isEqualTo(204);
      }
    } while (!page.equals("&page="));
    assertThat(met).containsExactlyElementsOf(all); // in the order of the bytes
    String other = made(ROOT, "other");
    for (String wrong : List.of("x", "AAAA", "a=b", ".")) {
      assertThat(ada.get(nodes("/" + ROOT + "/children?page=" + wrong)).outcome())
          .isEqualTo("400 invalid");
    }
    String ofRoot =
        ada.get(nodes("/" + ROOT + "/children?limit=1")).json().path("nextPage").asText();
    assertThat(ada.get(nodes("/" + other + "/children?page=" + ofRoot)).outcome())
        .isEqualTo("400 invalid");
    assertThat(ada.get(nodes("/" + link(NodeId.ROOT, "link") + "/children")).outcome())
        .isEqualTo("400 invalid");
  }

  @Test
  void moveShouldNeedWhatTheCallerHasSeen() throws Exception {
    String from = made(ROOT, "from");
    String to = made(ROOT, "to");
    String tag = ada.get(nodes("/" + from)).header("ETag");
    Map<String, String> wanted = Map.of("parent", to, "name", "renamed");
    assertThat(ada.call("PATCH", nodes("/" + from), wanted).outcome())
        .isEqualTo("428 precondition-required");
    Api.Answer moved = ada.with("If-Match", tag).call("PATCH", nodes("/" + from), wanted);
    assertThat(moved.status()).as("%s", moved).isEqualTo(200);
    assertThat(byPath("/to/renamed").json().path("node").asText()).isEqualTo(from);
    assertThat(told(3).name()).isEqualTo("renamed");
    Api.Answer late =
        ada.with("If-Match", "W/" + moved.header("ETag") + ", " + tag)
            .call("PATCH", nodes("/" + from), Map.of("name", "late"));
    assertThat(late.outcome()).isEqualTo("412 precondition-failed");
    assertThat(late.json().path("etag").asText()).isEqualTo(moved.header("ETag"));
    assertThat(ada.with("If-Match", "no tag").call("PATCH", nodes("/" + from), wanted).outcome())
        .isEqualTo("400 invalid");
    assertThat(head()).isEqualTo(3);
  }

  @Test
  void placesThatAreNotFreeShouldBeRefused() throws Exception {
    String one = made(ROOT, "one");
    String two = made(ROOT, "two");
    String beneath = made(one, "beneath");
    Api any = ada.with("If-Match", "*");
    Api.Answer taken = make(ROOT, "one");
    assertThat(taken.outcome()).isEqualTo("409 name-taken");
    assertThat(taken.json().path("by").asText()).isEqualTo(one);
    assertThat(any.call("PATCH", nodes("/" + two), Map.of("name", "one")).outcome())
        .isEqualTo("409 name-taken");
    assertThat(any.call("PATCH", nodes("/" + one), Map.of("parent", beneath)).outcome())
        .isEqualTo("400 invalid");
    assertThat(make(UUID.randomUUID().toString(), "x").outcome()).isEqualTo("409 parent-gone");
    for (String name : List.of("", ".", "..", "a/b", "a\0b", "\ud800", "x".repeat(256))) {
      assertThat(make(ROOT, name).outcome()).as(name).isEqualTo("400 invalid");
    }
    assertThat(make(ROOT, ".driftless").outcome()).isEqualTo("400 invalid");
    assertThat(any.call("DELETE", nodes("/" + ROOT), null).outcome()).isEqualTo("400 invalid");
    assertThat(any.call("DELETE", nodes("/" + one), null).status()).isEqualTo(204);
    assertThat(any.call("DELETE", nodes("/" + one), null).outcome()).isEqualTo("404 not-found");
    assertThat(any.call("PATCH", nodes("/" + beneath), Map.of("name", "y")).outcome())
        .isEqualTo("404 not-found");
    assertThat(make(one, "in a removed one").outcome()).isEqualTo("409 parent-gone");
    assertThat(ada.get(nodes("/" + beneath)).json().path("live").asBoolean(true)).isFalse();
    assertThat(head()).isEqualTo(4);
    assertThat(told(4).deleted()).isTrue();
  }

  @Test
  void keyShouldMakeRepeatingSafe() throws Exception {
    Api keyed = ada.with("Idempotency-Key", UUID.randomUUID().toString());
    Map<String, String> wanted = Map.of("parent", ROOT, "name", "once");
    Api.Answer first = keyed.call("POST", nodes(""), wanted);
    assertThat(keyed.call("POST", nodes(""), wanted).json()).isEqualTo(first.json());
    Api moving =
        ada.with("Idempotency-Key", UUID.randomUUID().toString())
            .with("If-Match", first.header("ETag"));
    String node = nodes("/" + first.json().path("node").asText());
    Api.Answer moved = moving.call("PATCH", node, Map.of("name", "moved once"));
    assertThat(moved.status()).isEqualTo(200);
    assertThat(moving.call("PATCH", node, Map.of("name", "moved once")).json())
        .isEqualTo(moved.json());
    Api removing = ada.with("Idempotency-Key", UUID.randomUUID().toString()).with("If-Match", "*");
    assertThat(removing.call("DELETE", node, null).status()).isEqualTo(204);
    assertThat(removing.call("DELETE", node, null).status()).isEqualTo(204);
    assertThat(head()).isEqualTo(3);
    assertThat(keyed.call("POST", nodes(""), Map.of("parent", ROOT, "name", "other")).outcome())
        .isEqualTo("400 invalid");
  }

  @Test
  void copyOfAFolderShouldHoldCopiesOfAllThatLiesInIt() throws Exception {
    String from = made(ROOT, "from");
    String inner = made(from, "inner");
    String link = link(NodeId.of(inner), "link");
    String gone = made(from, "gone");
    assertThat(ada.with("If-Match", "*").call("DELETE", nodes("/" + gone), null).status())
        .isEqualTo(204);
    long before = head();
    Map<String, String> wanted = Map.of("parent", ROOT, "name", "copy");
    Api.Answer copied = ada.call("POST", nodes("/" + from + "/copies"), wanted);
    assertThat(copied.status()).as("%s", copied).isEqualTo(201);
    JsonNode copy = byPath("/copy/inner/link").json();
    assertThat(copy.path("node").asText()).isNotEqualTo(link);
    assertThat(copy.path("version").path("linkTarget").asText()).isEqualTo("target");
    assertThat(copy.path("version").path("modifiedNanos").asLong()).isEqualTo(7);
    assertThat(byPath("/copy/gone").outcome()).isEqualTo("404 not-found");
    assertThat(head()).isEqualTo(before + 3);
    device.update(new Revision(before + 3));
    assertThat(
            database.number(
                "SELECT count(DISTINCT commit_id) FROM journal WHERE workspace_id = ?"
                    + " AND revision > ?",
                UUID.fromString(workspace),
                before))
        .isEqualTo(1);
    assertThat(ada.call("POST", nodes("/" + from + "/copies"), wanted).outcome())
        .isEqualTo("409 name-taken");
    assertThat(ada.call("POST", nodes("/" + from + "/copies"), Map.of("parent", inner)).outcome())
        .isEqualTo("400 invalid");
  }

  @Test
  void tooLargeATreeShouldNotBeCopiedInPart() throws Exception {
    NodeId top = new NodeId(UUID.randomUUID());
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.MakeFolder(top, NodeId.ROOT, "large", 0));
    for (int i = 0; i < 999; i++) {
      changes.add(new Change.MakeFolder(new NodeId(UUID.randomUUID()), top, "f" + i, 0));
    }
    device.send(device.request(WorkspaceId.of(workspace), changes.toArray(Change[]::new)));
    device.answer();
    String copies = nodes("/" + top + "/copies");
    Map<String, String> wanted = Map.of("parent", ROOT, "name", "copy");
    assertThat(ada.call("POST", copies, wanted).status()).isEqualTo(201);
    assertThat(head()).isEqualTo(2_000);
    made(top.toString(), "one more");
    Api.Answer tooMany = ada.call("POST", copies, Map.of("parent", ROOT, "name", "another copy"));
    assertThat(tooMany.outcome()).isEqualTo("409 too-many");
    assertThat(tooMany.json().path("limit").asInt()).isEqualTo(1_000);
    assertThat(head()).isEqualTo(2_001);
    removedShouldComeBackWhole(top.toString());
  }

  /** By one call, although it is more than a commit may name. */
  private void removedShouldComeBackWhole(String top) throws Exception {
    Api any = ada.with("If-Match", "*");
    assertThat(any.call("DELETE", nodes("/" + top), null).status()).isEqualTo(204);
    assertThat(ada.get(nodes("/" + top)).json().path("live").asBoolean()).isFalse();
    assertThat(ada.call("POST", nodes("/" + top + "/restore"), Map.of()).status()).isEqualTo(200);
    assertThat(head()).isEqualTo(3_003); // each of the 1,001 is told to devices
    assertThat(ada.get(nodes("/" + top + "/children")).json().path("nodes")).hasSize(1_000);
  }
}
