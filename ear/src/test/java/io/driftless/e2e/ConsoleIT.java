package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The operator's console: its own scripts, run by Node on a small document, at the real stack. */
class ConsoleIT {

  private final RunningStack stack = RunningStack.ofBuild();

  private record Visit(int exitCode, String said) {}

  private Visit visit(String user) throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder(
                "node",
                stack.project().resolve("ear/src/test/resources/console-page.mjs").toString(),
                stack.address("server"),
                user,
                user + "-password",
                "check")
            .redirectErrorStream(true)
            .start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Visit(node.waitFor(), said);
  }

  @Test
  void operatorShouldSignInAndSeeADryRunToItsEnd() throws Exception {
    JobRuns.of(ServerDatabase.ofStack()).quiet();
    Visit visit = visit("ada");
    assertThat(visit.exitCode()).as(visit.said()).isZero();
    assertThat(visit.said()).contains("of check", "completed", "check checks");
  }

  @Test
  void whoIsNoOperatorShouldBeToldSo() throws Exception {
    Visit visit = visit("grace");
    assertThat(visit.exitCode()).as(visit.said()).isEqualTo(3);
    assertThat(visit.said()).contains("is no operator");
  }

  @Test
  void pageShouldRunItsOwnScriptsOnly() throws Exception {
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(stack.address("server") + "/operations/"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe"));
  }
}
