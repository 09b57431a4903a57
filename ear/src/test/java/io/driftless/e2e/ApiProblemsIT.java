package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Every type of problem that docs/protocol.md lists, provoked at the running server. What needs a
 * part to be down is in {@link PartsDownIT}, what waits for changes in {@link ChangesIT}, what is
 * uploaded piece by piece in {@link UploadsIT}, what a token may do in {@link PortalsIT}, what is
 * too much at once in {@link BurstIT}; {@code internal} can't be provoked, and no test of ours may
 * see it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiProblemsIT {

  private static final Set<String> NOT_HERE =
      Set.of(
          "internal",
          "unavailable",
          "too-many-calls",
          "scope-needed",
          "upload-offset",
          "held",
          "tus-version",
          "upload-busy",
          "checksum-mismatch");
  private static final Pattern ROW =
      Pattern.compile("^\\| [0-9, ]+ \\| (`[a-z-]+`.*) \\|$", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");

  /** More than may lie uncommitted; a page blob has a length without having bytes. */
  private static final long MUCH = 200L << 30;

  private static final long MORE = 100L << 30;

  private static final long METERED_WITHIN_SECONDS = 130;

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private final Set<String> seen = new TreeSet<>();
  private People people;
  private Api ada;
  private String workspace;
  private String crowded;

  @BeforeAll
  void makeWorkspaces() throws Exception {
    people = People.of(stack);
    ada = people.as("ada");
    people.as("grace").get("/heads");
    workspace = make("problems");
    crowded = make("crowded");
    upload(crowded, new PackId(UUID.randomUUID()).blobName(), MUCH);
    upload(crowded, "named-as-no-pack-is", MORE);
  }

  private String make(String name) throws Exception {
    return "/workspaces/"
        + ada.call("POST", "/workspaces", Map.of("name", name)).json().path("workspace").asText();
  }

  private void upload(String path, String name, long bytes) throws Exception {
    JsonNode pass = ada.call("POST", path + "/sas", Map.of("access", "upload")).json();
    String blob =
        "%s/%s?%s"
            .formatted(pass.path("containerUrl").asText(), name, pass.path("signature").asText());
    int status =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(blob))
                    .header("x-ms-blob-type", "PageBlob")
                    .header("x-ms-blob-content-length", Long.toString(bytes))
                    .PUT(BodyPublishers.noBody())
                    .build(),
                BodyHandlers.discarding())
            .statusCode();
    assertThat(status).isEqualTo(201);
  }

  /** Checks the whole shape of a problem. */
  private JsonNode expect(String outcome, Api.Answer answer) throws IOException {
    assertThat(answer.outcome()).as("%s", answer).isEqualTo(outcome);
    JsonNode problem = answer.json();
    assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("instance").asText()).startsWith("urn:uuid:");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    if (answer.status() == 429 || answer.status() == 503) {
      assertThat(answer.header("Retry-After")).matches("[0-9]+");
    }
    seen.add(answer.problem());
    return problem;
  }

  @Test
  void jobsThatRunAlready() throws Exception {
    long run = JobRuns.of(database).stopped();
    String state = "UPDATE job_run SET heartbeat_at = now(), ended_at = %s WHERE run_id = ?";
    database.change(state.formatted("NULL"), run); // as if another server was at it
    Map<String, Object> wanted = Map.of("kind", "collect", "dryRun", true);
    expect("409 job-under-way", ada.call("POST", "/jobs/runs", wanted));
    database.change(state.formatted("now()"), run);
  }

  @Test
  void valuesThatAreNotAllowed() throws Exception {
    JsonNode invalid = expect("400 invalid", ada.get(workspace + "/changes?cursor=rubbish"));
    assertThat(invalid.path("field").asText()).isEqualTo("cursor");
    JsonNode malformed =
        expect("400 malformed", ada.call("POST", "/workspaces", Map.of("title", "x")));
    assertThat(malformed.path("field").asText()).isEqualTo("name");
  }

  @Test
  void callersWhoAreNotLetIn() throws Exception {
    expect("401 signed-out", Api.of(stack).get("/heads"));
    Api guest = people.as(people.signOn().person("guest"));
    assertThat(expect("403 role-needed", guest.get("/heads")).path("role").asText())
        .isEqualTo("user");
    Api barred = people.newcomer("barred");
    assertThat(barred.get("/heads").status()).isEqualTo(200);
    String shut = "UPDATE account SET disabled_at = %s WHERE username = 'barred'";
    database.change(shut.formatted("now()"));
    try {
      expect("403 account-disabled", barred.get("/heads"));
    } finally {
      database.change(shut.formatted("NULL"));
    }
    assertThat(barred.get("/heads").status()).isEqualTo(200);
  }

  @Test
  void devicesThatAreNotTheirs() throws Exception {
    expect("403 device-unknown", ada.with("Driftless-Device", "no-such").get("/heads"));
    String device =
        ada.call("POST", "/devices", Map.of("name", "gone", "platform", "linux"))
            .json()
            .path("device")
            .asText();
    assertThat(ada.call("DELETE", "/devices/" + device, null).status()).isEqualTo(204);
    assertThat(ada.call("DELETE", "/devices/" + device, null).status()).isEqualTo(204);
    expect("403 device-revoked", ada.with("Driftless-Device", device).get("/heads"));
    expect("403 device-revoked", ada.call("PUT", "/devices/" + device + "/lease", null));
    expect("400 invalid", ada.with("Driftless-Device", "NO DEVICE").get("/heads"));
  }

  @Test
  void whatIsNotThere() throws Exception {
    expect("404 not-found", ada.get("/workspaces/" + UUID.randomUUID()));
    expect("404 not-found", ada.get("/workspaces/no-id"));
    expect("404 not-found", ada.get("/no-such-address"));
    expect("404 not-found", ada.call("DELETE", "/devices/NO-ID", null));
    expect(
        "404 account-unknown",
        ada.call("PUT", workspace + "/members/nobody-of-that-name", Map.of("role", "viewer")));
  }

  @Test
  void formsThatAreNotSpoken() throws Exception {
    Api.Answer method = ada.call("DELETE", "/workspaces", null);
    expect("405 method-not-allowed", method);
    assertThat(method.header("Allow")).contains("GET").contains("POST");
    expect("406 not-acceptable", ada.with("Accept", "text/html").get("/heads"));
    expect("415 unsupported-media", ada.bytes("POST", "/workspaces", "text/plain", new byte[3]));
    JsonNode large =
        expect(
            "413 too-large", ada.bytes("POST", "/workspaces", Api.JSON, new byte[(2 << 20) + 1]));
    assertThat(large.path("limitBytes").asLong()).isEqualTo(2 << 20);
  }

  @Test
  void rightsThatAreMissing() throws Exception {
    assertThat(ada.call("PUT", workspace + "/members/grace", Map.of("role", "viewer")).status())
        .isEqualTo(200);
    expect(
        "403 denied",
        people.as("grace").call("POST", workspace + "/sas", Map.of("access", "upload")));
  }

  @Test
  void ownersWhoMayNotGo() throws Exception {
    expect("409 last-owner", ada.call("DELETE", workspace + "/members/ada", null));
    expect("409 last-owner", ada.call("PUT", workspace + "/members/ada", Map.of("role", "viewer")));
    JsonNode first = ada.get("/workspaces").json().path("workspaces").path(0);
    assertThat(first.path("personal").asBoolean()).isTrue();
    String personal = "/workspaces/" + first.path("workspace").asText() + "/members/ada";
    expect("409 personal-workspace", ada.call("DELETE", personal, null));
    expect("409 personal-workspace", ada.call("PUT", personal, Map.of("role", "editor")));
  }

  @Test
  void moreThanOneMayHave() throws Exception {
    Api crowd = people.newcomer("crowd");
    assertThat(crowd.get("/heads").status()).isEqualTo(200);
    database.change(
        "INSERT INTO device (id, account_id, name, platform, secret_hash, lease_until)"
            + " SELECT 'crowd-' || n, a.id, 'crowd', 'linux', 'none', now() + interval '1 hour'"
            + " FROM account a, generate_series(1, 100) n WHERE a.username = 'crowd'");
    try {
      JsonNode full =
          expect(
              "409 too-many",
              crowd.call("POST", "/devices", Map.of("name", "one more", "platform", "linux")));
      assertThat(full.path("limit").asInt()).isEqualTo(100);
    } finally {
      database.change("DELETE FROM device WHERE id LIKE 'crowd-%'");
    }
  }

  @Test
  void restoresThatCollide() throws Exception {
    ServerEpoch epoch = ServerEpoch.of(ada.get("/connect").json().path("epoch").asText());
    WorkspaceId id = WorkspaceId.of(workspace.substring(workspace.lastIndexOf('/') + 1));
    Change.MakeFolder folder = (Change.MakeFolder) RawDevice.folder("taken");
    try (RawDevice device = RawDevice.enrol(ada, stack, Cursor.start(epoch))) {
      device.send(device.request(id, folder));
      Revision made = device.answer().head().revision();
      device.send(
          device.request(id, new Change.Remove(folder.node(), VersionNumber.NONE, made, 0)));
      device.answer();
      device.send(device.request(id, RawDevice.folder("taken")));
      device.answer();
    }
    String restore = workspace + "/nodes/" + folder.node() + "/restore";
    expect("409 name-taken", ada.call("POST", restore, Map.of()));
    String nowhere = UUID.randomUUID().toString();
    expect("409 parent-gone", ada.call("POST", restore, Map.of("parent", nowhere)));
    assertThat(ada.call("POST", restore, Map.of("name", "free")).status()).isEqualTo(200);
    expect("409 stale", ada.call("POST", restore, Map.of("name", "elsewhere")));
  }

  @Test
  void cursorsThatLeadNowhere() throws Exception {
    String empty = make("cursors");
    ServerEpoch epoch = ServerEpoch.of(ada.get("/connect").json().path("epoch").asText());
    Cursor ahead = new Cursor(epoch, new Revision(9), new CommitId(UUID.randomUUID()));
    expect("410 resync", ada.get(empty + "/changes?cursor=" + ahead.token()));
    Cursor other = Cursor.start(new ServerEpoch(UUID.randomUUID()));
    expect("410 epoch-changed", ada.get(empty + "/changes?cursor=" + other.token()));
    String start = Cursor.start(epoch).token();
    JsonNode notYet = expect("503 not-yet", ada.get(empty + "/changes?atLeast=7&cursor=" + start));
    assertThat(notYet.path("head").asLong(-1)).isZero();
  }

  /** Last but one, since the container is looked at once a minute. */
  @Test
  @Order(Integer.MAX_VALUE - 1)
  void tooMuchThatIsNotCommitted() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(METERED_WITHIN_SECONDS);
    Api.Answer answer = ada.call("POST", crowded + "/sas", Map.of("access", "upload"));
    while (answer.status() == 200 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(500);
      answer = ada.call("POST", crowded + "/sas", Map.of("access", "upload"));
    }
    JsonNode much = expect("429 uncommitted-limit", answer);
    assertThat(much.path("uncommittedBytes").asLong()).isEqualTo(MUCH + MORE);
    assertThat(much.path("limitBytes").asLong()).isEqualTo(256L << 30);
    assertThat(ada.call("POST", crowded + "/sas", Map.of("access", "download")).status())
        .isEqualTo(200);
    assertThat(ada.call("POST", workspace + "/sas", Map.of("access", "upload")).status())
        .isEqualTo(200);
  }

  @Test
  void filesShouldTellWhatStandsInTheWay() throws Exception {
    String own = make("files");
    UUID id = UUID.fromString(own.substring("/workspaces/".length()));
    String file = own + "/nodes/" + NodesIT.file(ada, id.toString());
    expect("428 precondition-required", ada.call("PATCH", file, Map.of("name", "x")));
    Api late = ada.with("If-Match", "\"0-00000000\"");
    expect("412 precondition-failed", late.call("PATCH", file, Map.of("name", "x")));
    expect("416 range-not-satisfiable", ada.with("Range", "bytes=9-").get(file + "/content"));
    ada.call("PUT", own + "/members/grace", Map.of("role", "editor"));
    assertThat(ada.call("PUT", file + "/lock", Map.of()).status()).isEqualTo(200);
    Api grace = people.as("grace").with("If-Match", "*");
    expect("423 locked", grace.call("PATCH", file, Map.of("name", "x")));
    String verified = "SELECT count(*) FROM chunk WHERE workspace_id = ? AND state = 1";
    database.await(1, verified, id);
    database.change("UPDATE chunk SET state = 0 WHERE workspace_id = ?", id);
    database.change("UPDATE pack SET uploader = NULL WHERE workspace_id = ?", id);
    Map<String, String> copy = Map.of("parent", new UUID(0, 0).toString(), "name", "copy");
    expect("503 not-verified", ada.call("POST", file + "/copies", copy));
    database.change("UPDATE workspace SET quota_bytes = 1 WHERE id = ?", id);
    Api any = ada.with("If-Match", "*");
    expect("507 over-quota", any.bytes("PUT", file + "/content", Api.BYTES, new byte[] {1, 2}));
  }

  @AfterAll
  void allShouldHaveBeenSeen() throws Exception {
    Set<String> documented = documented();
    assertThat(documented).hasSizeGreaterThan(20).containsAll(NOT_HERE);
    documented.removeAll(NOT_HERE);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(documented);
  }

  /** The codes of the table in the documentation. */
  private Set<String> documented() throws IOException {
    String page = Files.readString(stack.project().resolve("docs/protocol.md"));
    Matcher rows = ROW.matcher(page.substring(page.indexOf("| status | codes |")));
    Set<String> codes = new TreeSet<>();
    while (rows.find()) {
      Matcher code = CODE.matcher(rows.group(1).replaceAll("\\([^)]*\\)", ""));
      while (code.find()) {
        codes.add(code.group(1));
      }
    }
    return codes;
  }

  @Test
  void pageOfTypesShouldNameWhatIsDocumented() throws Exception {
    String page =
        new String(
            Api.of(stack).get(stack.address("server") + "/problems/").body(),
            StandardCharsets.UTF_8);
    Set<String> listed =
        Arrays.stream(page.split("<tr id=\"", -1))
            .skip(1)
            .map(row -> row.substring(0, row.indexOf('"')))
            .collect(Collectors.toSet());
    assertThat(listed).isEqualTo(documented());
  }
}
