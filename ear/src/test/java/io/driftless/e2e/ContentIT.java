package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.node.NodeRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content through the server, for whoever has no pass; devices hear of it as of any other. */
class ContentIT {

  private static final int MOST = 50 << 20;
  private static final String VERIFIED =
      "SELECT count(*) FROM pack WHERE workspace_id = ? AND verified_at IS NOT NULL";

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Api ada;
  private String workspace;
  private UUID id;
  private RawDevice device;

  @BeforeEach
  void makeWorkspace() throws Exception {
    ada = People.of(stack).as("ada");
    workspace =
        ada.call("POST", "/workspaces", Map.of("name", "content"))
            .json()
            .path("workspace")
            .asText();
    id = UUID.fromString(workspace);
    ServerEpoch epoch = ServerEpoch.of(ada.get("/connect").json().path("epoch").asText());
    device = RawDevice.enrol(ada, stack, Cursor.start(epoch));
  }

  @AfterEach
  void disconnect() throws Exception {
    device.close();
  }

  private String child(String name) {
    return "/workspaces/%s/nodes/%s/children/%s".formatted(workspace, NodeId.ROOT, name);
  }

  private String content(JsonNode file) {
    return "/workspaces/%s/nodes/%s/content".formatted(workspace, file.path("node").asText());
  }

  private JsonNode make(String name, byte[] body) throws Exception {
    Api.Answer answer = ada.with("If-None-Match", "*").bytes("PUT", child(name), Api.BYTES, body);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return answer.json();
  }

  private long packs() throws Exception {
    return database.number("SELECT count(*) FROM pack WHERE workspace_id = ?", id);
  }

  private long stored() throws Exception {
    return database.number("SELECT used_bytes FROM workspace WHERE id = ?", id);
  }

  private long head() throws Exception {
    return database.number("SELECT head_revision FROM workspace WHERE id = ?", id);
  }

