package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.stack.PartName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders become what they were, previewed, by operations that can be undone. */
class RewindIT {

  private static final String ROOT = NodeId.ROOT.toString();
  private static final long PATIENCE_SECONDS = 60;

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api ada;
  private String workspace;
  private String in;

  @BeforeEach
  void makeWorkspace() throws Exception {
    ada = People.of(stack).as("ada");
    workspace =
        ada.call("POST", "/workspaces", Map.of("name", "rewind")).json().path("workspace").asText();
    in = "/workspaces/" + workspace;
  }

  /** An operation after its end. */
  static JsonNode ended(Api api, String path) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    JsonNode operation = api.get(path).json();
    while (operation.path("state").asText().equals("running") && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(20);
      operation = api.get(path).json();
    }
    return operation;
  }

  private String folder(String parent, String name) throws Exception {
    Api.Answer made = ada.call("POST", in + "/nodes", Map.of("parent", parent, "name", name));
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    return made.json().path("node").asText();
  }

  private String file(String parent, String name, String text) throws Exception {
    Api.Answer made =
        ada.with("If-None-Match", "*")
            .bytes(
                "PUT",
                in + "/nodes/" + parent + "/children/" + name,
                Api.BYTES,
                text.getBytes(StandardCharsets.UTF_8));
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    return made.json().path("node").asText();
  }

  private Api.Answer edit(String node, String text) throws Exception {
    return ada.with("If-Match", "*")
        .bytes(
            "PUT",
            in + "/nodes/" + node + "/content",
            Api.BYTES,
            text.getBytes(StandardCharsets.UTF_8));
  }

  private Api.Answer move(String node, String parent, String name) throws Exception {
    return ada.with("If-Match", "*")
        .call("PATCH", in + "/nodes/" + node, Map.of("parent", parent, "name", name));
  }

  private Api.Answer remove(String node) throws Exception {
    return ada.with("If-Match", "*").call("DELETE", in + "/nodes/" + node, null);
  }

  /** The database's clock now; what is applied later is later by a millisecond at least. */
  private String now() throws Exception {
    TimeUnit.MILLISECONDS.sleep(5); // rows carry whole milliseconds of the server's clock
    Instant now = Instant.now();
    TimeUnit.MILLISECONDS.sleep(5);
    return now.toString();
  }

  /** All that lies in a folder, by path: the node and the digest of its content. */
  private Map<String, String> tree(String folder, String at) throws Exception {
    Map<String, String> found = new TreeMap<>();
    collect(folder, "", at, found);
    return found;
  }

  private void collect(String folder, String path, String at, Map<String, String> found)
      throws Exception {
    String time = at.isEmpty() ? "" : "?at=" + at;
    Api.Answer page = ada.get(in + "/nodes/" + folder + "/children" + time);
    assertThat(page.status()).as("%s", page).isEqualTo(200);
    for (JsonNode node : page.json().path("nodes")) {
      String at2 = path + "/" + node.path("name").asText();
      String id = node.path("node").asText();
      found.put(at2, id + " " + node.path("version").path("digest").asText());
      if (node.path("kind").asText().equals("folder")) {
        collect(id, at2, at, found);
      }
    }
  }

  private JsonNode preview(String folder, String at) throws Exception {
    Api.Answer answer = ada.get(in + "/nodes/" + folder + "/rewind?at=" + at);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json();
  }

  private JsonNode rewound(String folder, Map<String, Object> wanted) throws Exception {
    Api.Answer begun = ada.call("POST", in + "/nodes/" + folder + "/rewind", wanted);
    assertThat(begun.status()).as("%s", begun).isEqualTo(202);
    assertThat(begun.header("Location")).endsWith(begun.json().path("operation").asText());
    return ended(ada, in + "/operations/" + begun.json().path("operation").asText());
  }

  private JsonNode undone(JsonNode operation) throws Exception {
    Api.Answer begun =
        ada.call(
            "POST", in + "/operations/" + operation.path("operation").asText() + "/undo", null);
    assertThat(begun.status()).as("%s", begun).isEqualTo(202);
    assertThat(begun.json().path("of")).isEqualTo(operation.path("operation"));
    return ended(ada, in + "/operations/" + begun.json().path("operation").asText());
  }

  private List<String> notes(JsonNode operation) throws Exception {
    List<String> notes = new ArrayList<>();
    ada.get(in + "/operations/" + operation.path("operation").asText() + "/steps")
        .json()
        .path("steps")
        .forEach(step -> notes.add(step.path("note").asText()));
    notes.removeIf(String::isEmpty); // what is null is not told
    return notes;
  }

  @Test
  void folderShouldBecomeWhatItWasAndBackAgain() throws Exception {
    String outside = folder(ROOT, "outside");
    String in1 = folder(ROOT, "project");
    String edited = file(in1, "edited", "one");
    String renamed = file(in1, "renamed", "same");
    String gone = folder(in1, "gone");
    file(gone, "beneath", "kept");
    String taken = file(in1, "taken", "old");
    String away = file(in1, "away", "comes back");
    String came = file(outside, "came", "goes back");
    String then = now();
    final Map<String, String> before = tree(ROOT, "");
    edit(edited, "two");
    move(renamed, in1, "another name");
    remove(gone);
    remove(taken);
    file(in1, "taken", "a new file of that name");
    move(away, outside, "away");
    move(came, in1, "came");
    String fresh = folder(in1, "fresh");
    file(fresh, "new", "new");
    final Map<String, String> after = tree(ROOT, "");
    JsonNode preview = preview(in1, then);
    List<String> actions = new ArrayList<>();
    preview.path("steps").forEach(step -> actions.add(step.path("action").asText()));
    assertThat(actions)
        .containsExactlyInAnyOrder(
            "content", "move", "restore", "restore", "move", "move", "remove", "remove", "remove");
    assertThat(actions.subList(6, 9)).containsOnly("remove");
    assertThat(tree(ROOT, "")).isEqualTo(after); // nothing was done
    JsonNode done = rewound(in1, Map.of("at", then, "seen", preview.path("seen").asLong()));
    assertThat(done.path("state").asText()).isEqualTo("done");
    assertThat(done.path("applied").asInt()).as("%s", notes(done)).isEqualTo(9);
    assertThat(tree(ROOT, "")).isEqualTo(before);
    JsonNode undone = undone(done);
    assertThat(undone.path("skipped").asInt()).as("%s", notes(undone)).isZero();
    assertThat(tree(ROOT, "")).isEqualTo(after);
    undone(undone);
    assertThat(tree(ROOT, "")).isEqualTo(before);
  }

  @Test
  void zipShouldHoldAFolderAsItIsAndAsItWas() throws Exception {
    String top = folder(ROOT, "zipped");
    String inner = folder(top, "inner ü");
    String one = file(inner, "one.txt", "first");
    file(top, "empty", "");
    String then = now();
    edit(one, "second");
    file(inner, "late", "later");
    assertThat(zip(top, ""))
        .isEqualTo(
            Map.of(
                "inner ü/", "", "inner ü/one.txt", "second", "inner ü/late", "later", "empty", ""));
    assertThat(zip(top, "?at=" + then))
        .isEqualTo(Map.of("inner ü/", "", "inner ü/one.txt", "first", "empty", ""));
    assertThat(zip(ROOT, "")).hasSize(5);
    assertThat(ada.get(in + "/nodes/" + one + "/zip").outcome()).isEqualTo("400 invalid");
    assertThat(ada.get(in + "/nodes/" + UUID.randomUUID() + "/zip").outcome())
        .isEqualTo("404 not-found");
  }

  private Map<String, String> zip(String folder, String at) throws Exception {
    Api.Answer answer = ada.get(in + "/nodes/" + folder + "/zip" + at);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    Map<String, String> found = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        found.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return found;
  }

  @Test
  void chosenNodesAloneShouldChange() throws Exception {
    String one = file(ROOT, "one", "1");
    String two = file(ROOT, "two", "2");
    String then = now();
    edit(one, "1 edited");
    edit(two, "2 edited");
    Map<String, String> before = tree(ROOT, then);
    JsonNode done = rewound(ROOT, Map.of("at", then, "only", List.of(one)));
    assertThat(done.path("total").asInt()).isEqualTo(1);
    Map<String, String> now = tree(ROOT, "");
    assertThat(now.get("/one")).isEqualTo(before.get("/one"));
    assertThat(now.get("/two")).isNotEqualTo(before.get("/two"));
  }

  @Test
  void whatWasChangedSinceThePreviewShouldBeLeftAlone() throws Exception {
    String one = file(ROOT, "one", "1");
    String two = file(ROOT, "two", "2");
    String then = now();
    edit(one, "1 edited");
    edit(two, "2 edited");
    String added = folder(ROOT, "added");
    long seen = preview(ROOT, then).path("seen").asLong();
    edit(two, "2 edited again");
    file(added, "inside", "after the preview");
    Map<String, String> before = tree(ROOT, "");
    JsonNode done = rewound(ROOT, Map.of("at", then, "seen", seen));
    assertThat(notes(done)).containsExactlyInAnyOrder("changed-since", "not-empty");
    Map<String, String> now = tree(ROOT, "");
    assertThat(now.get("/two")).isEqualTo(before.get("/two"));
    assertThat(now).containsKeys("/added", "/added/inside");
    assertThat(now.get("/one")).isEqualTo(tree(ROOT, then).get("/one"));
  }

  @Test
  void whatCannotBeShouldBeRefused() throws Exception {
    String folder = folder(ROOT, "late");
    String file = file(ROOT, "file", "no folder");
    String rewind = "/rewind?at=";
    assertThat(ada.get(in + "/nodes/" + folder + rewind + "2001-01-01T00:00:00Z").outcome())
        .isEqualTo("400 invalid");
    assertThat(ada.get(in + "/nodes/" + file + rewind + "2100-01-01T00:00:00Z").outcome())
        .isEqualTo("400 invalid");
    assertThat(ada.get(in + "/nodes/" + folder + "/rewind").outcome()).isEqualTo("400 invalid");
    assertThat(ada.get(in + "/nodes/" + folder + rewind + "yesterday").outcome())
        .isEqualTo("400 invalid");
    Map<String, Object> ahead = Map.of("at", "2100-01-01T00:00:00Z", "seen", 1_000);
    assertThat(ada.call("POST", in + "/nodes/" + folder + "/rewind", ahead).outcome())
        .isEqualTo("400 invalid");
    assertThat(ada.get(in + "/operations/" + UUID.randomUUID()).outcome())
        .isEqualTo("404 not-found");
    String elsewhere =
        ada.call("POST", "/workspaces", Map.of("name", "else")).json().path("workspace").asText();
    String theirs = ApiOperation.operation(ada, elsewhere);
    for (String more : List.of("", "/steps")) {
      assertThat(ada.get(in + "/operations/" + theirs + more).outcome()).isEqualTo("404 not-found");
    }
    assertThat(ada.call("POST", in + "/operations/" + theirs + "/undo", null).outcome())
        .isEqualTo("404 not-found");
  }

  /** Whatever people did, in whatever order, a rewind ends at the tree of that time. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomHistoriesShouldRewindAndUndo(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> folders = new ArrayList<>(List.of(ROOT));
    List<String> nodes = new ArrayList<>();
    String top = folder(ROOT, "top");
    folders.add(top);
    List<String> times = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 25; i++) {
        anything(random, folders, nodes);
      }
      times.add(now());
    }
    Map<String, String> last = tree(ROOT, "");
    for (String time : List.of(times.get(0), times.get(2))) {
      Map<String, String> then = tree(ROOT, time);
      JsonNode done = rewound(ROOT, Map.of("at", time));
      assertThat(done.path("state").asText()).isEqualTo("done");
      assertThat(notes(done)).as("seed %d", seed).isEmpty();
      assertThat(tree(ROOT, "")).as("seed %d, %s", seed, done).isEqualTo(then);
      undone(done);
      assertThat(tree(ROOT, "")).as("seed %d, undone", seed).isEqualTo(last);
    }
  }

  /** Names are few, so that they are taken often; what is refused is no matter. */
  private void anything(Random random, List<String> folders, List<String> nodes) throws Exception {
    String name = "n" + random.nextInt(8);
    String parent = folders.get(random.nextInt(folders.size()));
    int what = nodes.isEmpty() ? random.nextInt(2) : random.nextInt(7);
    String node = nodes.isEmpty() ? "" : nodes.get(random.nextInt(nodes.size()));
    switch (what) {
      case 0 -> {
        Api.Answer made = ada.call("POST", in + "/nodes", Map.of("parent", parent, "name", name));
        if (made.status() == 201) {
          folders.add(made.json().path("node").asText());
          nodes.add(made.json().path("node").asText());
        }
      }
      case 1, 2 -> {
        Api.Answer made =
            ada.with("If-None-Match", "*")
                .bytes(
                    "PUT",
                    in + "/nodes/" + parent + "/children/" + name,
                    Api.BYTES,
                    Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8));
        if (made.status() == 201) {
          nodes.add(made.json().path("node").asText());
        }
      }
      case 3 -> edit(node, Long.toString(random.nextLong()));
      case 4, 5 -> move(node, parent, name);
      default -> remove(node);
    }
  }

  @Test
  void operationShouldGoOnAfterACrash() throws Exception {
    ServerEpoch epoch = ServerEpoch.of(ada.get("/connect").json().path("epoch").asText());
    String top = folder(ROOT, "many");
    List<Change> made = new ArrayList<>();
    List<Change> renamed = new ArrayList<>();
    String then;
    try (RawDevice device = RawDevice.enrol(ada, stack, Cursor.start(epoch))) {
      WorkspaceId id = WorkspaceId.of(workspace);
      for (int part = 0; part < 3; part++) {
        made.clear();
        for (int i = 0; i < 1_000; i++) {
          NodeId node = new NodeId(UUID.randomUUID());
          made.add(new Change.MakeFolder(node, NodeId.of(top), "n" + part + "-" + i, 0));
          renamed.add(
              new Change.Move(node, NodeId.of(top), "r" + part + "-" + i, new Revision(0), 0));
        }
        device.send(device.request(id, made.toArray(Change[]::new)));
        device.answer();
      }
      then = now();
      long head = database.number("SELECT head_revision FROM workspace WHERE id = ?", id.value());
      for (int part = 0; part < 3; part++) {
        Change[] moves =
            renamed.subList(part * 1_000, part * 1_000 + 1_000).stream()
                .map(Change.Move.class::cast)
                .map(
                    move ->
                        new Change.Move(
                            move.node(), move.parent(), move.name(), new Revision(head), 0))
                .toArray(Change[]::new);
        device.send(device.request(id, moves));
        device.answer();
      }
    }
    Api.Answer begun = ada.call("POST", in + "/nodes/" + top + "/rewind", Map.of("at", then));
    String operation = in + "/operations/" + begun.json().path("operation").asText();
    assertThat(begun.json().path("total").asInt()).isEqualTo(3_000);
    database.await(
        1,
        "SELECT LEAST(1, count(*)) FROM operation_commit WHERE operation_id = ?",
        UUID.fromString(begun.json().path("operation").asText()));
    stack.kill(PartName.WILDFLY);
    stack.start(PartName.WILDFLY);
    JsonNode done = ended(ada, operation);
    assertThat(done.path("state").asText()).isEqualTo("done");
    assertThat(done.path("applied").asInt()).isEqualTo(3_000);
    assertThat(
            database.number(
                "SELECT count(*) FROM node WHERE workspace_id = ? AND name LIKE 'n%-%'",
                UUID.fromString(workspace)))
        .isEqualTo(3_000);
    assertThat(
            database.number(
                "SELECT max(rows) FROM (SELECT count(*) AS rows FROM journal WHERE workspace_id = ?"
                    + " AND device_id LIKE 'web-%' GROUP BY commit_id) AS commits",
                UUID.fromString(workspace)))
        .isLessThanOrEqualTo(1_000);
  }
}
