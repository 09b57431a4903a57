package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.e2e.ApiOperation.Needs;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The description that the server serves, held against what it answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiIT {

  private static final String BASE = "/api/v1";

  private final RunningStack stack = RunningStack.ofBuild();
  private JsonNode description;
  private Api ada;
  private Api linus;
  private ApiPlaces made;

  @BeforeAll
  void readDescription() throws Exception {
    description =
        Api.of(stack).with("Accept", Api.JSON).get(stack.address("server") + "/openapi").json();
    People people = People.of(stack);
    ada = people.as("ada");
    linus = people.as("linus");
    linus.get("/heads");
    String workspace = OwnWorkspace.make(ada, "described").id();
    made = ApiPlaces.make(stack, ada, workspace).with("username", "linus");
  }

  private JsonNode described(ApiOperation operation) {
    return description
        .path("paths")
        .path(BASE + operation.path())
        .path(operation.method().toLowerCase(Locale.ROOT));
  }

  @Test
  void everyOperationShouldBeDescribedAndTested() {
    Set<String> served = new TreeSet<>();
    description
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            served.add(
                                method.toUpperCase(Locale.ROOT)
                                    + " "
                                    + path.getKey().substring(BASE.length()))));
    assertThat(served)
        .isEqualTo(
            ApiOperation.ALL.stream()
                .map(ApiOperation::name)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @TestFactory
  Stream<DynamicTest> descriptionShouldBeComplete() {
    return ApiOperation.ALL.stream()
        .map(operation -> dynamicTest(operation.toString(), () -> assertComplete(operation)));
  }

  private void assertComplete(ApiOperation operation) {
    JsonNode described = described(operation);
    assertThat(described.path("summary").asText()).isNotBlank();
    assertThat(described.path("tags")).hasSize(1);
    JsonNode responses = described.path("responses");
    JsonNode success = responses.path(Integer.toString(operation.status()));
    assertThat(success.path("description").asText()).isNotBlank();
    if (operation.needs() == Needs.NOTHING) {
      assertThat(described.path("security")).hasSize(1);
      assertThat(described.path("security").path(0)).isEmpty(); // nothing is required
    } else {
      assertThat(described.has("security")).isFalse();
      assertThat(Stream.of("401", "403", "503")).allMatch(responses::has);
    }
    if (operation.isInWorkspace() && operation.needs() != Needs.NOTHING) {
      assertThat(responses.has("404")).isTrue();
    }
    String form = operation.answerForm();
    if (!form.isEmpty()) {
      assertThat(success.path("content").has(form)).isTrue();
    }
    if (form.equals(Api.JSON)) {
      JsonNode json = success.path("content").path(Api.JSON);
      assertThat(json.path("schema").has("$ref")).isTrue();
      assertFits("example of the answer", json.path("schema"), json.path("example"));
    }
    if (operation.body() != null) {
      JsonNode content = described.path("requestBody").path("content");
      assertThat(described.path("requestBody").path("required").asBoolean()).isTrue();
      if (!(operation.body() instanceof byte[])) {
        JsonNode json = content.path(Api.JSON);
        assertFits("example of the body", json.path("schema"), json.path("example"));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> answersShouldBeAsDescribed() {
    return ApiOperation.ALL.stream()
        .map(operation -> dynamicTest(operation.toString(), () -> assertAnswers(operation)));
  }

  private void assertAnswers(ApiOperation operation) throws Exception {
    Map<String, String> places = made.of(operation, ada, ada);
    Api person = operation.needs() == Needs.AUDITOR ? linus : ada;
    Api.Answer answer = operation.call(person, places);
    assertThat(answer.status()).as("%s", answer).isEqualTo(operation.status());
    JsonNode responses = described(operation).path("responses");
    String form = operation.answerForm();
    assertThat(answer.header("Content-Type").split(";", -1)[0]).isEqualTo(form);
    if (form.equals(Api.JSON)) {
      JsonNode schema =
          responses
              .path(Integer.toString(answer.status()))
              .path("content")
              .path(Api.JSON)
              .path("schema");
      assertFits("answer", schema, answer.json());
    }
    Api.Answer refused = operation.call(Api.of(stack), places);
    if (operation.needs() != Needs.NOTHING && !operation.method().equals("HEAD")) {
      JsonNode problem = responses.path("401").path("content").path(Api.PROBLEM).path("schema");
      assertFits("refusal", problem, refused.json());
    }
  }

  /** A value has the form that a schema gives it, and no member that the schema does not know. */
  private void assertFits(String where, JsonNode given, JsonNode value) {
    assertThat(given.isMissingNode()).as(where + " has no schema").isFalse();
    assertThat(value.isMissingNode()).as(where + " is missing").isFalse();
    JsonNode schema = resolved(given);
    JsonNode type = schema.path("type");
    String expected = type.isArray() ? type.get(0).asText() : type.asText();
    switch (expected) {
      case "object" -> assertObjectFits(where, schema, value);
      case "array" -> {
        assertThat(value.isArray()).as(where).isTrue();
        value.forEach(one -> assertFits(where + "[]", schema.path("items"), one));
      }
      case "string" -> assertThat(value.isTextual()).as(where).isTrue();
      case "integer" -> assertThat(value.isIntegralNumber()).as(where).isTrue();
      case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
      default -> throw new AssertionError(where + " has a schema of no type: " + schema);
    }
  }

  private void assertObjectFits(String where, JsonNode schema, JsonNode value) {
    assertThat(value.isObject()).as(where).isTrue();
    JsonNode members = schema.path("properties");
    schema
        .path("required")
        .forEach(name -> assertThat(value.has(name.asText())).as(where + "." + name).isTrue());
    if (members.isMissingNode()) {
      return; // a map, or one of several forms
    }
    value
        .properties()
        .forEach(
            member -> {
              assertThat(members.has(member.getKey())).as(where + "." + member.getKey()).isTrue();
              assertFits(
                  where + "." + member.getKey(), members.path(member.getKey()), member.getValue());
            });
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode reference = schema.path("$ref");
    if (reference.isMissingNode()) {
      return schema;
    }
    String name = reference.asText().substring("#/components/schemas/".length());
    return description.path("components").path("schemas").path(name);
  }
}
