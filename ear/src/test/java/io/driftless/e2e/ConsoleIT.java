package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void commandLineShouldDoTheSame(@TempDir Path temp) throws Exception {
    JobRuns.of(ServerDatabase.ofStack()).quiet();
    String workspace = stack.makeWorkspace("ada", "by command");
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "operator")) {
      device.login("ada");
      assertThat(device.run("jobs")).contains("collect", "upkeep");
      assertThat(device.run("jobs", "run", "check", "--dry-run", "--workspace", workspace))
          .contains("completed", "dry run", "check.checks");
      JsonNode runs =
          RunningStack.JSON.readTree(device.run("jobs", "runs", "--job", "check", "--json"));
      String last = runs.path("runs").path(0).path("run").asText();
      assertThat(device.run("jobs", "show", last)).contains(last, "check.checks");
      assertThat(device.run("jobs", "items", last)).isEmpty();
      assertThat(device.exitCode("jobs", "restart", last)).as("it is completed").isEqualTo(8);
    }
    try (TestDevice device = new TestDevice(stack, temp.toRealPath(), "user")) {
      device.login("grace");
      assertThat(device.exitCode("jobs")).isEqualTo(8);
    }
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
