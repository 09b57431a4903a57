package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.ServerEpoch;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Calls of every operation, made from the document that the server serves: values that fit, nearly
 * fit, or do not fit at all. Nothing may end as 500, every refusal is a problem, and nothing of a
 * workspace of others may be told. {@code -Ddriftless.fuzz.seed} repeats a run, {@code
 * -Ddriftless.fuzz.calls} makes it longer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzIT {

  private static final String BASE = "/api/v1";
  private static final String SECRET = "nobody-else-may-read-this";
  private static final int CALLS = Integer.getInteger("driftless.fuzz.calls", 12);
  private static final long SEED = Long.getLong("driftless.fuzz.seed", System.nanoTime());
  private static final List<String> METHODS =
      List.of("get", "post", "put", "patch", "delete", "head", "options");

  private final RunningStack stack = RunningStack.ofBuild();
  private final List<String> ids = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private JsonNode description;
  private Api mary;

  @BeforeAll
  void prepare() throws Exception {
    description = Api.of(stack).get(stack.address("server") + "/openapi?format=JSON").json();
    Api ada = People.of(stack).as("ada");
    mary = People.of(stack).newcomer("fuzzy");
    String theirs = made(ada, SECRET);
    final String own = made(mary, "own");
    ids.add(own);
    ids.add(own);
    ids.add(theirs);
    ids.add(NodesIT.folder(mary, own));
    ids.add(NodesIT.file(mary, own));
    ids.add(secret(ada, theirs));
    ids.add("00000000-0000-0000-0000-000000000000");
    ids.add(UUID.randomUUID().toString());
    ids.add(ApiOperation.operation(mary, own));
    ids.add(ApiOperation.share(mary, own));
    ids.add(ApiOperation.invitation(mary, own));
    ids.add(ApiOperation.burst(own));
    ids.add(ApiOperation.hook(mary, own));
    ServerEpoch epoch = ServerEpoch.of(mary.get("/connect").json().path("epoch").asText());
    texts.addAll(
        List.of(
            "",
            " ",
            "a",
            "0",
            "-1",
            "1",
            "7",
            "99999999999999999999",
            "9223372036854775807",
            "NaN",
            "null",
            "true",
            "*",
            "\"1-00000000\"",
            "bytes=0-1",
            "bytes=-",
            "bytes=9-1,2-3",
            "latest",
            "/a/b",
            "..",
            "a/b",
            "a\0b",
            "ü\ud83d\ude00",
            "\u202e",
            "%00",
            "';--",
            "x".repeat(300),
            "2026-01-31T12:00:00Z",
            "+999999999-12-31T23:59:59.999999999Z",
            "-999999999-01-01T00:00:00Z",
            "2026-13-41",
            "1.0.0",
            "filename YWJj",
            Cursor.start(epoch).token()));
    System.out.println("FuzzIT: -Ddriftless.fuzz.seed=" + SEED);
  }

  private static String made(Api api, String name) throws Exception {
    return api.call("POST", "/workspaces", Map.of("name", name)).json().path("workspace").asText();
  }

  private static String secret(Api api, String workspace) throws Exception {
    Map<String, String> folder =
        Map.of("parent", "00000000-0000-0000-0000-000000000000", "name", SECRET);
    return api.call("POST", "/workspaces/" + workspace + "/nodes", folder)
        .json()
        .path("node")
        .asText();
  }

  @TestFactory
  Stream<DynamicTest> nothingShouldFailOrLeak() {
    List<DynamicTest> tests = new ArrayList<>();
    description
        .path("paths")
        .properties()
        .forEach(
            path ->
                METHODS.stream()
                    .filter(method -> path.getValue().has(method))
                    .forEach(
                        method ->
                            tests.add(
                                dynamicTest(
                                    method + " " + path.getKey(),
                                    () -> fuzz(method, path.getKey(), path.getValue())))));
    assertThat(tests).hasSizeGreaterThan(40);
    return tests.stream();
  }

  private void fuzz(String method, String path, JsonNode item) throws Exception {
    Random random = new Random(SEED ^ (method + path).hashCode());
    JsonNode operation = item.path(method);
    for (int call = 0; call < CALLS; call++) {
      List<JsonNode> parameters = new ArrayList<>();
      item.path("parameters").forEach(parameters::add);
      operation.path("parameters").forEach(parameters::add);
      Api.Answer answer = call(random, method, path, parameters, operation);
      String told = answer + "";
      assertThat(answer.status()).as("%s", told).isNotIn(500, 501, 502, 504);
      if (answer.status() >= 400 && answer.body().length > 0) {
        assertThat(answer.problem()).as("%s", told).isNotEmpty();
      }
      assertThat(new String(answer.unpacked(), StandardCharsets.UTF_8))
          .as("%s", told)
          .doesNotContain(SECRET);
    }
  }

  private Api.Answer call(
      Random random, String method, String path, List<JsonNode> parameters, JsonNode operation)
      throws Exception {
    String address = path.substring(BASE.length());
    StringBuilder query = new StringBuilder();
    Api api = mary;
    for (JsonNode parameter : parameters) {
      String name = parameter.path("name").asText();
      String value = text(random, name);
      switch (parameter.path("in").asText()) {
        case "path" -> address = address.replace("{" + name + "}", encoded(value));
        case "query" -> {
          boolean holds = name.equals("wait") || name.equals("seconds");
          if (holds || random.nextInt(3) > 0) {
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(holds ? "0" : encoded(value));
          }
        }
        default -> api = header(random, api, name, value);
      }
    }
    if (operation.path("requestBody").isMissingNode()) {
      return api.send(method.toUpperCase(Locale.ROOT), address + query, BodyPublishers.noBody());
    }
    JsonNode schema = operation.path("requestBody").path("content").path(Api.JSON).path("schema");
    byte[] body =
        schema.isMissingNode()
            ? text(random, "body").getBytes(StandardCharsets.UTF_8)
            : RunningStack.JSON.writeValueAsBytes(value(random, schema, 0));
    String form = schema.isMissingNode() ? Api.BYTES : Api.JSON;
    return api.bytes(method.toUpperCase(Locale.ROOT), address + query, form, body);
  }

  private static Api header(Random random, Api api, String name, String value) {
    boolean carried =
        !value.isBlank() && value.chars().allMatch(letter -> letter >= 0x20 && letter < 0x7f);
    return carried && random.nextInt(3) > 0 ? api.with(name, value.strip()) : api;
  }

  private String text(Random random, String name) {
    if (name.equals("workspace") && random.nextInt(4) > 0) {
      return ids.get(random.nextInt(3));
    }
    List<String> from = random.nextInt(3) > 0 ? ids : texts;
    if (name.equals("page") || name.equals("limit") || name.equals("at")) {
      from = texts;
    }
    return from.get(random.nextInt(from.size()));
  }

  /** A value of this schema, now and then of none. */
  private JsonNode value(Random random, JsonNode given, int depth) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (random.nextInt(12) == 0) {
      List<JsonNode> odd =
          List.of(make.nullNode(), make.numberNode(-1), make.textNode("x"), make.arrayNode());
      return odd.get(random.nextInt(odd.size()));
    }
    JsonNode schema = resolved(given);
    JsonNode type = schema.path("type");
    return switch (type.isArray() ? type.get(0).asText() : type.asText()) {
      case "object" -> object(random, schema, depth);
      case "array" -> {
        ArrayNode array = make.arrayNode();
        for (int i = random.nextInt(3); i > 0 && depth < 6; i--) {
          array.add(value(random, schema.path("items"), depth + 1));
        }
        yield array;
      }
      case "integer", "number" ->
          make.numberNode(random.nextBoolean() ? random.nextInt(5) : random.nextLong());
      case "boolean" -> make.booleanNode(random.nextBoolean());
      default ->
          schema.path("enum").isEmpty()
              ? make.textNode(text(random, ""))
              : schema.path("enum").get(random.nextInt(schema.path("enum").size()));
    };
  }

  private ObjectNode object(Random random, JsonNode schema, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(
            member -> {
              if (depth < 6 && random.nextInt(8) > 0) {
                object.set(member.getKey(), value(random, member.getValue(), depth + 1));
              }
            });
    return object;
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode reference = schema.path("$ref");
    return reference.isMissingNode()
        ? schema
        : description
            .path("components")
            .path("schemas")
            .path(reference.asText().substring("#/components/schemas/".length()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
