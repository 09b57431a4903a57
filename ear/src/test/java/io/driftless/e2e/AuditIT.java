package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangeAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit: what is in it, who may read it, and that nobody can change it unseen. */
class AuditIT {

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api ada;
  private Api grace;
  private Api linus;
  private String workspace;

  @BeforeEach
  void makeWorkspace() throws Exception {
    People people = People.of(stack);
    ada = people.as("ada");
    grace = people.as("grace");
    linus = people.as("linus");
    grace.get("/heads");
    workspace =
        ada.call("POST", "/workspaces", Map.of("name", "audited"))
            .json()
            .path("workspace")
            .asText();
  }

  private JsonNode links(Api person, String path) throws Exception {
    Api.Answer answer = person.get(path);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json().path("links");
  }

  private List<String> actions(String query) throws Exception {
    return all(links(ada, "/workspaces/" + workspace + "/audit" + query), "action");
  }

  private static List<String> all(JsonNode links, String member) {
    return StreamSupport.stream(links.spliterator(), false)
        .map(link -> link.path(member).asText())
        .toList();
  }

  private void folder(String name) throws Exception {
    Map<String, String> folder = Map.of("parent", new UUID(0, 0).toString(), "name", name);
    assertThat(ada.call("POST", "/workspaces/" + workspace + "/nodes", folder).status())
        .isEqualTo(201);
  }

  @Test
  void stateChangesShouldTellWhoWithWhatFromWhere() throws Exception {
    folder("by the API");
    ServerEpoch epoch = ServerEpoch.of(ada.get("/connect").json().path("epoch").asText());
    String id;
    try (RawDevice device = RawDevice.enrol(ada, stack, Cursor.start(epoch))) {
      id = device.id;
      device.send(
          device.request(
              WorkspaceId.of(workspace),
              RawDevice.folder("by a device"),
              RawDevice.folder("by the API")));
      assertThat(device.answer().refused()).isNull();
      device.send(device.request(new WorkspaceId(UUID.randomUUID()), RawDevice.folder("denied")));
      assertThat(device.answer().refused()).isEqualTo(new ChangeAnswer.Denied());
    }
    JsonNode found = links(ada, "/workspaces/" + workspace + "/audit");
    assertThat(all(found, "action")).containsExactly("commit", "commit", "workspace.make");
    assertThat(all(found, "address")).containsOnly("127.0.0.1");
    assertThat(all(found, "username")).containsOnly("ada");
    assertThat(all(found, "result")).containsOnly("done");
    assertThat(found.path(0).path("device").asText()).isEqualTo(id);
    assertThat(found.path(0).path("detail").path("accepted").asInt()).isEqualTo(2); // one merged
    assertThat(found.path(0).path("detail").path("rows").asInt()).isEqualTo(1);
    String account = found.path(0).path("account").asText();
    JsonNode own = links(linus, "/audit?action=commit&scope=" + account);
    assertThat(own.path(0).path("result").asText()).isEqualTo("denied");
    assertThat(own.path(0).path("device").asText()).isEqualTo(id);
  }

  @Test
  void refusalsShouldBeInTheChainOfWhoWasRefused() throws Exception {
    String path = "/workspaces/" + workspace + "/members/linus";
    assertThat(grace.call("PUT", path, Map.of("role", "viewer")).outcome())
        .isEqualTo("404 not-found");
    JsonNode refused = links(linus, "/audit?action=refused&limit=20");
    JsonNode one =
        StreamSupport.stream(refused.spliterator(), false)
            .filter(link -> link.path("detail").path("call").asText().endsWith(path))
            .findFirst()
            .orElseThrow();
    assertThat(one.path("username").asText()).isEqualTo("grace");
    assertThat(one.path("result").asText()).isEqualTo("not-found");
    assertThat(one.path("address").asText()).isEqualTo("127.0.0.1");
  }

