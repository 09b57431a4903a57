package io.driftless.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the HTTP API: who may do it, and how a call that succeeds looks. A test holds
 * this list against the document that the server serves.
 *
 * @param path behind {@code /api/v1}, with places in braces
 * @param status what the call answers to those who may
 */
record ApiOperation(String method, String path, Needs needs, int status, @Nullable Object body) {

  /** What it takes. */
  enum Needs {
    NOTHING,
    SIGN_ON,
    VIEWER,
    EDITOR,
    OWNER,
    /** Roles of the sign-on's, whatever workspaces there are. */
    AUDITOR,
    OPERATOR
  }

  private static final String IN = "/workspaces/{workspace}";
  private static final String NODE = IN + "/nodes/{node}";
  private static final String UPLOAD = IN + "/uploads/{upload}";
  private static final String OPERATION = IN + "/operations/{operation}";
  private static final String LATER = "2100-01-01T00:00:00Z";
  private static final String ROOT = "00000000-0000-0000-0000-000000000000";

  /** Stands for another value in each call. */
  private static final String UNIQUE = "{unique}";

  static final List<ApiOperation> ALL =
      List.of(
          of("GET", "/connect", Needs.NOTHING, 200, null),
          of("GET", "/ready", Needs.NOTHING, 200, null),
          of("GET", "/devices", Needs.SIGN_ON, 200, null),
          of("POST", "/devices", Needs.SIGN_ON, 201, device()),
          of("PUT", "/devices/{device}/lease", Needs.SIGN_ON, 200, null),
          of("DELETE", "/devices/{device}", Needs.SIGN_ON, 204, null),
          of("GET", "/workspaces", Needs.SIGN_ON, 200, null),
          of("POST", "/workspaces", Needs.SIGN_ON, 201, Map.of("name", "by an operation")),
          of("GET", "/heads", Needs.SIGN_ON, 200, null),
          of("GET", IN, Needs.VIEWER, 200, null),
          of("GET", IN + "/changes", Needs.VIEWER, 200, null),
          of("GET", IN + "/events", Needs.VIEWER, 200, null),
          of("GET", IN + "/snapshot", Needs.VIEWER, 200, null),
          of("GET", IN + "/members", Needs.VIEWER, 200, null),
          of("PUT", IN + "/members/{username}", Needs.OWNER, 200, Map.of("role", "viewer")),
          of("DELETE", IN + "/members/{username}", Needs.OWNER, 204, null),
          of("GET", IN + "/invitations", Needs.OWNER, 200, null),
          of("POST", IN + "/invitations", Needs.OWNER, 201, invitation()),
          of("DELETE", IN + "/invitations/{invitation}", Needs.OWNER, 204, null),
          of("POST", IN + "/recipes", Needs.VIEWER, 200, Map.of("wanted", List.of())),
          of("PUT", IN + "/recipes/staged", Needs.EDITOR, 200, new byte[32]),
          of("POST", IN + "/chunks/lookup", Needs.VIEWER, 200, Map.of("hashes", List.of())),
          of("POST", IN + "/sas", Needs.VIEWER, 200, Map.of("access", "download")),
          of("POST", IN + "/sas", Needs.EDITOR, 200, Map.of("access", "upload")),
          of("GET", IN + "/nodes", Needs.VIEWER, 200, null),
          of("POST", IN + "/nodes", Needs.EDITOR, 201, Map.of("parent", ROOT, "name", UNIQUE)),
          of("GET", IN + "/trash", Needs.VIEWER, 200, null),
          of("GET", IN + "/search", Needs.VIEWER, 200, null),
          of("GET", NODE, Needs.VIEWER, 200, null),
          of("GET", NODE + "/children", Needs.VIEWER, 200, null),
          of("PATCH", NODE, Needs.EDITOR, 200, Map.of("name", UNIQUE)),
          of("DELETE", NODE, Needs.EDITOR, 204, null),
          of("POST", NODE + "/copies", Needs.EDITOR, 201, Map.of("parent", ROOT, "name", UNIQUE)),
          of("GET", NODE + "/content", Needs.VIEWER, 200, null),
          of("GET", NODE + "/versions/{version}/content", Needs.VIEWER, 200, null),
          of("OPTIONS", IN + "/uploads", Needs.NOTHING, 204, null),
          of("POST", IN + "/uploads", Needs.EDITOR, 201, null),
          of("HEAD", UPLOAD, Needs.EDITOR, 204, null),
          of("PATCH", UPLOAD, Needs.EDITOR, 204, new byte[] {1, 2, 3}),
          of("DELETE", UPLOAD, Needs.EDITOR, 204, null),
          of("PUT", NODE + "/content", Needs.EDITOR, 200, new byte[] {1, 2, 3}),
          of("PUT", NODE + "/children/{name}", Needs.EDITOR, 201, new byte[] {1, 2, 3}),
          of("GET", NODE + "/zip", Needs.VIEWER, 200, null),
          of("GET", NODE + "/rewind", Needs.VIEWER, 200, null),
          of("POST", NODE + "/rewind", Needs.EDITOR, 202, Map.of("at", LATER)),
          of("GET", IN + "/operations", Needs.VIEWER, 200, null),
          of("GET", OPERATION, Needs.VIEWER, 200, null),
          of("GET", OPERATION + "/steps", Needs.VIEWER, 200, null),
          of("POST", OPERATION + "/undo", Needs.EDITOR, 202, null),
          of("GET", NODE + "/versions", Needs.VIEWER, 200, null),
          of("GET", IN + "/audit", Needs.OWNER, 200, null),
          of("GET", IN + "/audit/export", Needs.OWNER, 200, null),
          of("GET", IN + "/quota", Needs.VIEWER, 200, null),
          of("GET", "/quotas", Needs.OPERATOR, 200, null),
          of("GET", "/quotas/own", Needs.SIGN_ON, 200, null),
          of("PUT", "/quotas/accounts/{username}", Needs.OPERATOR, 200, limit()),
          of("PUT", "/quotas/workspaces/{workspace}", Needs.OPERATOR, 200, limit()),
          of("PUT", "/quotas/accounts/{username}/calls", Needs.OPERATOR, 200, calls()),
          of("DELETE", "/quotas/accounts/{username}/calls", Needs.OPERATOR, 200, null),
          of("DELETE", "/quotas/accounts/{username}", Needs.OPERATOR, 200, null),
          of("DELETE", "/quotas/workspaces/{workspace}", Needs.OPERATOR, 200, null),
          of("GET", "/audit", Needs.AUDITOR, 200, null),
          of("GET", "/audit/export", Needs.AUDITOR, 200, null),
          of("GET", "/audit/check", Needs.AUDITOR, 200, null),
          of("POST", NODE + "/restore", Needs.EDITOR, 200, Map.of()),
          of("PUT", NODE + "/versions/{version}/pin", Needs.EDITOR, 204, Map.of("label", "kept")),
          of("DELETE", NODE + "/versions/{version}/pin", Needs.EDITOR, 204, null),
          of("GET", IN + "/retention", Needs.VIEWER, 200, null),
          of("PUT", IN + "/retention", Needs.OWNER, 200, policy()),
          of("POST", IN + "/retention/preview", Needs.OWNER, 200, policy()),
          of("DELETE", IN + "/retention", Needs.OWNER, 204, null),
          of("GET", IN + "/burst-rule", Needs.VIEWER, 200, null),
          of("PUT", IN + "/burst-rule", Needs.OWNER, 200, Map.of("files", 1_000, "percent", 50)),
          of("DELETE", IN + "/burst-rule", Needs.OWNER, 204, null),
          of("GET", IN + "/bursts", Needs.OWNER, 200, null),
          of("GET", IN + "/bursts/{burst}/changes", Needs.OWNER, 200, null),
          of("PUT", IN + "/bursts/{burst}/decision", Needs.OWNER, 200, Map.of("approve", true)),
          of("GET", "/bursts", Needs.OPERATOR, 200, null),
          of("PUT", "/bursts/{burst}/decision", Needs.OPERATOR, 200, Map.of("approve", false)),
          of("GET", "/device-queues", Needs.OPERATOR, 200, null),
          of("GET", "/dead-letters", Needs.OPERATOR, 200, null),
          of("POST", "/dead-letters/{letter}/replay", Needs.OPERATOR, 200, decision()),
          of("POST", "/dead-letters/{letter}/drop", Needs.OPERATOR, 200, decision()),
          of("GET", IN + "/webhooks", Needs.OWNER, 200, null),
          of("POST", IN + "/webhooks", Needs.OWNER, 201, hook()),
          of("DELETE", IN + "/webhooks/{hook}", Needs.OWNER, 204, null),
          of("GET", IN + "/activity", Needs.VIEWER, 200, null),
          of("GET", IN + "/locks", Needs.VIEWER, 200, null),
          of("PUT", NODE + "/lock", Needs.EDITOR, 200, Map.of("seconds", 60)),
          of("DELETE", NODE + "/lock", Needs.EDITOR, 204, null),
          of("GET", IN + "/shares", Needs.VIEWER, 200, null),
          of("POST", IN + "/shares", Needs.EDITOR, 201, share()),
          of("GET", IN + "/shares/{share}", Needs.VIEWER, 200, null),
          of("DELETE", IN + "/shares/{share}", Needs.OWNER, 204, null),
          of("GET", "/jobs/retention", Needs.OPERATOR, 200, null),
          of("PUT", "/jobs/retention", Needs.OPERATOR, 200, policy()),
          of("GET", "/jobs", Needs.OPERATOR, 200, null),
          of("PUT", "/jobs/{job}/schedule", Needs.OPERATOR, 200, schedule()),
          of("PUT", "/jobs/{job}/release", Needs.OPERATOR, 200, Map.of("needed", false)),
          of("GET", "/jobs/runs", Needs.OPERATOR, 200, null),
          of("GET", "/jobs/runs/{run}", Needs.OPERATOR, 200, null),
          of("GET", "/jobs/runs/{run}/items", Needs.OPERATOR, 200, null),
          of("GET", "/jobs/runs/{run}/events", Needs.OPERATOR, 200, null),
          of("POST", "/jobs/runs", Needs.OPERATOR, 201, Map.of("kind", "collect", "dryRun", true)),
          of("POST", "/jobs/runs/{run}/stop", Needs.OPERATOR, 200, null),
          of("POST", "/jobs/runs/{run}/reject", Needs.OPERATOR, 200, null),
          of("POST", "/jobs/runs/{run}/release", Needs.OPERATOR, 200, null),
          of("POST", "/jobs/runs/{run}/restart", Needs.OPERATOR, 200, null));

