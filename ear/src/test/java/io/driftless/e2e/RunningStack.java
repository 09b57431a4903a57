package io.driftless.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.stack.PartName;
import io.driftless.stack.RealmUser;
import io.driftless.stack.StackException;
import io.driftless.stack.signon.DeviceGrant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The local stack that the build started. {@code driftless.stack.folder} names its data folder,
 * {@code driftless.root} the project's.
 */
final class RunningStack {

  static final ObjectMapper JSON = new ObjectMapper();

  /** Half as long as the realm's tokens last. */
  private static final long KEPT_NANOS = Duration.ofSeconds(150).toNanos();

  private static final Object APPROVING = new Object();
  private static final Map<String, Kept> TOKENS = new ConcurrentHashMap<>();

  private record Kept(String token, long since) {}

  private final Path project;
  private final Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningStack(Path project, Path data) {
    this.project = project;
    this.data = data;
  }

  static RunningStack ofBuild() {
    return new RunningStack(folder("driftless.root"), folder("driftless.stack.folder"));
  }

  private static Path folder(String property) {
    String value = System.getProperty(property);
    if (value == null) {
      throw new IllegalStateException("Run by mvn verify, or set the system property " + property);
    }
    return Path.of(value).toAbsolutePath();
  }

  Path project() {
    return project;
  }

  String address(String name) throws IOException {
    return report().path("addresses").path(name).asText();
  }

  private JsonNode report() throws IOException {
    return JSON.readTree(data.resolve("stack.json").toFile());
  }

  /** One of the realm's own people, or one whom a test has made. */
  private static RealmUser user(String name) {
    return new RealmUser(name, name + "-password", "", List.of());
  }

  /** One at a time: the sign-on takes two attempts of one person at once for an attack. */
  void approve(String verification, String user) throws IOException, InterruptedException {
    synchronized (APPROVING) {
      new DeviceGrant(address("issuer")).approve(URI.create(verification), user(user));
    }
  }

  /** Makes a workspace that the user owns; answers its id. */
  String makeWorkspace(String user, String name) throws IOException, InterruptedException {
    return call("POST", "/api/v1/workspaces", user, Map.of("name", name))
        .path("workspace")
        .asText();
  }

  /** A token of the user's, got the way a device gets it; kept while it is good for a while. */
  String token(String user) throws IOException, InterruptedException {
    Kept kept = TOKENS.get(user);
    if (kept == null || System.nanoTime() - kept.since() > KEPT_NANOS) {
      String token = new DeviceGrant(address("issuer")).accessToken(user(user));
      kept = new Kept(token, System.nanoTime());
      TOKENS.put(user, kept);
    }
    return kept.token();
  }

  JsonNode call(String method, String path, String user, Object body)
      throws IOException, InterruptedException {
    String token = token(user);
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(address("server") + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "%s %s answers %d: %s".formatted(method, path, response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body());
  }

  /** Ends a part as a crash would. */
  void stop(PartName part) throws StackException {
    StackOfTests.running().stop(part);
  }

  void kill(PartName part) throws StackException {
    StackOfTests.running().kill(part);
  }

  /** Starts a part and returns when it is ready. */
  void start(PartName part) throws StackException {
    StackOfTests.running().start(part);
  }
}
