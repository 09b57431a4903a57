package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.id.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happened in a workspace is told in people's words, and pages hold still. */
class ActivityIT {

  private static final String ROOT = NodeId.ROOT.toString();

  private final RunningStack stack = RunningStack.ofBuild();

  @Test
  void everyDeedShouldBeToldOnceInOrder() throws Exception {
    People people = People.of(stack);
    Api ada = people.as("ada");
    Api grace = people.as("grace");
    grace.get("/heads");
    String in = "/workspaces/" + stack.makeWorkspace("ada", "activity");
    ada.call("PUT", in + "/members/grace", Map.of("role", "editor"));
    assertThat(ada.get(in + "/activity").json().path("activities")).isEmpty();
    String docs =
        ada.call("POST", in + "/nodes", Map.of("parent", ROOT, "name", "docs"))
            .json()
            .path("node")
            .asText();
    String file =
        grace
            .with("If-None-Match", "*")
            .bytes("PUT", in + "/nodes/" + docs + "/children/a", Api.BYTES, new byte[3])
            .json()
            .path("node")
            .asText();
    String node = in + "/nodes/" + file;
    Api any = ada.with("If-Match", "*");
    any.bytes("PUT", node + "/content", Api.BYTES, new byte[4]);
    any.call("PATCH", node, Map.of("name", "b"));
    any.call("PATCH", node, Map.of("parent", ROOT, "name", "c"));
    any.call("DELETE", node, null);
    ada.call("POST", node + "/restore", Map.of());
    JsonNode all = ada.get(in + "/activity").json();
    assertThat(all.path("activities").findValuesAsText("deed"))
        .containsExactly("restored", "removed", "moved", "renamed", "edited", "made", "made");
    assertThat(all.has("nextPage")).isFalse();
    JsonNode moved = all.path("activities").path(2);
    assertThat(moved.path("name").asText()).isEqualTo("c");
    assertThat(moved.path("fromName").asText()).isEqualTo("b");
    assertThat(moved.path("fromParent").asText()).isEqualTo(docs);
    JsonNode made = all.path("activities").path(5);
    assertThat(made.path("username").asText()).isEqualTo("grace");
    assertThat(made.path("deviceName").asText()).isEqualTo("web");
    assertThat(made.path("size").asLong()).isEqualTo(3);

    List<String> paged = new ArrayList<>();
    String page = "";
    do {
      JsonNode some = ada.get(in + "/activity?limit=2" + page).json();
      paged.addAll(some.path("activities").findValuesAsText("revision"));
      page = some.has("nextPage") ? "&page=" + some.path("nextPage").asText() : "";
      NodesIT.folder(ada, in.substring("/workspaces/".length())); // what comes shifts no page
    } while (!page.isEmpty());
    assertThat(paged).isEqualTo(all.path("activities").findValuesAsText("revision"));
    assertThat(ada.get(in + "/activity?page=x").outcome()).isEqualTo("400 invalid");
  }
}
