package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.id.NodeId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** A workspace of ada's for tests of jobs: files over the API, and what jobs do to them. */
final class JobWorkspace {

  final Api ada;
  final UUID id;
  private final String workspace;
  private final ServerDatabase database;

  private JobWorkspace(Api ada, String workspace, ServerDatabase database) {
    this.ada = ada;
    this.workspace = workspace;
    this.id = UUID.fromString(workspace);
    this.database = database;
  }

  /** A fresh one, when no job is under way. */
  static JobWorkspace make(String name) throws Exception {
    ServerDatabase database = ServerDatabase.ofStack();
    Api ada = People.of(RunningStack.ofBuild()).as("ada");
    String workspace =
        ada.call("POST", "/workspaces", Map.of("name", name)).json().path("workspace").asText();
    JobRuns.of(database).quiet();
    return new JobWorkspace(ada, workspace, database);
  }

  private String child(String name) {
    return "/workspaces/%s/nodes/%s/children/%s".formatted(workspace, NodeId.ROOT, name);
  }

  /** Makes a file; the path of its content. */
  String make(String name, byte[] body) throws Exception {
    Api.Answer answer = ada.with("If-None-Match", "*").bytes("PUT", child(name), Api.BYTES, body);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return "/workspaces/%s/nodes/%s/content"
        .formatted(workspace, answer.json().path("node").asText());
  }

  /** Gives a file another content. */
  void replace(String content, byte[] body) throws Exception {
    Api.Answer answer = ada.with("If-Match", "*").bytes("PUT", content, Api.BYTES, body);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  /** Forgets the first contents, as pruning does, once all is verified. */
  void prune() throws Exception {
    database.await(
        1,
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM chunk WHERE workspace_id = ? AND state = 0)"
            + " THEN 0 ELSE 1 END",
        id);
    database.change(
        "UPDATE version v SET recipe = NULL FROM node n WHERE v.workspace_id = ?"
            + " AND n.workspace_id = v.workspace_id AND n.node_id = v.node_id"
            + " AND n.version > v.number",
        id);
  }

  /** Runs the collector, with all times at zero. */
  JsonNode collect(boolean dryRun, Long listOf) throws Exception {
    return run("collect", dryRun, listOf);
  }

  /** Runs a job here, with all times at zero. */
  JsonNode run(String kind, boolean dryRun, Long listOf) throws Exception {
    return JobRuns.run(ada, JobRuns.body(kind, workspace, dryRun, listOf));
  }

  /** What a dry run has listed for a stage. */
  SortedSet<String> listed(long run, String stage) throws Exception {
    SortedSet<String> found = new TreeSet<>();
    String after = "";
    while (after != null) {
      String page =
          "/jobs/runs/" + run + "/items?limit=7" + (after.isEmpty() ? "" : "&after=" + after);
      JsonNode items = ada.get(page).json();
      for (JsonNode item : items.path("items")) {
        if (item.path("stage").asText().equals(stage)) {
          found.add(item.path("item").asText());
        }
      }
      after = items.hasNonNull("next") ? items.path("next").asText() : null;
    }
    return found;
  }

  /** The status with which the store answers who asks for a pack. */
  int blob(String pack) throws Exception {
    JsonNode pass =
        ada.call("POST", "/workspaces/" + workspace + "/sas", Map.of("access", "download")).json();
    URI blob =
        URI.create(
            pass.path("containerUrl").asText()
                + "/"
                + pack
                + ".pack?"
                + pass.path("signature").asText());
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(blob).GET().build(), BodyHandlers.discarding())
        .statusCode();
  }
}
