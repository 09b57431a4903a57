package io.driftless.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.api.Problem;
import io.driftless.protocol.codec.Codec;
import io.driftless.server.access.Refusal;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {

  @Test
  void furtherMembersShouldStandBesideTheStandardOnes() throws IOException {
    Problem problem = Problems.of(ProblemType.TOO_LARGE, "Too much.", Map.of("limitBytes", 7));
    JsonNode json = Codec.json().readTree(Problems.bytes(problem));
    assertThat(json.path("type").asText()).isEqualTo("/problems/too-large");
    assertThat(json.path("status").asInt()).isEqualTo(413);
    assertThat(json.path("limitBytes").asInt()).isEqualTo(7);
    assertThat(json.has("extensions")).isFalse();
  }

  @Test
  void furtherMembersShouldNeverHideTheStandardOnes() throws IOException {
    Problem problem = Problems.of(ProblemType.DENIED, "No.", Map.of("status", 200));
    assertThat(Codec.json().readTree(Problems.bytes(problem)).path("status").asInt())
        .isEqualTo(403);
  }

  @Test
  void everyProblemShouldHaveAnInstanceOfItsOwn() {
    assertThat(Problems.of(ProblemType.DENIED, null, Map.of()).instance())
        .startsWith("urn:uuid:")
        .isNotEqualTo(Problems.of(ProblemType.DENIED, null, Map.of()).instance());
  }

  @Test
  void clientsShouldReadOurProblems() throws IOException {
    byte[] bytes = Problems.bytes(Problems.of(ProblemType.NOT_YET, "Wait.", Map.of("head", 3)));
    assertThat(Codec.json().readValue(bytes, Problem.class).code()).isEqualTo("not-yet");
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void everyRefusalShouldHaveATypeWithAStatus(Refusal refusal) {
    assertThat(RefusalProblems.of(refusal).status()).isBetween(400, 599);
  }

  @Test
  void codesShouldBeUnique() {
    assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::code)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 406, 408, 413, 415, 418, 500, 502, 503})
  void everyStatusShouldBecomeAProblemOfThatStatus(int status) {
    assertThat(StatusProblems.of(status, Map.of()).status()).isEqualTo(status);
  }

  @Test
  void roleThatIsNeededShouldBeNamed() {
    assertThat(StatusProblems.of(403, Map.of("role", "auditor")).detail()).contains("'auditor'");
    assertThat(StatusProblems.of(403, Map.of()).detail()).contains("'user'");
  }
}