  private static ApiOperation of(
      String method, String path, Needs needs, int status, @Nullable Object body) {
    return new ApiOperation(method, path, needs, status, body);
  }

  /** An operation of a workspace that has ended; its id. */
  static String operation(Api owner, String workspace) throws Exception {
    String in = "/workspaces/" + workspace;
    Api.Answer answer = owner.call("POST", in + "/nodes/" + ROOT + "/rewind", Map.of("at", LATER));
    String begun = answer.json().path("operation").asText();
    RewindIT.ended(owner, in + "/operations/" + begun);
    return begun;
  }

  private static Map<String, Object> share() {
    return Map.of("node", ROOT, "kind", "drop");
  }

  private static Map<String, String> invitation() {
    return Map.of("address", "nobody@driftless.example", "role", "viewer");
  }

  /** An invitation to a workspace; its id. */
  static String invitation(Api owner, String workspace) throws Exception {
    Api.Answer made = owner.call("POST", "/workspaces/" + workspace + "/invitations", invitation());
    return made.json().path("invitation").asText();
  }

  private static Map<String, String> hook() {
    return Map.of("url", "http://127.0.0.1:9/nobody-listens");
  }

  /** A webhook of a workspace; its id. */
  static String hook(Api owner, String workspace) throws Exception {
    Api.Answer made = owner.call("POST", "/workspaces/" + workspace + "/webhooks", hook());
    return made.json().path("hook").path("hook").asText();
  }