  @Test
  void listingShouldBeNarrowedDownAndGoOnPageByPage() throws Exception {
    for (int i = 0; i < 5; i++) {
      folder("folder " + i);
    }
    assertThat(actions("")).hasSize(6);
    assertThat(actions("?action=commit")).hasSize(5);
    assertThat(actions("?action=workspace.")).containsExactly("workspace.make");
    assertThat(actions("?until=2020-01-01T00:00:00Z")).isEmpty();
    assertThat(actions("?account=" + UUID.randomUUID())).isEmpty();
    String third = links(ada, "/workspaces/" + workspace + "/audit").path(2).path("at").asText();
    assertThat(actions("?from=" + third)).hasSize(3);
    assertThat(actions("?until=" + third)).hasSize(4);
    List<String> paged = new ArrayList<>();
    String page = "";
    do {
      JsonNode answer = ada.get("/workspaces/" + workspace + "/audit?limit=2" + page).json();
      paged.addAll(all(answer.path("links"), "sequence"));
      page = answer.has("nextPage") ? "&page=" + answer.path("nextPage").asText() : "";
    } while (!page.isEmpty());
    assertThat(paged).containsExactly("6", "5", "4", "3", "2", "1");
    for (String wrong : List.of("page=x", "page=AAAA", "from=now", "account=1", "limit=0")) {
      assertThat(ada.get("/workspaces/" + workspace + "/audit?" + wrong).outcome())
          .as(wrong)
          .isEqualTo("400 invalid");
    }
  }

  @Test
  void exportShouldHoldEveryLinkInOrder() throws Exception {
    folder("one");
    folder("two");
    Api.Answer answer = ada.get("/workspaces/" + workspace + "/audit/export");
    assertThat(answer.header("Content-Type")).isEqualTo(Api.LINES);
    List<JsonNode> links = new ArrayList<>();
    for (String line : new String(answer.unpacked(), StandardCharsets.UTF_8).split("\n", -1)) {
      if (!line.isEmpty()) {
        links.add(RunningStack.JSON.readTree(line));
      }
    }
    assertThat(links)
        .extracting(link -> link.path("sequence").asLong())
        .containsExactly(1L, 2L, 3L);
    List<String> digests = links.stream().map(link -> link.path("digest").asText()).toList();
    assertThat(links)
        .extracting(link -> link.path("previous").asText())
        .containsExactly("0".repeat(64), digests.get(0), digests.get(1));
    assertThat(brokenByTheDocumentedQuery()).isZero();
    UUID scope = UUID.fromString(workspace);
    database.change("UPDATE audit SET address = '::' WHERE scope_id = ? AND sequence = 2", scope);
    assertThat(brokenByTheDocumentedQuery()).isEqualTo(1);
  }