  @Test
  void uploadShouldReachDevicesAndComeBackAsItWas() throws Exception {
    byte[] body = Content.random(1, (9 << 20) + 7);
    JsonNode file = make("gro%C3%9F%20%26%201.bin", body);
    assertThat(file.path("name").asText()).isEqualTo("groß & 1.bin");
    NodeRow row = device.update(new Revision(1)).changes().get(0).row();
    assertThat(row.version().digest()).isEqualTo(Sha256.digest(body));
    assertThat(row.version().size()).isEqualTo(body.length);
    assertThat(packs()).isEqualTo(3);
    Api.Answer answer = ada.get(content(file));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.header("ETag"))
        .isEqualTo("\"1-" + Sha256.digest(body).toString().substring(0, 16) + "\"");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"gro_ & 1.bin\"; filename*=UTF-8''gro%C3%9F%20&%201.bin");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    Api.Answer head = ada.send("HEAD", content(file), BodyPublishers.noBody());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(body.length));
    JsonNode empty = make("empty", new byte[0]);
    assertThat(ada.get(content(empty)).body()).isEmpty();
    assertThat(packs()).isEqualTo(3);
  }

  @Test
  void whatTheWorkspaceHoldsShouldNotBeStoredAgain() throws Exception {
    byte[] body = Content.random(2, 6 << 20);
    make("first", body);
    database.await(2, VERIFIED, id);
    long before = stored();
    byte[] longer = new byte[body.length + 1];
    System.arraycopy(body, 0, longer, 1, body.length);
    JsonNode second = make("second", longer);
    assertThat(stored() - before).isBetween(1L, 512L << 10);
    assertThat(ada.get(content(second)).body()).isEqualTo(longer);
    long packs = packs();
    make("third", body);
    assertThat(packs()).isEqualTo(packs);
    JsonNode copy =
        ada.call(
                "POST",
                content(second).replace("/content", "/copies"),
                Map.of("parent", NodeId.ROOT.toString(), "name", "copy"))
            .json();
    assertThat(ada.get(content(copy)).body()).isEqualTo(longer);
    assertThat(packs()).isEqualTo(packs);
  }

  @Test
  void rangesShouldBeCutOut() throws Exception {
    byte[] body = Content.random(3, 5 << 20);
    JsonNode file = make("ranges", body);
    String tag = ada.get(content(file)).header("ETag");
    assertRange(file, "bytes=0-0", body, 0, 1);
    assertRange(file, "bytes=1000-2000", body, 1_000, 2_001);
    assertRange(file, "bytes=3000000-4500000", body, 3_000_000, 4_500_001);
    assertRange(file, "bytes=5242000-", body, 5_242_000, body.length);
    assertRange(file, "bytes=-10", body, body.length - 10, body.length);
    assertRange(file, "bytes=-99999999", body, 0, body.length);
    assertRange(file, "bytes=5242879-9999999", body, body.length - 1, body.length);
    for (String beyond : List.of("bytes=5242880-", "bytes=9999999-99999999", "bytes=-0")) {
      Api.Answer answer = ada.with("Range", beyond).get(content(file));
      assertThat(answer.outcome()).as(beyond).isEqualTo("416 range-not-satisfiable");
      assertThat(answer.header("Content-Range")).isEqualTo("bytes */5242880");
    }
    for (String odd : List.of("bytes=0-1,4-5", "bytes=5-1", "lines=1-2", "bytes=-", "x")) {
      assertThat(ada.with("Range", odd).get(content(file)).status()).as(odd).isEqualTo(200);
    }
    Api ranged = ada.with("Range", "bytes=0-9");
    assertThat(ranged.with("If-Range", tag).get(content(file)).status()).isEqualTo(206);
    for (String other : List.of("\"other\"", "W/" + tag, "Sat, 01 Jan 2022 00:00:00 GMT")) {
      assertThat(ranged.with("If-Range", other).get(content(file)).body()).isEqualTo(body);
    }
    Api.Answer had = ada.with("If-None-Match", "\"x\", W/" + tag).get(content(file));
    assertThat(had.status()).isEqualTo(304);
    assertThat(had.header("ETag")).isEqualTo(tag);
    assertThat(ada.with("If-Match", "\"x\"").get(content(file)).outcome())
        .isEqualTo("412 precondition-failed");
  }

  private void assertRange(JsonNode file, String range, byte[] body, int from, int to)
      throws Exception {
    Api.Answer answer = ada.with("Range", range).get(content(file));
    assertThat(answer.status()).as(range).isEqualTo(206);
    assertThat(answer.header("Content-Range"))
        .isEqualTo("bytes %d-%d/%d".formatted(from, to - 1, body.length));
    assertThat(Arrays.equals(answer.body(), Arrays.copyOfRange(body, from, to))).as(range).isTrue();
  }

  @Test
  void writesShouldNeedWhatTheCallerHasSeen() throws Exception {
    byte[] one = {1};
    byte[] two = {2};
    JsonNode file = make("file", one);
    String tag = ada.get(content(file)).header("ETag");
    assertThat(ada.bytes("PUT", content(file), Api.BYTES, two).outcome())
        .isEqualTo("428 precondition-required");
    assertThat(ada.bytes("PUT", child("new"), Api.BYTES, two).outcome())
        .isEqualTo("428 precondition-required");
    Api.Answer there = ada.with("If-None-Match", "*").bytes("PUT", child("file"), Api.BYTES, two);
    assertThat(there.outcome()).isEqualTo("412 precondition-failed");
    assertThat(there.json().path("etag").asText()).isEqualTo(tag);
    assertThat(ada.with("If-Match", "*").bytes("PUT", child("new"), Api.BYTES, two).outcome())
        .isEqualTo("412 precondition-failed");
    Api.Answer next = ada.with("If-Match", tag).bytes("PUT", child("file"), Api.BYTES, two);
    assertThat(next.status()).as("%s", next).isEqualTo(200);
    assertThat(next.json().path("node")).isEqualTo(file.path("node"));
    assertThat(next.json().path("version").path("number").asInt()).isEqualTo(2);
    assertThat(ada.with("If-Match", tag).bytes("PUT", content(file), Api.BYTES, one).outcome())
        .isEqualTo("412 precondition-failed");
    String versions = content(file).replace("/content", "/versions/");
    assertThat(ada.get(versions + "1/content").body()).isEqualTo(one);
    assertThat(ada.get(versions + "2/content").body()).isEqualTo(two);
    for (String none : List.of("0", "3", "-1", "x", "99999999999")) {
      assertThat(ada.get(versions + none + "/content").outcome())
          .as(none)
          .isEqualTo("404 not-found");
    }
    long before = head();
    Api.Answer same = ada.with("If-Match", "*").bytes("PUT", content(file), Api.BYTES, two);
    assertThat(same.json().path("version").path("number").asInt()).isEqualTo(2);
    assertThat(head()).isEqualTo(before);
    String folder = NodesIT.folder(ada, workspace);
    String ofFolder = "/workspaces/%s/nodes/%s/content".formatted(workspace, folder);
    assertThat(ada.get(ofFolder).outcome()).isEqualTo("400 invalid");
    assertThat(ada.with("If-Match", "*").bytes("PUT", ofFolder, Api.BYTES, one).outcome())
        .isEqualTo("400 invalid");
    assertThat(
            ada.with("If-None-Match", "*").bytes("PUT", child("%2E%2E"), Api.BYTES, one).status())
        .isIn(400, 404);
  }

  @Test
  void keyShouldMakeRepeatingSafe() throws Exception {
    Api keyed =
        ada.with("Idempotency-Key", UUID.randomUUID().toString()).with("If-None-Match", "*");
    byte[] body = Content.random(4, 100_000);
    JsonNode first = keyed.bytes("PUT", child("once"), Api.BYTES, body).json();
    Api.Answer again = keyed.bytes("PUT", child("once"), Api.BYTES, body);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first);
    assertThat(head()).isEqualTo(1);
    assertThat(keyed.bytes("PUT", child("once"), Api.BYTES, new byte[] {1}).outcome())
        .isEqualTo("400 invalid");
  }

  @Test
  void limitsShouldHold() throws Exception {
    byte[] most = new byte[MOST]; // one chunk, again and again
    make("most", most);
    byte[] more = new byte[MOST + 1];
    Api fresh = ada.with("If-None-Match", "*");
    assertThat(fresh.bytes("PUT", child("more"), Api.BYTES, more).outcome())
        .isEqualTo("413 too-large");
    Api.Answer inPieces =
        fresh.send(
            "PUT",
            child("more"),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(more)));
    assertThat(inPieces.outcome())
        .as("%s without a form", inPieces.status())
        .isEqualTo("413 too-large");
    database.change("UPDATE workspace SET quota_bytes = used_bytes + 100000 WHERE id = ?", id);
    long used = stored();
    long packs = packs();
    Api.Answer full = fresh.bytes("PUT", child("full"), Api.BYTES, Content.random(5, 200_000));
    assertThat(full.outcome()).isEqualTo("507 over-quota");
    assertThat(full.json().path("usedBytes").asLong()).isEqualTo(used);
    assertThat(full.json().path("limitBytes").asLong()).isEqualTo(used + 100_000);
    assertThat(packs()).isEqualTo(packs);
    make("fits", Content.random(6, 50_000));
    assertThat(head()).isEqualTo(2);
  }

  @Test
  void damagedChunksShouldNeverGoOut() throws Exception {
    byte[] body = Content.random(7, 4 << 20);
    JsonNode file = make("damaged", body);
    database.await(1, VERIFIED, id);
    String move = "UPDATE chunk_location SET byte_offset = byte_offset + ? WHERE workspace_id = ?";
    String last =
        move + " AND entry = (SELECT max(entry) FROM chunk_location WHERE workspace_id = ?)";
    database.change(last, -1, id, id);
    assertThatThrownBy(() -> ada.get(content(file))).isInstanceOf(IOException.class);
    assertRange(file, "bytes=0-1000000", body, 0, 1_000_001);
    database.change(last, 1, id, id);
    database.change(move + " AND entry = 0", 1, id);
    Api.Answer answer = ada.get(content(file));
    assertThat(answer.outcome()).isEqualTo("503 unavailable");
    assertThat(answer.json().path("part").asText()).isEqualTo("content");
  }

  /** A sender that stands still in the middle of its body keeps nobody waiting, nor any session. */
  @Test
  void uploadUnderWayShouldHoldNoTransaction() throws Exception {
    URI server = URI.create(stack.address("server"));
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          """
          PUT /api/v1%s HTTP/1.1
          Host: %s
          Authorization: Bearer %s
          If-None-Match: *
          Content-Type: application/octet-stream
          Content-Length: 20000000

          """
              .replace("\n", "\r\n");
      out.write(
          head.formatted(child("slow"), server.getAuthority(), stack.token("ada"))
              .getBytes(StandardCharsets.US_ASCII));
      out.write(Content.random(8, 12_000_000));
      out.flush();
      make("meanwhile", new byte[] {1});
      assertThat(
              database.number(
                  "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'driftless'"
                      + " AND state LIKE 'idle in transaction%'"
                      + " AND state_change < now() - interval '2 seconds'"))
          .isZero();
    }
    make("afterwards", new byte[] {2});
    assertThat(
            database.number(
                "SELECT count(*) FROM node WHERE workspace_id = ? AND name = 'slow'", id))
        .isZero();
  }
}