  /** A link of a workspace; its id. */
  static String share(Api owner, String workspace) throws Exception {
    Api.Answer made = owner.call("POST", "/workspaces/" + workspace + "/shares", share());
    return made.json().path("share").path("share").asText();
  }

  /** A burst of a workspace, as it stands in the database; its id. */
  static String burst(String workspace) throws Exception {
    UUID burst = UUID.randomUUID();
    ServerDatabase.ofStack()
        .change(
            "INSERT INTO burst (id, workspace_id, device_id, state, counted, began_at)"
                + " VALUES (?, ?, 'none', 'PARKED', 7, now())",
            burst,
            UUID.fromString(workspace));
    return burst.toString();
  }

  private static Map<String, String> decision() {
    return Map.of("reason", "tried by a test");
  }

  private static Map<String, Object> policy() {
    return Map.of(
        "allDays",
        1,
        "hourlyDays",
        7,
        "dailyDays",
        30,
        "weeklyDays",
        365,
        "least",
        1,
        "trashDays",
        30,
        "legalHold",
        false);
  }

  private static Map<String, Object> schedule() {
    return Map.of(
        "minute",
        "20",
        "hour",
        "2",
        "dayOfMonth",
        "*",
        "month",
        "*",
        "dayOfWeek",
        "*",
        "zone",
        "UTC",
        "enabled",
        false);
  }

  private static Map<String, Long> limit() {
    return Map.of("limitBytes", 1L << 40);
  }

  private static Map<String, Integer> calls() {
    return Map.of("callsPerMinute", 100_000);
  }

  private static Map<String, String> device() {
    return Map.of("name", "by an operation", "platform", "linux");
  }

  /** The operation as the document names it. */
  String name() {
    return method + " " + path;
  }

  boolean isInWorkspace() {
    return path.startsWith(IN);
  }