  /** The links of this workspace that the query in the documentation finds broken. */
  private long brokenByTheDocumentedQuery() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "audit.md"));
    String sql = page.substring(page.indexOf("```sql") + 6, page.lastIndexOf("```"));
    int second = sql.indexOf("SELECT scope_id");
    String query = sql.substring(second, sql.lastIndexOf(';'));
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql.substring(0, second));
      return ServerDatabase.number(
          connection,
          "SELECT count(*) FROM (" + query + ") broken WHERE scope_id = ?",
          UUID.fromString(workspace));
    }
  }

  @Test
  void exportShouldGoBeyondOnePiece() throws Exception {
    UUID scope = UUID.fromString(workspace);
    database.change(
        "INSERT INTO audit (scope_id, sequence, at, action, detail, previous, digest)"
            + " SELECT ?, i, now(), 'test', '{}', 'changed', sha256(int8send(i))"
            + " FROM generate_series(2, 4500) i",
        scope);
    byte[] lines = ada.get("/workspaces/" + workspace + "/audit/export").unpacked();
    List<Long> sequences = new ArrayList<>();
    for (String line : new String(lines, StandardCharsets.UTF_8).split("\n", -1)) {
      if (!line.isEmpty()) {
        sequences.add(RunningStack.JSON.readTree(line).path("sequence").asLong());
      }
    }
    assertThat(sequences).hasSize(4_500).isSorted().doesNotHaveDuplicates();
    database.change("DELETE FROM audit WHERE scope_id = ? AND sequence > 1", scope);
  }

  private List<String> problems() throws Exception {
    JsonNode report = linus.get("/audit/check?scope=" + workspace).json();
    assertThat(report.path("chains").asInt()).isEqualTo(1);
    return StreamSupport.stream(report.path("problems").spliterator(), false)
        .map(problem -> problem.path("sequence").asText() + " " + problem.path("problem").asText())
        .toList();
  }

  @Test
  void checkShouldFindWhateverWasChanged() throws Exception {
    folder("one");
    folder("two");
    UUID scope = UUID.fromString(workspace);
    assertThat(problems()).isEmpty();

    String detail =
        database.text("SELECT detail FROM audit WHERE scope_id = ? AND sequence = 2", scope);
    String set = "UPDATE audit SET detail = ? WHERE scope_id = ? AND sequence = 2";
    database.change(set, detail.replace("\"rows\":1", "\"rows\":0"), scope);
    assertThat(problems()).containsExactly("2 The link was changed.");
    database.change(set, detail, scope);
    assertThat(problems()).isEmpty();

    for (String column : List.of("address", "result", "device_id", "action", "account_id")) {
      String value =
          database.text(
              "SELECT " + column + "::text FROM audit WHERE scope_id = ? AND sequence = 2", scope);
      String other = column.equals("account_id") ? UUID.randomUUID().toString() : "other";
      String type = column.equals("account_id") ? "::uuid" : "";
      String change =
          "UPDATE audit SET %s = ?%s WHERE scope_id = ? AND sequence = 2".formatted(column, type);
      database.change(change, other, scope);
      assertThat(problems()).as(column).containsExactly("2 The link was changed.");
      database.change(change, value, scope);
    }

    database.change("UPDATE audit SET sequence = 7 WHERE scope_id = ? AND sequence = 2", scope);
    assertThat(problems()).contains("2 The link is missing.");
    database.change("UPDATE audit SET sequence = 2 WHERE scope_id = ? AND sequence = 7", scope);

    database.change("UPDATE audit SET sequence = 8 WHERE scope_id = ? AND sequence = 3", scope);
    assertThat(problems()).containsExactly("3 The chain ends too early.");
    database.change("UPDATE audit SET sequence = 3 WHERE scope_id = ? AND sequence = 8", scope);
    assertThat(problems()).isEmpty();

    String end = "UPDATE workspace SET audit_digest = decode(?, 'hex') WHERE id = ?";
    String digest =
        database.text("SELECT encode(audit_digest, 'hex') FROM workspace WHERE id = ?", scope);
    database.change(end, HexFormat.of().formatHex(new byte[32]), scope);
    assertThat(problems()).containsExactly("3 The last link is not the one that is noted.");
    database.change(end, digest, scope);
    assertThat(problems()).isEqualTo(Collections.emptyList());
  }

  @Test
  void commandShouldFailWhereAChainDoesNotHold(@TempDir Path temp) throws Exception {
    folder("one");
    UUID scope = UUID.fromString(workspace);
    String[] check = {"audit", "check", "--scope", workspace};
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "auditor")) {
      device.login("linus");
      assertThat(device.run(check)).contains("1 chains with 2 links", "all holds together");
      String set = "UPDATE audit SET action = ? WHERE scope_id = ? AND sequence = 2";
      database.change(set, "other", scope);
      assertThat(device.exitCode(check)).isEqualTo(1);
      database.change(set, "commit", scope);
      assertThat(device.exitCode(check)).isZero();
    }
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "owner")) {
      device.login("ada");
      assertThat(device.exitCode(check)).as("an owner is no auditor").isEqualTo(8);
    }
  }
}
