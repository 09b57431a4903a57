package io.driftless.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sharing links: what visitors without an account may do, and nothing more. */
class ShareIT {

  private static final String ROOT = OwnWorkspace.ROOT;
  private static final String FORM = "application/x-www-form-urlencoded";

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api visitor;
  private Api owner;
  private Api editor;
  private OwnWorkspace own;
  private String workspace;

  @BeforeEach
  void makeWorkspace() throws Exception {
    People people = People.of(stack);
    visitor = Api.of(stack);
    owner = people.as("ada");
    editor = people.as("grace");
    editor.get("/heads");
    own = OwnWorkspace.make(owner, "sharing");
    workspace = own.path();
    own.role("grace", "editor");
  }

  private JsonNode share(Api maker, String node, Map<String, Object> more) throws Exception {
    Map<String, Object> wanted = new HashMap<>(Map.of("node", node, "kind", "view"));
    wanted.putAll(more);
    Api.Answer made = maker.call("POST", workspace + "/shares", wanted);
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    return made.json();
  }

  private static String page(Api.Answer answer) {
    assertThat(answer.header("Content-Type")).startsWith("text/html");
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private List<String> audited(String action) throws Exception {
    JsonNode links = owner.get(workspace + "/audit?action=" + action).json().path("links");
    List<String> told = new ArrayList<>();
    for (JsonNode link : links) {
      assertThat(link.path("address").asText()).isNotBlank();
      told.add(link.path("action").asText() + " " + link.path("result").asText());
    }
    return told;
  }

  @Test
  void visitorsShouldSeeAndDownloadWhatIsSharedAndNothingElse() throws Exception {
    String shared = own.folder(ROOT, "Plans");
    String inner = own.folder(shared, "inner");
    byte[] content = Content.random(7, 300_000);
    String file = own.file(inner, "a b<.bin", content);
    String secret = own.file(ROOT, "secret", new byte[] {1});
    JsonNode made = share(owner, shared, Map.of("label", "For <you>"));
    String url = made.path("url").asText();
    assertThat(url).startsWith(stack.address("server") + "/s/");
    assertThat(url.replaceAll(".*/", "")).matches("[A-Za-z0-9_-]{22}");

    Api.Answer front = visitor.get(url);
    assertThat(front.status()).isEqualTo(200);
    assertThat(page(front)).contains("For &lt;you&gt;", "inner").doesNotContain("secret");
    assertThat(front.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(front.header("X-Robots-Tag")).contains("noindex");
    assertThat(page(visitor.get(url + "/folder/" + inner))).contains("a b&lt;.bin", "300.0 kB");
    Api.Answer downloaded = visitor.get(url + "/file/" + file);
    assertThat(downloaded.body()).isEqualTo(content);
    assertThat(downloaded.header("Content-Disposition")).startsWith("attachment");
    Map<String, byte[]> zip = unzipped(visitor.get(url + "/zip/" + shared).body());
    assertThat(zip.keySet()).containsExactly("inner/", "inner/a b<.bin");
    assertThat(zip.get("inner/a b<.bin")).isEqualTo(content);

    for (String not :
        List.of(
            "/file/" + secret,
            "/folder/" + ROOT,
            "/zip/" + ROOT,
            "/file/" + inner,
            "/folder/" + UUID.randomUUID(),
            "/else")) {
      assertThat(visitor.get(url + not).status()).as(not).isIn(400, 404);
    }
    assertThat(
            visitor
                .send("POST", url + "/drop", java.net.http.HttpRequest.BodyPublishers.noBody())
                .status())
        .isEqualTo(404);
    assertThat(visitor.get(url.substring(0, url.length() - 1) + "_").status()).isEqualTo(404);
    assertThat(audited("share.open")).hasSize(2);
    assertThat(audited("share.download")).containsExactly("share.download done");
    assertThat(audited("share.zip")).containsExactly("share.zip done");
    String id = made.path("share").path("share").asText();
    JsonNode told = owner.get(workspace + "/shares/" + id).json();
    assertThat(told.path("downloads").asInt()).isEqualTo(2);
    assertThat(told.toString()).doesNotContain(url.replaceAll(".*/", ""));
  }

  private static Map<String, byte[]> unzipped(byte[] zip) throws Exception {
    Map<String, byte[]> found = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        found.put(entry.getName(), in.readAllBytes());
      }
    }
    return found;
  }

