package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.ChunkMessages.ChunksFound;
import io.driftless.protocol.api.WorkspaceMessages.NewWorkspace;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceList;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Bodies of every form and size, good and bad: never an answer that blames the server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiBodiesIT {

  private static final int MOST_RECORD_BYTES = 2 << 20;
  private static final int MOST_RECIPE_BYTES = 8 << 20;

  private final RunningStack stack = RunningStack.ofBuild();
  private Api ada;
  private String workspace;
  private String lookup;
  private String staged;

  @BeforeAll
  void makeWorkspace() throws Exception {
    ada = People.of(stack).as("ada");
    String id =
        ada.call("POST", "/workspaces", Map.of("name", "bodies")).json().path("workspace").asText();
    workspace = "/workspaces/" + id;
    lookup = workspace + "/chunks/lookup";
    staged = workspace + "/recipes/staged";
  }

  @Test
  void recordsShouldTravelInBothFormsBothWays() throws Exception {
    byte[] wanted = Codec.cbor().writeValueAsBytes(new NewWorkspace("by cbor"));
    Api.Answer made = ada.with("Accept", Api.CBOR).bytes("POST", "/workspaces", Api.CBOR, wanted);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Content-Type")).isEqualTo(Api.CBOR);
    WorkspaceInfo info = Codec.cbor().readValue(made.body(), WorkspaceInfo.class);
    assertThat(info.name()).isEqualTo("by cbor");
    assertThat(made.header("Location")).endsWith("/api/v1/workspaces/" + info.workspace());
    Api.Answer inJson = ada.with("Accept", Api.JSON).get("/workspaces");
    Api.Answer inCbor = ada.with("Accept", Api.CBOR).get("/workspaces");
    assertThat(Codec.json().readValue(inJson.body(), WorkspaceList.class))
        .isEqualTo(Codec.cbor().readValue(inCbor.body(), WorkspaceList.class));
    assertThat(ada.get("/workspaces").header("Content-Type")).isEqualTo(Api.JSON);
    assertThat(inCbor.body().length).isLessThan(inJson.body().length);
  }

  @Test
  void problemsShouldBeJsonWhateverIsAcceptedOfAnswers() throws Exception {
    Api.Answer problem = ada.with("Accept", Api.CBOR).get("/workspaces/" + UUID.randomUUID());
    assertThat(problem.outcome()).isEqualTo("404 not-found");
  }

  @Test
  void longAnswersShouldBePackedForThoseWhoTakeIt() throws Exception {
    for (int i = 0; i < 20; i++) {
      ada.call("POST", "/workspaces", Map.of("name", "to make the listing long " + i));
    }
    Api.Answer plain = ada.get("/workspaces");
    assertThat(plain.header("Content-Encoding")).isEmpty();
    assertThat(plain.header("Vary")).contains("Accept-Encoding");
    for (String form : List.of(Api.JSON, Api.CBOR)) {
      Api.Answer whole = ada.with("Accept", form).get("/workspaces");
      Api.Answer packed =
          ada.with("Accept", form).with("Accept-Encoding", "br, gzip;q=0.5").get("/workspaces");
      assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(packed.unpacked()).isEqualTo(whole.body());
      assertThat(packed.body().length).isLessThan(whole.body().length);
    }
    assertThat(
            ada.with("Accept-Encoding", "gzip;q=0").get("/workspaces").header("Content-Encoding"))
        .isEmpty();
  }

  @Test
  void packedBodiesShouldBeTaken() throws Exception {
    List<Sha256> hashes = hashes(10_000);
    for (String form : List.of(Api.JSON, Api.CBOR)) {
      byte[] body =
          (form.equals(Api.JSON) ? Codec.json() : Codec.cbor())
              .writeValueAsBytes(new ChunkLookup(hashes));
      assertThat(ada.bytes("POST", lookup, form, body).status()).isEqualTo(200);
      Api.Answer answer =
          ada.with("Content-Encoding", "gzip").bytes("POST", lookup, form, packed(body));
      assertThat(answer.status()).as("%s", answer).isEqualTo(200);
      assertThat(Codec.json().readValue(answer.body(), ChunksFound.class).found()).isEmpty();
    }
    byte[] recipe = hashes.get(0).bytes();
    Api.Answer plain = ada.bytes("PUT", staged, Api.BYTES, recipe);
    Api.Answer packed =
        ada.with("Content-Encoding", "gzip").bytes("PUT", staged, Api.BYTES, packed(recipe));
    assertThat(plain.status()).isEqualTo(200);
    assertThat(packed.json()).isEqualTo(plain.json());
  }

  @Test
  void bodiesPackedBadlyShouldBeRefused() throws Exception {
    byte[] body = "{\"hashes\":[]}".getBytes(StandardCharsets.UTF_8);
    Api packing = ada.with("Content-Encoding", "gzip");
    assertThat(packing.bytes("POST", lookup, Api.JSON, body).outcome()).isEqualTo("400 malformed");
    byte[] half = Arrays.copyOf(packed(body), packed(body).length / 2);
    assertThat(packing.bytes("POST", lookup, Api.JSON, half).outcome()).isEqualTo("400 malformed");
    assertThat(packing.bytes("PUT", staged, Api.BYTES, body).outcome()).isEqualTo("400 malformed");
    assertThat(ada.with("Content-Encoding", "br").bytes("POST", lookup, Api.JSON, body).outcome())
        .isEqualTo("415 unsupported-media");
    byte[] spaces = new byte[100 << 20];
    Arrays.fill(spaces, (byte) ' ');
    byte[] bomb = packed(spaces);
    assertThat(bomb.length).isLessThan(MOST_RECORD_BYTES);
    assertThat(packing.bytes("POST", lookup, Api.JSON, bomb).outcome()).isEqualTo("413 too-large");
    assertThat(packing.bytes("PUT", staged, Api.BYTES, bomb).outcome()).isEqualTo("413 too-large");
  }

  @Test
  void limitsShouldHoldWithAndWithoutALength() throws Exception {
    byte[] most = new byte[MOST_RECIPE_BYTES];
    assertThat(ada.bytes("PUT", staged, Api.BYTES, most).status()).isEqualTo(200);
    byte[] more = new byte[MOST_RECIPE_BYTES + 32];
    assertThat(ada.bytes("PUT", staged, Api.BYTES, more).outcome()).isEqualTo("413 too-large");
    assertThat(inPieces("PUT", staged, Api.BYTES, more).outcome()).isEqualTo("413 too-large");
    byte[] spaces = new byte[MOST_RECORD_BYTES + 1];
    Arrays.fill(spaces, (byte) ' ');
    assertThat(ada.bytes("POST", lookup, Api.JSON, spaces).outcome()).isEqualTo("413 too-large");
    assertThat(inPieces("POST", lookup, Api.JSON, spaces).outcome()).isEqualTo("413 too-large");
    byte[] hashes = Codec.json().writeValueAsBytes(new ChunkLookup(hashes(10_001)));
    assertThat(ada.bytes("POST", lookup, Api.JSON, hashes).outcome()).isEqualTo("400 invalid");
  }

  /** Chunked, as a sender does who does not know the length. */
  private Api.Answer inPieces(String method, String path, String form, byte[] body)
      throws Exception {
    return ada.with("Content-Type", form)
        .send(method, path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
  }

  @TestFactory
  Stream<DynamicTest> badBodiesShouldBeTheCallersFault() {
    List<DynamicTest> tests = new ArrayList<>();
    for (ApiOperation operation : ApiOperation.ALL) {
      if (operation.body() == null || operation.body() instanceof byte[]) {
        continue;
      }
      badBodies()
          .forEach(
              (what, body) ->
                  tests.add(
                      dynamicTest(operation + " " + what, () -> assertRefused(operation, body))));
    }
    return tests.stream();
  }

  private void assertRefused(ApiOperation operation, byte[] body) throws Exception {
    String path = operation.path().replace("/workspaces/{workspace}", workspace);
    path = path.replace("{username}", "grace").replace("{node}", UUID.randomUUID().toString());
    path = path.replace("{burst}", UUID.randomUUID().toString());
    path = path.replace("{letter}", UUID.randomUUID().toString());
    path = path.replace("{version}", "1").replace("{job}", "collect");
    Api seen = operation.method().equals("PATCH") ? ada.with("If-Match", "*") : ada;
    Api.Answer answer = seen.bytes(operation.method(), path, Api.JSON, body);
    List<String> refusals = new ArrayList<>(List.of("400 malformed", "400 invalid"));
    if (path.contains("/nodes/")) {
      refusals.add("404 not-found"); // every field of a restore may be left out
    }
    assertThat(answer.outcome()).as("%s", answer).isIn(refusals);
    Api.Answer asCbor = seen.bytes(operation.method(), path, Api.CBOR, body);
    assertThat(asCbor.outcome()).as("%s", asCbor).isIn(refusals);
  }

  private static Map<String, byte[]> badBodies() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("empty", "");
    texts.put("null", "null");
    texts.put("a list", "[]");
    texts.put("a number", "7");
    texts.put("a text", "\"text\"");
    texts.put("an empty record", "{}");
    texts.put("half a record", "{\"name\":");
    texts.put("two records", "{\"name\":\"a\",\"platform\":\"linux\"} {}");
    texts.put("no JSON", "<name>x</name>");
    texts.put("fields that are null", record("null", "null"));
    texts.put("fields that are records", record("{}", "{}"));
    texts.put("fields that are lists of lists", record("[[[]]]", "[[[]]]"));
    texts.put("texts with a NUL", record("\"a\\u0000b\"", "[\"a\\u0000b\"]"));
    texts.put("half a character", record("\"\\ud800\"", "[\"\\ud800\"]"));
    texts.put("digests that are none", record("\"\"", "[\"abc\"]"));
    texts.put("recipes that are none", record("\" \"", "[{\"node\":\"x\"}]"));
    texts.put("long numbers", record("9".repeat(2_000), "[" + "9".repeat(2_000) + "]"));
    texts.put("a long text", record("\"" + "a".repeat(1 << 18) + "\"", "\"\""));
    texts.put("deep nesting", "[".repeat(100_000));
    texts.put("deep records", "{\"name\":".repeat(100_000));
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    texts.forEach((what, text) -> bodies.put(what, text.getBytes(StandardCharsets.UTF_8)));
    bodies.put("no UTF-8", new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'});
    bodies.put("noise", Content.random(1, 5_000));
    return bodies;
  }

  /** A record that each of the operations would read its fields from. */
  private static String record(String value, String list) {
    return "{\"name\":%1$s,\"platform\":%1$s,\"role\":%1$s,\"access\":%1$s,\"wanted\":%2$s,\"hashes\":%2$s}"
        .formatted(value, list);
  }

  @TestFactory
  Stream<DynamicTest> badAddressesShouldBeTheCallersFault() {
    String bad = "%00,%ff,%ed%a0%80,%0d%0a,..,%2e%2e,%2f,%5c,-1,%F0%9F%98%80,'%22--,%7Bx%7D";
    List<String> values = new ArrayList<>(List.of(bad.split(",", -1)));
    values.add("a".repeat(4_000));
    List<String> places =
        List.of(
            "GET /workspaces/%s",
            "GET /workspaces/%s/changes?cursor=x",
            "DELETE /devices/%s",
            "PUT /devices/%s/lease",
            "DELETE " + workspace + "/members/%s",
            "GET " + workspace + "/snapshot?page=%s",
            "GET " + workspace + "/changes?cursor=%s",
            "GET " + workspace + "/changes?cursor=x&limit=%s",
            "GET " + workspace + "/changes?cursor=x&atLeast=%s");
    return places.stream()
        .flatMap(
            place ->
                values.stream()
                    .map(
                        value ->
                            dynamicTest(
                                place.replace("%s", shortened(value)),
                                () -> assertRefused(place.replace("%s", value)))));
  }

  private static String shortened(String value) {
    return value.length() > 20 ? value.length() + " letters" : value;
  }

  private void assertRefused(String call) throws Exception {
    String[] parts = call.split(" ", 2);
    Api.Answer answer = ada.call(parts[0], parts[1], null);
    assertThat(answer.status()).as("%s", answer).isBetween(400, 414);
  }

  @Test
  void recipeThatIsNoneShouldBeRefused() throws Exception {
    assertThat(ada.bytes("PUT", staged, Api.BYTES, new byte[33]).outcome())
        .isEqualTo("400 invalid");
    assertThat(ada.bytes("PUT", staged, Api.JSON, new byte[32]).outcome())
        .isEqualTo("415 unsupported-media");
  }

  private static List<Sha256> hashes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Sha256.digest(("chunk " + i).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static byte[] packed(byte[] body) throws IOException {
    ByteArrayOutputStream into = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(into)) {
      packing.write(body);
    }
    return into.toByteArray();
  }
}
