package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes by cursor, by waiting calls and by events, as a portal follows them. */
@Timeout(60)
class ChangesIT {

  private final RunningStack stack = RunningStack.ofBuild();
  private final HttpClient http = HttpClient.newHttpClient();
  private People people;
  private Api ada;
  private String workspace;

  @BeforeEach
  void makeWorkspace() throws Exception {
    people = People.of(stack);
    ada = people.as("ada");
    workspace =
        ada.call("POST", "/workspaces", Map.of("name", "changes"))
            .json()
            .path("workspace")
            .asText();
  }

  private String path(String more) {
    return "/workspaces/" + workspace + more;
  }

  private JsonNode changes(String cursor, String more) throws Exception {
    Api.Answer answer = ada.get(path("/changes?cursor=" + cursor + more));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json();
  }

  private String latest() throws Exception {
    return changes("latest", "").path("cursor").asText();
  }

  private CompletableFuture<JsonNode> later(String cursor, int seconds) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return changes(cursor, "&wait=" + seconds);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void untilWaiting() throws Exception {
    // the call is registered before it answers: what comes now must wake it
    assertThat(ada.get(path("/changes?cursor=latest")).status()).isEqualTo(200);
  }

  /** A stream of events, read line by line. */
  private final class Events implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    Events(Api person, String more) throws Exception {
      HttpResponse<InputStream> response =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(stack.address("server") + "/api/v1" + path("/events" + more)))
                  .header("Authorization", person.header("Authorization"))
                  .header("Accept", "text/event-stream")
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      body = response.body();
      lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The next event: its fields; empty at the end. */
    Map<String, String> next() throws IOException {
      Map<String, String> fields = new TreeMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && !fields.isEmpty()) {
          return fields;
        }
        int colon = line.indexOf(':');
        if (colon > 0) {
          fields.merge(
              line.substring(0, colon), line.substring(colon + 1).strip(), (one, two) -> one + two);
        }
      }
      return fields;
    }

    List<String> names() throws IOException {
      List<String> names = new ArrayList<>();
      RunningStack.JSON
          .readTree(next().get("data"))
          .path("changes")
          .forEach(change -> names.add(change.path("row").path("name").asText()));
      return names;
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  private String folder(String name) throws Exception {
    Map<String, String> wanted =
        Map.of("parent", "00000000-0000-0000-0000-000000000000", "name", name);
    Api.Answer made = ada.call("POST", path("/nodes"), wanted);
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    return made.json().path("node").asText();
  }

  @Test
  void latestShouldBeTheCursorBehindTheLastRow() throws Exception {
    folder("before");
    String cursor = latest();
    assertThat(changes(cursor, "").path("changes")).isEmpty();
    folder("after");
    JsonNode page = changes(cursor, "");
    assertThat(page.path("changes")).hasSize(1);
    assertThat(page.path("hasMore").asBoolean()).isFalse();
  }

  @Test
  void waitingCallShouldBeAnsweredByTheNextChange() throws Exception {
    String cursor = latest();
    CompletableFuture<JsonNode> waiting = later(cursor, 60);
    untilWaiting();
    long began = System.nanoTime();
    folder("woken");
    JsonNode page = waiting.get();
    assertThat(page.path("changes").path(0).path("row").path("name").asText()).isEqualTo("woken");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void waitingCallShouldEndEmptyWhenNothingComes() throws Exception {
    long began = System.nanoTime();
    JsonNode page = changes(latest(), "&wait=1");
    assertThat(page.path("changes")).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
    assertThat(ada.get(path("/changes?cursor=" + latest() + "&wait=x")).outcome())
        .isEqualTo("400 invalid");
  }

  @Test
  void eventsShouldTellWhatHappensAndGoOnBehindTheLastOne() throws Exception {
    String last;
    try (Events events = new Events(ada, "")) {
      assertThat(events.names()).isEmpty();
      folder("one");
      Map<String, String> event = events.next();
      assertThat(event.get("event")).isEqualTo("changes");
      assertThat(event.get("data")).contains("\"name\":\"one\"");
      last = event.get("id");
    }
    folder("two");
    try (Events events = new Events(ada, "?cursor=" + last)) {
      assertThat(events.names()).containsExactly("two");
      folder("three");
      assertThat(events.names()).containsExactly("three");
    }
    try (Events ending = new Events(ada, "?seconds=0")) {
      assertThat(ending.names()).isEmpty();
      assertThat(ending.next()).isEmpty();
    }
  }

  @Test
  void eventsShouldEndForWhoIsNoMemberAnyMore() throws Exception {
    Api grace = people.as("grace");
    grace.get("/heads");
    assertThat(ada.call("PUT", path("/members/grace"), Map.of("role", "viewer")).status())
        .isEqualTo(200);
    try (Events events = new Events(grace, "")) {
      assertThat(events.names()).isEmpty();
      assertThat(ada.call("DELETE", path("/members/grace"), null).status()).isEqualTo(204);
      Map<String, String> end = events.next();
      assertThat(end.get("event")).isEqualTo("not-found");
      folder("secret");
      assertThat(events.next()).isEmpty();
    }
    assertThat(grace.get(path("/events")).outcome()).isEqualTo("404 not-found");
    assertThat(ada.get(path("/events?cursor=rubbish")).outcome()).isEqualTo("400 invalid");
  }

  @Test
  void manyShouldBeToldAtOnceButNotTooManyOfOneAccount() throws Exception {
    Api many = people.newcomer("many");
    assertThat(many.get("/heads").status()).isEqualTo(200);
    assertThat(ada.call("PUT", path("/members/many"), Map.of("role", "viewer")).status())
        .isEqualTo(200);
    String cursor = latest();
    List<Events> streams = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        streams.add(new Events(many, ""));
      }
      Api.Answer refused = many.get(path("/changes?cursor=" + cursor + "&wait=5"));
      assertThat(refused.outcome()).isEqualTo("429 too-many-calls");
      assertThat(refused.header("Retry-After")).isNotEmpty();
      assertThat(changes(cursor, "&wait=1").path("changes")).isEmpty();
      folder("for all");
      for (Events stream : streams) {
        assertThat(stream.names()).isEmpty();
        assertThat(stream.names()).containsExactly("for all");
      }
    } finally {
      for (Events stream : streams) {
        stream.close();
      }
    }
  }
}
