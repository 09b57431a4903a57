package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Message.CommitAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The journal as it is read over HTTP: pages, cursors that lead nowhere, heads not there yet. */
class ApiJournalIT {

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api ada;
  private WorkspaceId workspace;
  private ServerEpoch epoch;
  private Cursor start;

  @BeforeEach
  void makeWorkspace() throws Exception {
    ada = People.of(stack).as("ada");
    workspace =
        WorkspaceId.of(
            ada.call("POST", "/workspaces", Map.of("name", "journal"))
                .json()
                .path("workspace")
                .asText());
    epoch = ServerEpoch.of(ada.get("/connect").json().path("epoch").asText());
    start = Cursor.start(epoch);
  }

  private Cursor commit(String... folders) throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start)) {
      Cursor head = start;
      for (String folder : folders) {
        device.send(device.request(workspace, RawDevice.folder(folder)));
        CommitAnswer answer = device.answer();
        head = answer.head();
      }
      return head;
    }
  }

  private Api.Answer changes(Cursor cursor, String more) throws Exception {
    return ada.get("/workspaces/%s/changes?cursor=%s%s".formatted(workspace, cursor.token(), more));
  }

  private static List<String> names(JsonNode page) {
    return StreamSupport.stream(page.path("changes").spliterator(), false)
        .map(change -> change.path("row").path("name").asText())
        .toList();
  }

  private static Cursor cursor(JsonNode node) {
    return Cursor.ofToken(node.asText());
  }

  @Test
  void pagesShouldHoldTheJournalInOrder() throws Exception {
    Cursor head = commit("one", "two", "three");
    Cursor at = start;
    List<String> read = new ArrayList<>();
    boolean more = true;
    while (more) {
      JsonNode page = changes(at, "&limit=1").json();
      assertThat(page.path("head").asLong()).isEqualTo(3);
      read.addAll(names(page));
      at = cursor(page.path("cursor"));
      more = page.path("hasMore").asBoolean();
    }
    assertThat(read).containsExactly("one", "two", "three");
    assertThat(at).isEqualTo(head);
    JsonNode rest = changes(head, "").json();
    assertThat(names(rest)).isEmpty();
    assertThat(cursor(rest.path("cursor"))).isEqualTo(head);
  }

  @Test
  void headAskedForShouldBeThereOrToldAsNotYet() throws Exception {
    commit("one", "two");
    assertThat(names(changes(start, "&atLeast=2").json())).containsExactly("one", "two");
    Api.Answer notYet = changes(start, "&atLeast=3");
    assertThat(notYet.outcome()).isEqualTo("503 not-yet");
    assertThat(notYet.json().path("head").asLong()).isEqualTo(2);
    assertThat(notYet.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void cursorsThatLeadNowhereShouldLeadToTheSnapshot() throws Exception {
    Cursor head = commit("one", "two");
    Cursor ahead = new Cursor(epoch, new Revision(3), head.commit());
    Cursor otherCommit = new Cursor(epoch, new Revision(1), new CommitId(UUID.randomUUID()));
    Cursor otherEpoch =
        new Cursor(new ServerEpoch(UUID.randomUUID()), head.revision(), head.commit());
    assertThat(changes(ahead, "").outcome()).isEqualTo("410 resync");
    assertThat(changes(ahead, "&atLeast=3").outcome()).isEqualTo("410 resync");
    assertThat(changes(otherCommit, "").outcome()).isEqualTo("410 resync");
    assertThat(changes(otherEpoch, "").outcome()).isEqualTo("410 epoch-changed");
    assertThat(changes(Cursor.start(new ServerEpoch(UUID.randomUUID())), "").outcome())
        .isEqualTo("410 epoch-changed");
    JsonNode snapshot = ada.get("/workspaces/" + workspace + "/snapshot").json();
    assertThat(snapshot.path("nodes")).hasSize(2);
    assertThat(cursor(snapshot.path("replayFrom"))).isEqualTo(head);
  }

  @Test
  void cursorBelowTheFloorShouldLeadToTheSnapshot() throws Exception {
    Cursor first = commit("one");
    commit("two", "three");
    database.change("UPDATE workspace SET floor_revision = 2 WHERE id = ?", workspace.value());
    assertThat(changes(start, "").outcome()).isEqualTo("410 resync");
    assertThat(changes(first, "").outcome()).isEqualTo("410 resync");
    JsonNode snapshot = ada.get("/workspaces/" + workspace + "/snapshot").json();
    assertThat(snapshot.path("nodes")).hasSize(3);
    assertThat(changes(cursor(snapshot.path("replayFrom")), "").status()).isEqualTo(200);
  }

  @Test
  void listingsShouldBeTheSameInBothForms() throws Exception {
    commit("one", "two");
    String path = "/workspaces/%s/changes?cursor=%s".formatted(workspace, start.token());
    Api.Answer cbor = ada.with("Accept", Api.CBOR).get(path);
    Api.Answer json = ada.with("Accept", Api.JSON).get(path);
    Class<?> type = ChangesPage.class;
    assertThat((Object) Codec.cbor().readValue(cbor.body(), type))
        .isEqualTo(Codec.json().readValue(json.body(), type));
  }
}