  /** Whether it takes the node away that it is called for. */
  boolean takesAway() {
    return name().equals("DELETE " + NODE);
  }

  /** Whether it keeps others from the file that it is called for. */
  boolean locks() {
    return path.endsWith("/lock");
  }

  /** Whether it is about the content of a file. */
  boolean isOfFile() {
    return path.endsWith("/content") || path.endsWith("/pin") || locks();
  }

  /** Whether it answers bytes. */
  boolean answersBytes() {
    return path.endsWith("/content") && method.equals("GET");
  }

  /** What form its answer has; the empty text when it has none. */
  String answerForm() {
    if (path.endsWith("/events")) {
      return "text/event-stream";
    }
    if (path.endsWith("/export")) {
      return Api.LINES;
    }
    if (path.endsWith("/zip")) {
      return "application/zip";
    }
    boolean none = status == 204 || path.contains("/uploads");
    return answersBytes() ? Api.BYTES : none ? "" : Api.JSON;
  }

  /** Calls it, with these values in the places of its path. */
  Api.Answer call(Api person, Map<String, String> places) throws Exception {
    String address = path.replace("{name}", UUID.randomUUID().toString()).replace("{version}", "1");
    if (isOfFile()) {
      address = address.replace("{node}", places.get("file"));
    }
    if (path.startsWith("/jobs/")) {
      JobRuns runs = JobRuns.of(ServerDatabase.ofStack());
      boolean decides = path.endsWith("/release") || path.endsWith("/reject");
      long run = decides ? runs.waiting() : runs.stopped();
      address = address.replace("{job}", "collect").replace("{run}", Long.toString(run));
    }
    if (path.contains("{letter}")) {
      address = address.replace("{letter}", DeadLettersIT.letter(RunningStack.ofBuild()));
    }
    for (Map.Entry<String, String> place : places.entrySet()) {
      address = address.replace("{" + place.getKey() + "}", place.getValue());
    }
    if (path.endsWith("/changes")) {
      address += "?cursor=" + places.get("cursor");
    } else if (name().equals("GET " + IN + "/nodes")) {
      address += "?path=/";
    } else if (path.endsWith("/search")) {
      address += "?name=a";
    } else if (path.endsWith("/events")) {
      address += "?seconds=0";
    } else if (name().equals("GET " + NODE + "/rewind")) {
      address += "?at=" + LATER;
    }
    if (path.contains("/uploads") && needs != Needs.NOTHING) {
      return uploading(person, address);
    }
    Api api = conditional(person);
    if (body instanceof byte[] bytes) {
      return api.bytes(method, address, Api.BYTES, bytes);
    }
    return api.call(method, address, body instanceof Map<?, ?> map ? filled(map) : body);
  }

  /** A call of the tus protocol, for an upload of the same person. */
  private Api.Answer uploading(Api person, String address) throws Exception {
    Api tus = person.with("Tus-Resumable", "1.0.0").with("Upload-Offset", "0");
    String name = Base64.getEncoder().encodeToString(UUID.randomUUID().toString().getBytes(UTF_8));
    Api beginning =
        tus.with("Upload-Length", "3")
            .with("Upload-Metadata", "filename " + name)
            .with("Upload-Offset", "");
    if (method.equals("POST")) {
      return beginning.call(method, address, null);
    }
    String place = "unknown";
    if (address.contains("{upload}")) {
      String begun =
          beginning.call("POST", address.replace("/{upload}", ""), null).header("Location");
      place = begun.isEmpty() ? UUID.randomUUID().toString() : begun.replaceAll(".*/", "");
    }
    String at = address.replace("{upload}", place);
    return body instanceof byte[] bytes
        ? tus.bytes(method, at, "application/offset+octet-stream", bytes)
        : tus.call(method, at, null);
  }

  /** An outcome as this operation tells it: an answer to HEAD has no body. */
  String told(String outcome) {
    return method.equals("HEAD") ? outcome.substring(0, 3) : outcome;
  }

  private Api conditional(Api person) {
    if (path.endsWith("/children/{name}")) {
      return person.with("If-None-Match", "*");
    }
    boolean changes = (path.equals(NODE) || isOfFile()) && !method.equals("GET");
    return changes ? person.with("If-Match", "*") : person;
  }

  private static Map<Object, Object> filled(Map<?, ?> body) {
    Map<Object, Object> filled = new HashMap<>(body);
    filled.replaceAll(
        (member, value) -> UNIQUE.equals(value) ? UUID.randomUUID().toString() : value);
    return filled;
  }

  @Override
  public String toString() {
    return name() + (body instanceof Map<?, ?> map && map.containsKey("access") ? " " + map : "");
  }
}
