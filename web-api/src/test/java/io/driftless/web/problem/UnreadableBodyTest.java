package io.driftless.web.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.DeviceMessages.EnrolRequest;
import io.driftless.protocol.api.JournalMessages.RecipeQuery;
import io.driftless.protocol.api.Problem;
import io.driftless.protocol.api.WorkspaceMessages.MemberRole;
import io.driftless.protocol.codec.Codec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableBodyTest {

  @Test
  void missingFieldShouldBeNamed() {
    Problem problem = problem("{\"name\":\"laptop\"}", EnrolRequest.class);
    assertThat(problem.extensions()).isEqualTo(Map.of("field", "platform"));
    assertThat(problem.detail()).isEqualTo("The field 'platform' is missing.");
  }

  @Test
  void missingFieldDeepInsideShouldBeNamedWithItsWay() {
    Problem problem = problem("{\"wanted\":[{\"version\":1,\"base\":0}]}", RecipeQuery.class);
    assertThat(problem.extensions()).isEqualTo(Map.of("field", "wanted[0].node"));
  }

  @Test
  void nullShouldBeRefusedAsMissing() {
    Problem problem = problem("{\"name\":null,\"platform\":\"linux\"}", EnrolRequest.class);
    assertThat(problem.extensions()).isEqualTo(Map.of("field", "name"));
  }

  @Test
  void unknownWordShouldBeRefusedWithItsField() {
    Problem problem = problem("{\"role\":\"king\"}", MemberRole.class);
    assertThat(problem.extensions()).isEqualTo(Map.of("field", "role"));
  }

  @Test
  void badDigestShouldBeRefusedWithItsPlaceInTheList() {
    Problem problem = problem("{\"hashes\":[\"00\"]}", ChunkLookup.class);
    assertThat(problem.extensions()).isEqualTo(Map.of("field", "hashes[0]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "7", "\"x\"", "{\"name\":{}}", "{\"name\":\"a\"} x", "\u0000"})
  void rubbishShouldBeMalformedWithoutNamesOfOurClasses(String body) {
    Problem problem = problem(body, EnrolRequest.class);
    assertThat(problem.code()).isEqualTo("malformed");
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).doesNotContain("io.driftless").doesNotContain("java.");
  }

  private static Problem problem(String body, Class<?> type) {
    JsonProcessingException unreadable =
        catchThrowableOfType(
            JsonProcessingException.class, () -> Codec.json().readValue(body, type));
    assertThat(unreadable).as(body).isNotNull();
    return UnreadableBody.problem(unreadable);
  }
}
