package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reader's page of the API: its own script, run by Node on what the server serves. */
class ReferenceIT {

  private final RunningStack stack = RunningStack.ofBuild();

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  @Test
  void pageShouldShowEveryOperationWithItsAnswersAndExamples() throws Exception {
    Process node =
        new ProcessBuilder(
                "node",
                stack.project().resolve("ear/src/test/resources/reference-page.mjs").toString(),
                stack.address("server"))
            .redirectErrorStream(true)
            .start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor()).as(said).isZero();
    JsonNode shown = RunningStack.JSON.readTree(said);
    assertThat(texts(shown.path("calls")))
        .containsExactlyInAnyOrderElementsOf(
            ApiOperation.ALL.stream()
                .map(one -> one.method() + " /api/v1" + one.path())
                .distinct()
                .toList());
    assertThat(texts(shown.path("texts"))).allMatch(text -> text.contains("Answers 20"));
    assertThat(texts(shown.path("texts")))
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains("List the versions of a node", "application/json", "\"versions\""));
    assertThat(texts(shown.path("found")))
        .containsExactly("GET /api/v1/workspaces/{workspace}/trash");
  }

  @Test
  void pageShouldLoadNothingFromElsewhereAndBeLinked() throws Exception {
    Api open = Api.of(stack);
    Api.Answer page = open.get(stack.address("server") + "/reference/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
        .doesNotContain("unsafe");
    assertThat(new String(page.body(), StandardCharsets.UTF_8)).doesNotContain("://");
    Api.Answer moved = open.get(stack.address("server") + "/reference");
    assertThat(moved.status()).isEqualTo(302);
    assertThat(moved.header("Location")).endsWith("/reference/");
    assertThat(new String(open.get(stack.address("server") + "/").body(), StandardCharsets.UTF_8))
        .contains("href=\"reference/\"");
  }
}
