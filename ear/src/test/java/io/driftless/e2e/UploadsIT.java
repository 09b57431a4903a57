package io.driftless.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URL;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resumable uploads, by the public Java client of the tus project and call by call. */
class UploadsIT {

  private static final int MIB = 1 << 20;

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private final TusURLMemoryStore known = new TusURLMemoryStore();
  private People people;
  private Api ada;
  private String workspace;
  private UUID id;
  private RawDevice device;

  @BeforeEach
  void makeWorkspace() throws Exception {
    people = People.of(stack);
    ada = people.as("ada");
    workspace =
        ada.call("POST", "/workspaces", Map.of("name", "uploads"))
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

  private String uploads() {
    return "/workspaces/" + workspace + "/uploads";
  }

  /** A client as it is after a start: it knows nothing but addresses of uploads. */
  private TusClient client(Api person) throws Exception {
    TusClient client = new TusClient();
    client.setUploadCreationURL(
        URI.create(stack.address("server") + "/api/v1" + uploads()).toURL());
    client.setHeaders(Map.of("Authorization", person.header("Authorization")));
    client.enableResuming(known);
    return client;
  }

  private static TusUpload upload(byte[] content, Map<String, String> metadata) {
    TusUpload upload = new TusUpload();
    upload.setInputStream(new ByteArrayInputStream(content));
    upload.setSize(content.length);
    upload.setFingerprint("it");
    upload.setMetadata(metadata);
    return upload;
  }

  private URL sent(Api person, byte[] content, Map<String, String> metadata) throws Exception {
    TusUploader uploader = client(person).createUpload(upload(content, metadata));
    uploader.setChunkSize(MIB);
    while (uploader.uploadChunk() > -1) {
      assertThat(uploader.getOffset()).isLessThanOrEqualTo(content.length);
    }
    uploader.finish();
    return uploader.getUploadURL();
  }

  private static byte[] random(int length, long seed) {
    byte[] content = new byte[length];
    new Random(seed).nextBytes(content);
    return content;
  }

  private Api.Answer byName(String name) throws Exception {
    return ada.get("/workspaces/" + workspace + "/nodes?path=/" + name);
  }

  private Api.Answer content(String name) throws Exception {
    String node = byName(name).json().path("node").asText();
    return ada.get("/workspaces/" + workspace + "/nodes/" + node + "/content");
  }

  private Api tus(Api person) {
    return person.with("Tus-Resumable", "1.0.0");
  }

  private static String metadata(Map<String, String> values) {
    Map<String, String> encoded = new HashMap<>();
    values.forEach(
        (name, value) ->
            encoded.put(name, Base64.getEncoder().encodeToString(value.getBytes(UTF_8))));
    return String.join(
        ",", encoded.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }

  private Api.Answer begin(Api person, long length, Map<String, String> values) throws Exception {
    return tus(person)
        .with("Upload-Length", Long.toString(length))
        .with("Upload-Metadata", metadata(values))
        .call("POST", uploads(), null);
  }

  private Api.Answer send(Api person, String address, long offset, byte[] bytes) throws Exception {
    return tus(person)
        .with("Upload-Offset", Long.toString(offset))
        .bytes(
            "PATCH", stack.address("server") + address, "application/offset+octet-stream", bytes);
  }

  private Api.Answer look(Api person, String address) throws Exception {
    return tus(person).call("HEAD", stack.address("server") + address, null);
  }

  @Test
  void interruptedUploadShouldGoOnWhereItWas() throws Exception {
    byte[] content = random(9 * MIB, 1);
    Map<String, String> metadata = Map.of("filename", "big.bin");
    TusUploader first = client(ada).resumeOrCreateUpload(upload(content, metadata));
    first.setChunkSize(MIB);
    first.setRequestPayloadSize(2 * MIB);
    for (int piece = 0; piece < 5; piece++) {
      first.uploadChunk();
    }
    first.finish(true); // the line ends here
    TusUploader second = client(ada).resumeUpload(upload(content, metadata));
    assertThat(second.getOffset()).isBetween(1L, 5L * MIB);
    assertThat(byName("big.bin").outcome()).isEqualTo("404 not-found");
    second.setChunkSize(MIB);
    while (second.uploadChunk() > -1) {
      assertThat(second.getOffset()).isPositive();
    }
    second.finish();
    assertThat(content("big.bin").body()).isEqualTo(content);
    assertThat(device.update(new Revision(1)).to().revision()).isEqualTo(new Revision(1));
  }

  @Test
  void uploadShouldDeduplicateAgainstWhatIsThere() throws Exception {
    byte[] content = random(6 * MIB, 2);
    Api.Answer put =
        ada.with("If-None-Match", "*")
            .bytes(
                "PUT",
                "/workspaces/%s/nodes/%s/children/put".formatted(workspace, NodeId.ROOT),
                Api.BYTES,
                content);
    assertThat(put.status()).isEqualTo(201);
    String packs = "SELECT count(*) FROM pack WHERE workspace_id = ?";
    long before = database.number(packs, id);
    sent(ada, content, Map.of("filename", "sent"));
    assertThat(database.number(packs, id)).isEqualTo(before);
    assertThat(content("sent").header("ETag")).isEqualTo(put.header("ETag"));
  }

  @Test
  void nextVersionShouldNeedTheContentThatWasSeen() throws Exception {
    sent(ada, random(10, 3), Map.of("filename", "report"));
    String seen = content("report").header("ETag");
    Map<String, String> next = Map.of("filename", "report", "if-match", seen);
    String waiting = begin(ada, 3, next).header("Location");
    sent(ada, random(20, 4), next);
    assertThat(content("report").header("ETag")).startsWith("\"2-");
    Api.Answer late = send(ada, waiting, 0, new byte[] {1, 2, 3});
    assertThat(late.outcome()).isEqualTo("412 precondition-failed");
    assertThat(late.json().path("etag").asText()).startsWith("\"2-");
    assertThat(begin(ada, 3, next).outcome()).isEqualTo("412 precondition-failed");
    assertThat(begin(ada, 3, Map.of("filename", "report")).outcome())
        .isEqualTo("412 precondition-failed");
    String node = byName("report").json().path("node").asText();
    assertThat(begin(ada, 3, Map.of("node", node)).outcome())
        .isEqualTo("428 precondition-required");
    sent(ada, random(30, 5), Map.of("node", node, "if-match", "*"));
    assertThat(content("report").header("ETag")).startsWith("\"3-");
  }

  @Test
  void whoLostTheAnswerShouldLearnWhatBecameOfIt() throws Exception {
    String address = begin(ada, 3, Map.of("filename", "abc")).header("Location");
    Api.Answer done = send(ada, address, 0, "abc".getBytes(UTF_8));
    assertThat(done.status()).as("%s", done).isEqualTo(204);
    assertThat(done.header("Upload-Offset")).isEqualTo("3");
    Api.Answer again = look(ada, address);
    assertThat(again.status()).isEqualTo(204);
    assertThat(again.header("Upload-Offset")).isEqualTo("3");
    assertThat(again.header("Driftless-Node"))
        .isEqualTo(done.header("Driftless-Node"))
        .isEqualTo(byName("abc").json().path("node").asText());
    assertThat(again.header("ETag")).isEqualTo(content("abc").header("ETag"));
    assertThat(device.update(new Revision(1)).to().revision()).isEqualTo(new Revision(1));
    assertThat(database.number("SELECT head_revision FROM workspace WHERE id = ?", id))
        .isEqualTo(1);
  }

  @Test
  void uploadsShouldBeTheirOwnersAlone() throws Exception {
    Api grace = people.as("grace");
    grace.get("/heads");
    ada.call("PUT", "/workspaces/" + workspace + "/members/grace", Map.of("role", "editor"));
    String address = begin(ada, 3, Map.of("filename", "mine")).header("Location");
    assertThat(look(grace, address).status()).isEqualTo(404);
    assertThat(send(grace, address, 0, new byte[3]).outcome()).isEqualTo("404 not-found");
    assertThat(tus(grace).call("DELETE", stack.address("server") + address, null).outcome())
        .isEqualTo("404 not-found");
    ada.call("PUT", "/workspaces/" + workspace + "/members/grace", Map.of("role", "viewer"));
    assertThatThrownBy(() -> sent(grace, new byte[3], Map.of("filename", "x")))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("403");
    assertThat(tus(ada).call("DELETE", stack.address("server") + address, null).status())
        .isEqualTo(204);
    assertThat(look(ada, address).status()).isEqualTo(404);
  }

  @Test
  void whatCannotBeShouldBeToldBeforeItIsSent() throws Exception {
    Map<String, String> name = Map.of("filename", "new");
    assertThat(begin(ada, 1L << 41, name).outcome()).isEqualTo("413 too-large");
    assertThat(begin(ada, 3, Map.of()).outcome()).isEqualTo("400 malformed");
    assertThat(begin(ada, 3, Map.of("filename", "a/b")).outcome()).isEqualTo("400 invalid");
    assertThat(
            begin(ada, 3, Map.of("filename", "a", "parent", UUID.randomUUID().toString()))
                .outcome())
        .isEqualTo("409 parent-gone");
    Api old = ada.with("Tus-Resumable", "0.2.2").with("Upload-Length", "3");
    assertThat(old.with("Upload-Metadata", metadata(name)).call("POST", uploads(), null).outcome())
        .isEqualTo("412 tus-version");
    String address = begin(ada, 3, name).header("Location");
    assertThat(send(ada, address, 2, new byte[1]).outcome()).isEqualTo("409 upload-offset");
    Api.Answer form =
        tus(ada)
            .with("Upload-Offset", "0")
            .bytes("PATCH", stack.address("server") + address, Api.BYTES, new byte[3]);
    assertThat(form.outcome()).isEqualTo("415 unsupported-media");
    Api.Answer damaged =
        tus(ada)
            .with("Upload-Offset", "0")
            .with("Upload-Checksum", "sha1 " + Base64.getEncoder().encodeToString(new byte[20]))
            .bytes(
                "PATCH",
                stack.address("server") + address,
                "application/offset+octet-stream",
                new byte[3]);
    assertThat(damaged.outcome()).isEqualTo("460 checksum-mismatch");
    assertThat(look(ada, address).header("Upload-Offset")).isEqualTo("0");
    database.change("UPDATE workspace SET quota_bytes = 2 WHERE id = ?", id);
    assertThat(begin(ada, 3, name).outcome()).isEqualTo("507 over-quota");
    assertThat(send(ada, address, 0, new byte[3]).outcome()).isEqualTo("507 over-quota");
    assertThat(byName("new").outcome()).isEqualTo("404 not-found");
  }

  @Test
  void emptyFileShouldBeMadeAtOnce() throws Exception {
    Api.Answer begun = begin(ada, 0, Map.of("filename", "empty"));
    assertThat(begun.status()).as("%s", begun).isEqualTo(201);
    assertThat(begun.header("Driftless-Node")).isNotEmpty();
    assertThat(content("empty").body()).isEmpty();
  }
}
