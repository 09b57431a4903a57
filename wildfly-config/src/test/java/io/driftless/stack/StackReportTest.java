package io.driftless.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.stack.StackReport.PartReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pins the schema of {@code stack.json}: scripts rely on these names. */
class StackReportTest {

  @TempDir private Path data;

  @Test
  void schemaShouldStay() throws IOException {
    JsonNode json = report("ready");
    assertThat(names(json))
        .containsExactly(
            "accounts", "addresses", "folder", "parts", "ports", "schema", "state", "users");
    assertThat(json.get("schema").asInt()).isEqualTo(1);
    assertThat(names(json.get("addresses")))
        .containsExactly(
            "blob",
            "blobConnection",
            "broker",
            "database",
            "figures",
            "health",
            "issuer",
            "management",
            "openApi",
            "server",
            "signOn");
    assertThat(names(json.get("ports")))
        .containsExactly(
            "azurite",
            "keycloak",
            "keycloakManagement",
            "postgres",
            "wildflyHttp",
            "wildflyHttps",
            "wildflyManagement",
            "wildflyTxnRecovery",
            "wildflyTxnStatus");
    assertThat(names(json.get("parts")))
        .containsExactly("azurite", "keycloak", "postgres", "wildfly");
    assertThat(names(json.get("parts").get("wildfly")))
        .containsExactly("log", "pid", "ports", "startedMillis", "state", "tookMillis");
    assertThat(names(json.get("accounts"))).containsExactly("admin", "driftless", "postgres");
    assertThat(names(json.get("users").get(0)))
        .containsExactly("email", "name", "password", "roles");
  }

  @Test
  void stateShouldTellUpFromDownFromPartial() throws IOException {
    assertThat(report("ready").get("state").asText()).isEqualTo("up");
    assertThat(report("stopped").get("state").asText()).isEqualTo("down");
    assertThat(report("starting").get("state").asText()).isEqualTo("partial");
  }

  @Test
  void stoppedPartShouldHaveNoProcess() throws IOException {
    assertThat(names(report("stopped").get("parts").get("wildfly")))
        .containsExactly("log", "ports", "state");
  }

  private JsonNode report(String state) throws IOException {
    StackFolder folder = new StackFolder(data);
    StackSettings settings = StackSettings.open(folder);
    Map<PartName, PartReport> parts = new EnumMap<>(PartName.class);
    boolean runs = !state.equals("stopped");
    for (PartName name : PartName.values()) {
      parts.put(
          name,
          new PartReport(
              state, runs ? 1L : null, runs ? 2L : null, runs ? 3L : null, List.of(1), "log"));
    }
    String json = StackReport.of(folder, settings, new Addresses(settings), parts).json();
    return new ObjectMapper().readTree(json);
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    for (Iterator<String> it = node.fieldNames(); it.hasNext(); ) {
      names.add(it.next());
    }
    return names;
  }
}