  @Test
  void onlyTheHashOfATokenShouldBeKept() throws Exception {
    String url = share(owner, ROOT, Map.of("password", "correct horse")).path("url").asText();
    String token = url.replaceAll(".*/", "");
    assertThat(
            database.number(
                "SELECT count(*) FROM share WHERE token_hash = sha256(convert_to(?, 'UTF8'))"
                    + " AND password_rounds >= 600000 AND NOT share::text LIKE '%correct horse%'",
                token))
        .isEqualTo(1);
    assertThat(database.number("SELECT count(*) FROM audit WHERE detail LIKE ?", "%" + token + "%"))
        .isZero();
  }

  @Test
  void passwordShouldBeAskedForAndGuessingBeLimited() throws Exception {
    String file = own.file(ROOT, "locked", new byte[] {1, 2, 3});
    String url = share(owner, file, Map.of("password", "correct horse")).path("url").asText();
    assertThat(page(visitor.get(url))).contains("password").doesNotContain("locked");
    assertThat(visitor.get(url + "/file/" + file).header("Content-Disposition")).isEmpty();
    assertThat(unlock(url, "wrong").status()).isEqualTo(403);
    assertThat(visitor.with("Cookie", "driftless-link=99999999999.AAAA").get(url + "/file/" + file))
        .returns("", answer -> answer.header("Content-Disposition"));
    Api.Answer right = unlock(url, "correct horse");
    assertThat(right.status()).isEqualTo(303);
    String cookie = right.header("Set-Cookie");
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax");
    Api known = visitor.with("Cookie", cookie.split(";", -1)[0]);
    assertThat(page(known.get(url))).contains("locked");
    assertThat(known.get(url + "/file/" + file).body()).isEqualTo(new byte[] {1, 2, 3});
    String other = share(owner, file, Map.of("password", "correct horse")).path("url").asText();
    assertThat(page(known.get(other))).doesNotContain("locked"); // a pass is for one link

    // of those that come at once, too, no more are looked at than may be wrong
    List<Callable<Api.Answer>> guesses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String guess = "guess " + i;
      guesses.add(() -> unlock(url, guess));
    }
    Map<Integer, Integer> statuses = new TreeMap<>();
    ExecutorService at = Executors.newFixedThreadPool(4);
    try {
      for (Future<Api.Answer> guess : at.invokeAll(guesses)) {
        statuses.merge(guess.get().status(), 1, Integer::sum);
      }
    } finally {
      at.shutdown();
    }
    assertThat(statuses).isEqualTo(Map.of(403, 9, 429, 3));
    Api.Answer refused = unlock(url, "correct horse");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(60, 901);
    assertThat(known.get(url + "/file/" + file).status()).isEqualTo(200);
    assertThat(audited("share.unlock"))
        .hasSize(11)
        .containsOnlyOnce("share.unlock done")
        .contains("share.unlock wrong-password");
    UUID id = UUID.fromString(own.id());
    assertThat(
            database.change(
                "UPDATE share_attempt SET at = at - interval '16 minutes' WHERE share_id IN"
                    + " (SELECT id FROM share WHERE workspace_id = ?)",
                id))
        .isEqualTo(10);
    assertThat(unlock(url, "correct horse").status()).isEqualTo(303);
  }

  private Api.Answer unlock(String url, String password) throws Exception {
    byte[] body = ("password=" + password.replace(' ', '+')).getBytes(StandardCharsets.UTF_8);
    return visitor.bytes("POST", url + "/unlock", FORM, body);
  }

  @Test
  void linkShouldEndWithItsTimeItsDownloadsItsMakerAndItsNode() throws Exception {
    String file = own.file(ROOT, "ending", new byte[] {1});
    String counted = share(owner, file, Map.of("downloads", 2)).path("url").asText();
    assertThat(page(visitor.get(counted))).contains("downloads left: 2");
    assertThat(visitor.get(counted + "/file/" + file).status()).isEqualTo(200);
    assertThat(visitor.get(counted + "/file/" + file).status()).isEqualTo(200);
    Api.Answer third = visitor.get(counted + "/file/" + file);
    assertThat(third.status()).isEqualTo(404);
    assertThat(page(third)).contains("used up");

    String later = Instant.now().plusSeconds(3_600).toString();
    JsonNode timed = share(owner, file, Map.of("expires", later));
    assertThat(visitor.get(timed.path("url").asText()).status()).isEqualTo(200);
    String id = timed.path("share").path("share").asText();
    database.change(
        "UPDATE share SET expires_at = now() - interval '1 second' WHERE id = ?",
        UUID.fromString(id));
    assertThat(visitor.get(timed.path("url").asText()).status()).isEqualTo(404);
    assertThat(owner.get(workspace + "/shares/" + id).json().path("state").asText())
        .isEqualTo("expired");

    JsonNode revoked = share(editor, file, Map.of());
    String revokedId = workspace + "/shares/" + revoked.path("share").path("share").asText();
    assertThat(editor.call("DELETE", revokedId, null).status()).isEqualTo(204);
    assertThat(visitor.get(revoked.path("url").asText()).status()).isEqualTo(404);
    assertThat(owner.get(workspace + "/shares").json().toString())
        .doesNotContain(revoked.path("share").path("share").asText());

    String theirs = share(editor, file, Map.of()).path("url").asText();
    assertThat(visitor.get(theirs).status()).isEqualTo(200);
    own.role("grace", "viewer");
    assertThat(visitor.get(theirs).status()).isEqualTo(404);
    own.role("grace", "editor");
    assertThat(visitor.get(theirs).status()).isEqualTo(200);
    Api.Answer removed =
        owner.with("If-Match", "*").call("DELETE", workspace + "/nodes/" + file, null);
    assertThat(removed.status()).isEqualTo(204);
    assertThat(visitor.get(theirs).status()).isEqualTo(404);
  }

  @Test
  void dropShouldTakeFilesAndShowNothing() throws Exception {
    String folder = own.folder(ROOT, "Inbox");
    own.file(folder, "report.txt", "first");
    String url = share(owner, folder, Map.of("kind", "drop")).path("url").asText();
    assertThat(page(visitor.get(url))).contains("Inbox").doesNotContain("report.txt");
    for (String not : List.of("/folder/", "/zip/")) {
      assertThat(visitor.get(url + not + folder).status()).isEqualTo(404);
    }
    Api.Answer sent = drop(url, Map.of("C:\\docs\\report.txt", "second", "ü.txt", "third"));
    assertThat(sent.status()).as("%s", sent).isEqualTo(200);
    assertThat(page(sent)).contains("report (2).txt", "ü.txt");
    JsonNode children = owner.get(workspace + "/nodes/" + folder + "/children").json();
    assertThat(children.path("nodes").findValuesAsText("name"))
        .containsExactly("report (2).txt", "report.txt", "ü.txt");
    String second = children.path("nodes").path(0).path("node").asText();
    assertThat(owner.get(workspace + "/nodes/" + second + "/content").body())
        .isEqualTo("second".getBytes(StandardCharsets.UTF_8));
    Api.Answer illegal = drop(url, Map.of("..", "bad"));
    assertThat(illegal.status()).isEqualTo(409);
    assertThat(page(illegal)).contains("was not taken");
    assertThat(audited("share.drop")).hasSize(2);
    own.role("grace", "viewer");
    Map<String, Object> wanted = Map.of("node", folder, "kind", "drop");
    assertThat(editor.call("POST", workspace + "/shares", wanted).outcome())
        .isEqualTo("403 denied");
  }

  private Api.Answer drop(String url, Map<String, String> files) throws Exception {
    StringBuilder body = new StringBuilder();
    new TreeMap<>(files)
        .forEach(
            (name, content) ->
                body.append("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
                    .append(name.replace("\\", "\\\\"))
                    .append("\"\r\nContent-Type: text/plain\r\n\r\n")
                    .append(content)
                    .append("\r\n"));
    body.append("--cut--\r\n");
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return visitor.bytes("POST", url + "/drop", "multipart/form-data; boundary=cut", bytes);
  }

  @Test
  void whatMakesNoSenseShouldBeRefused() throws Exception {
    String file = own.file(ROOT, "plain", new byte[] {1});
    List<Map<String, Object>> wrong =
        List.of(
            Map.of("node", file, "kind", "drop"),
            Map.of("node", ROOT, "kind", "drop", "downloads", 3),
            Map.of("node", file, "kind", "view", "downloads", 0),
            Map.of("node", file, "kind", "view", "password", "short"),
            Map.of("node", file, "kind", "view", "expires", "tomorrow"),
            Map.of("node", file, "kind", "view", "expires", "2020-01-01T00:00:00Z"),
            Map.of("node", file, "kind", "view", "label", " "));
    for (Map<String, Object> wanted : wrong) {
      assertThat(owner.call("POST", workspace + "/shares", wanted).outcome())
          .as("%s", wanted)
          .isEqualTo("400 invalid");
    }
    Map<String, Object> nowhere = Map.of("node", UUID.randomUUID().toString(), "kind", "view");
    assertThat(owner.call("POST", workspace + "/shares", nowhere).outcome())
        .isEqualTo("404 not-found");
  }

  @Test
  void interruptedDownloadShouldGoOnWithoutCountingOnceMore() throws Exception {
    byte[] content = Content.random(8, 300_000);
    String file = own.file(ROOT, "long", content);
    JsonNode made = share(owner, file, Map.of("downloads", 1));
    String url = made.path("url").asText() + "/file/" + file;
    int size = content.length;
    assertThat(visitor.with("Range", "bytes=" + size + "-").get(url).status()).isEqualTo(416);
    Api.Answer first = visitor.with("Range", "bytes=0-99").get(url);
    assertThat(first.status()).isEqualTo(206);
    assertThat(first.header("Content-Range")).isEqualTo("bytes 0-99/" + size);
    assertThat(first.body()).isEqualTo(Arrays.copyOf(content, 100));
    Api rest = visitor.with("Range", "bytes=100-").with("If-Range", first.header("ETag"));
    Api.Answer second = rest.get(url);
    assertThat(second.status()).isEqualTo(206);
    assertThat(second.body()).isEqualTo(Arrays.copyOfRange(content, 100, size));
    assertThat(visitor.get(url).status()).as("another download").isEqualTo(404);
    Api other = visitor.with("Range", "bytes=100-").with("If-Range", "\"another\"");
    assertThat(other.get(url).status()).as("the whole, of another version").isEqualTo(404);
    UUID id = UUID.fromString(made.path("share").path("share").asText());
    String sent = "UPDATE share_download SET sent = ? WHERE share_id = ?";
    database.change(sent, 2L * size - 1, id);
    assertThat(rest.get(url).status()).isEqualTo(206);
    database.change(sent, 2L * size, id);
    assertThat(rest.get(url).status()).as("twice the size went out").isEqualTo(404);
    database.change(sent, 0L, id);
    database.change("UPDATE share_download SET address = '::2' WHERE share_id = ?", id);
    assertThat(rest.get(url).status()).as("the download of another address").isEqualTo(404);
    assertThat(audited("share.download")).containsExactly("share.download done");
  }

  @Test
  void tokensShouldNotBeGuessedAtAnyRate() throws Exception {
    String url = share(owner, ROOT, Map.of()).path("url").asText();
    String none = url.replaceAll("[^/]*$", "AAAAAAAAAAAAAAAAAAAAAA");
    ExecutorService sender = Executors.newSingleThreadExecutor();
    URI server = URI.create(url);
    String guess = "GET %s HTTP/1.1\r\nHost: guessed\r\n%s\r\n";
    String more = guess.formatted(URI.create(none).getPath(), "");
    String last = guess.formatted(URI.create(none).getPath(), "Connection: close\r\n");
    // All of 127.0.0.0/8 is this machine: this visitor keeps no other test waiting.
    InetAddress own = InetAddress.getByName("127.0.0.2");
    try (Socket socket = new Socket(server.getHost(), server.getPort(), own, 0)) {
      Future<?> sending =
          sender.submit(
              () -> {
                socket.getOutputStream().write((more.repeat(2_999) + last).getBytes(UTF_8));
                return null;
              });
      String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
      sending.get();
      assertThat(answers).startsWith("HTTP/1.1 404 ");
      assertThat(answers.split("HTTP/1.1 404 ", -1)).hasSizeGreaterThan(1_200);
      assertThat(answers).contains("HTTP/1.1 429 ", "Retry-After: 1");
    } finally {
      sender.shutdownNow();
    }
    assertThat(visitor.get(none).status()).isEqualTo(404);
  }
}
