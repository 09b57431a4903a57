package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was removed, what lay in a folder once, and where a name is, over HTTP. */
class PastIT {

  private static final String ROOT = NodeId.ROOT.toString();

  private final RunningStack stack = RunningStack.ofBuild();
  private Api ada;
  private String workspace;
  private RawDevice device;

  @BeforeEach
  void makeWorkspace() throws Exception {
    ada = People.of(stack).as("ada");
    workspace =
        ada.call("POST", "/workspaces", Map.of("name", "past")).json().path("workspace").asText();
    ServerEpoch epoch = ServerEpoch.of(ada.get("/connect").json().path("epoch").asText());
    device = RawDevice.enrol(ada, stack, Cursor.start(epoch));
  }

  @AfterEach
  void disconnect() throws Exception {
    device.close();
  }

  private String in(String more) {
    return "/workspaces/" + workspace + more;
  }

  private JsonNode make(String parent, String name) throws Exception {
    Api.Answer answer = ada.call("POST", in("/nodes"), Map.of("parent", parent, "name", name));
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return answer.json();
  }

  private static String id(JsonNode node) {
    return node.path("node").asText();
  }

  private void remove(JsonNode node) throws Exception {
    assertThat(ada.with("If-Match", "*").call("DELETE", in("/nodes/" + id(node)), null).status())
        .isEqualTo(204);
  }

  private List<String> names(String path) throws Exception {
    Api.Answer answer = ada.get(in(path));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return StreamSupport.stream(answer.json().path("nodes").spliterator(), false)
        .map(node -> node.path("name").asText())
        .toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void trashShouldHoldWhatWasRemovedUntilItIsRestored() throws Exception {
    JsonNode folder = make(ROOT, "folder");
    make(id(folder), "beneath");
    JsonNode kept = make(ROOT, "kept");
    assertThat(names("/trash")).isEmpty();
    remove(folder);
    assertThat(names("/trash")).containsExactly("folder");
    assertThat(ada.get(in("/trash")).json().path("nodes").path(0).path("live").asBoolean(true))
        .isFalse();
    assertThat(names("/nodes/" + id(folder) + "/children")).containsExactly("beneath");
    assertThat(ada.call("POST", in("/nodes/" + id(folder) + "/restore"), Map.of()).status())
        .isEqualTo(200);
    Revision back = new Revision(6); // the folder, and what lay in it
    assertThat(device.update(back).to().revision()).isEqualTo(back);
    assertThat(names("/trash")).isEmpty();
    assertThat(ada.get(in("/nodes?path=/folder/beneath")).status()).isEqualTo(200);
    remove(kept);
    remove(folder);
    assertThat(names("/trash")).containsExactly("folder", "kept");
    JsonNode first = ada.get(in("/trash?limit=1")).json();
    assertThat(names("/trash?limit=1&page=" + first.path("nextPage").asText()))
        .containsExactly("kept");
    for (String wrong : List.of("x", "AAAA", "", "a=b")) {
      assertThat(ada.get(in("/trash?page=" + wrong)).outcome()).isEqualTo("400 invalid");
    }
  }

  @Test
  void folderShouldBeSeenAsItWasAtAnyTime() throws Exception {
    List<Instant> times = new ArrayList<>();
    JsonNode one = make(ROOT, "one");
    times.add(Instant.ofEpochMilli(one.path("changedMillis").asLong()));
    JsonNode two = make(ROOT, "two");
    times.add(Instant.ofEpochMilli(two.path("changedMillis").asLong()));
    JsonNode renamed =
        ada.with("If-Match", "*")
            .call("PATCH", in("/nodes/" + id(one)), Map.of("name", "uno"))
            .json();
    times.add(Instant.ofEpochMilli(renamed.path("changedMillis").asLong()));
    JsonNode moved =
        ada.with("If-Match", "*")
            .call("PATCH", in("/nodes/" + id(two)), Map.of("parent", id(one)))
            .json();
    times.add(Instant.ofEpochMilli(moved.path("changedMillis").asLong()));
    remove(one);
    assertThat(times).isSorted().doesNotHaveDuplicates();
    String root = "/nodes/" + ROOT + "/children?at=";
    assertThat(names(root + times.get(0).minus(1, ChronoUnit.MILLIS))).isEmpty();
    assertThat(names(root + times.get(0))).containsExactly("one");
    assertThat(names(root + times.get(1))).containsExactly("one", "two");
    assertThat(names(root + times.get(2))).containsExactly("two", "uno");
    assertThat(names(root + times.get(3))).containsExactly("uno");
    assertThat(names("/nodes/" + id(one) + "/children?at=" + times.get(3))).containsExactly("two");
    assertThat(names(root + "2999-01-01T00:00:00Z")).isEmpty();
    JsonNode page = ada.get(in(root + times.get(2) + "&limit=1")).json();
    assertThat(names(root + times.get(2) + "&limit=1&page=" + page.path("nextPage").asText()))
        .containsExactly("uno");
    for (String wrong : List.of("yesterday", "2026-01-01", "", "0")) {
      assertThat(ada.get(in(root + wrong)).outcome()).as(wrong).isEqualTo("400 invalid");
    }
    assertThat(
            ada.get(in("/nodes/" + UUID.randomUUID() + "/children?at=" + times.get(0))).outcome())
        .isEqualTo("404 not-found");
  }

  @Test
  void searchShouldFindLiveNamesWhateverTheirCase() throws Exception {
    JsonNode folder = make(ROOT, "Kleiner Ärger");
    JsonNode gone = make(id(folder), "ärgerlich");
    make(id(folder), "GROSSER A\u0308RGER"); // decomposed
    make(ROOT, "other");
    assertThat(names("/search?name=" + encoded("ärger")))
        .containsExactlyInAnyOrder("Kleiner Ärger", "ärgerlich", "GROSSER A\u0308RGER");
    remove(gone);
    assertThat(names("/search?name=" + encoded("ÄRGER"))).hasSize(2);
    JsonNode first = ada.get(in("/search?limit=1&name=" + encoded("ärger"))).json();
    assertThat(first.path("nodes")).hasSize(1);
    String page = first.path("nextPage").asText();
    assertThat(names("/search?limit=1&name=" + encoded("ärger") + "&page=" + page)).hasSize(1);
    remove(folder);
    assertThat(names("/search?name=" + encoded("ärger"))).isEmpty();
    assertThat(ada.get(in("/search")).outcome()).isEqualTo("400 invalid");
    assertThat(ada.get(in("/search?name=")).outcome()).isEqualTo("400 invalid");
    assertThat(ada.get(in("/search?name=a&page=x")).outcome()).isEqualTo("400 invalid");
  }
}
