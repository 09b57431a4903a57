package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A webhook is called, signed, when the journal grows; again when it fails; and no more at last.
 */
class HookIT {

  private static final long PATIENCE_SECONDS = 60;

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
  private HttpServer server;
  private Api owner;
  private String id;
  private String hooks;

  private record Received(String signature, String body) {
    JsonNode json() throws IOException {
      return RunningStack.JSON.readTree(body);
    }
  }

  @BeforeEach
  void listen() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hook", this::take);
    server.start();
    owner = People.of(stack).as("ada");
    id = OwnWorkspace.make(owner, "hooks").id();
    hooks = "/workspaces/" + id + "/webhooks";
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Answers what the test has laid out, else 204. */
  private void take(HttpExchange call) throws IOException {
    String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(new Received(call.getRequestHeaders().getFirst("Driftless-Signature"), body));
    Integer status = statuses.poll();
    call.sendResponseHeaders(status == null ? 204 : status, -1);
    call.close();
  }

  private Received next() throws InterruptedException {
    Received next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(next).as("a call within %d seconds", PATIENCE_SECONDS).isNotNull();
    return next;
  }

  private JsonNode made() throws Exception {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    Api.Answer made = owner.call("POST", hooks, Map.of("url", url));
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    return made.json();
  }

  private JsonNode told() throws Exception {
    return owner.get(hooks).json().path("hooks").path(0);
  }

  private void awaitState(String state) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!told().path("state").asText().equals(state)) {
      assertThat(System.nanoTime()).as("%s", told()).isLessThan(until);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @Test
  void growthShouldBeToldSignedAndAgainWhenItWasNotTaken() throws Exception {
    statuses.add(500);
    JsonNode made = made();
    NodesIT.folder(owner, id);
    Received first = next();
    assertThat(first.json().path("workspace").asText()).isEqualTo(id);
    assertThat(first.json().path("head").asLong()).isEqualTo(1);
    assertSigned(made.path("secret").asText(), first);
    awaitState("failing");
    assertThat(told().path("lastResult").asText()).isEqualTo("status 500");
    NodesIT.folder(owner, id);
    Received second = next(); // 5 seconds later, and it tells of both
    assertThat(second.json().path("head").asLong()).isEqualTo(2);
    awaitState("working");
    assertThat(told().path("told").asLong()).isEqualTo(2);
    assertThat(told().toString()).doesNotContain(made.path("secret").asText());
    String hook = made.path("hook").path("hook").asText();
    assertThat(owner.call("DELETE", hooks + "/" + hook, null).status()).isEqualTo(204);
    assertThat(owner.get(hooks).json().path("hooks")).isEmpty();
  }

  @Test
  void burstShouldBeToldWhenItBeginsAndWhenItIsDecided() throws Exception {
    OwnWorkspace own = new OwnWorkspace(owner, id, "/workspaces/" + id);
    String one = own.file(OwnWorkspace.ROOT, "one", "x");
    String two = own.file(OwnWorkspace.ROOT, "two", "x");
    String in = "/workspaces/" + id;
    owner.call("PUT", in + "/burst-rule", Map.of("files", 1, "percent", 0));
    Api any = owner.with("If-Match", "*");
    assertThat(any.call("DELETE", own.node(one), null).status()).isEqualTo(204);
    made();
    assertThat(any.call("DELETE", own.node(two), null).outcome()).isEqualTo("423 held");
    assertThat(next().json().path("parkedBursts").asInt()).isEqualTo(1);
    String burst = owner.get(in + "/bursts").json().path("bursts").path(0).path("burst").asText();
    owner.call("PUT", in + "/bursts/" + burst + "/decision", Map.of("approve", false));
    assertThat(next().json().path("parkedBursts").asInt()).isZero();
  }

  private static void assertSigned(String secret, Received call) throws Exception {
    String seconds = call.signature().replaceAll("^t=([0-9]+),v1=.*", "$1");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
    String expected =
        HexFormat.of().formatHex(mac.doFinal(call.body().getBytes(StandardCharsets.UTF_8)));
    assertThat(call.signature()).isEqualTo("t=" + seconds + ",v1=" + expected);
  }

  @Test
  void webhookThatIsGoneOrFailsForDaysShouldBeDead() throws Exception {
    statuses.add(410);
    made();
    NodesIT.folder(owner, id);
    next();
    awaitState("dead");
    statuses.add(503);
    database.change(
        "UPDATE webhook SET dead_at = NULL, failing_since = now() - interval '73 hours',"
            + " next_at = now() WHERE workspace_id = ?",
        UUID.fromString(id));
    next();
    awaitState("dead");
    NodesIT.folder(owner, id);
    assertThat(received.poll(3, TimeUnit.SECONDS)).isNull();
    assertThat(
            owner
                .get("/workspaces/" + id + "/audit?action=webhook")
                .json()
                .path("links")
                .findValuesAsText("action"))
        .containsExactly("webhook.dead", "webhook.dead", "webhook.make");
  }

  @Test
  void otherHostsShouldNotBeCalled() throws Exception {
    for (String url :
        new String[] {
          "http://example.org/",
          "https://example.org/",
          "http://169.254.169.254/latest",
          "http://127.0.0.1@example.org/",
          "http://user@127.0.0.1/",
          "ftp://127.0.0.1/",
          "127.0.0.1",
          "http:///x",
          ""
        }) {
      assertThat(owner.call("POST", hooks, Map.of("url", url)).outcome())
          .as(url)
          .isEqualTo("400 invalid");
    }
  }
}
