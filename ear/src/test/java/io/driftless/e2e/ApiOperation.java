package io.driftless.e2e;

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
    AUDITOR
  }

  private static final String IN = "/workspaces/{workspace}";
  private static final String NODE = IN + "/nodes/{node}";
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
          of("PUT", NODE + "/content", Needs.EDITOR, 200, new byte[] {1, 2, 3}),
          of("PUT", NODE + "/children/{name}", Needs.EDITOR, 201, new byte[] {1, 2, 3}),
          of("GET", NODE + "/versions", Needs.VIEWER, 200, null),
          of("GET", IN + "/audit", Needs.OWNER, 200, null),
          of("GET", IN + "/audit/export", Needs.OWNER, 200, null),
          of("GET", "/audit", Needs.AUDITOR, 200, null),
          of("GET", "/audit/export", Needs.AUDITOR, 200, null),
          of("GET", "/audit/check", Needs.AUDITOR, 200, null),
          of("POST", NODE + "/restore", Needs.EDITOR, 200, Map.of()));

  private static ApiOperation of(
      String method, String path, Needs needs, int status, @Nullable Object body) {
    return new ApiOperation(method, path, needs, status, body);
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

  /** Whether it is about the content of a file. */
  boolean isOfFile() {
    return path.endsWith("/content");
  }

  /** Whether it answers bytes. */
  boolean answersBytes() {
    return isOfFile() && method.equals("GET");
  }

  /** What form its answer has; the empty text when it has none. */
  String answerForm() {
    if (path.endsWith("/events")) {
      return "text/event-stream";
    }
    if (path.endsWith("/export")) {
      return Api.LINES;
    }
    return answersBytes() ? Api.BYTES : status == 204 ? "" : Api.JSON;
  }

  /** Calls it, with these values in the places of its path. */
  Api.Answer call(Api person, Map<String, String> places) throws Exception {
    String address = path.replace("{name}", UUID.randomUUID().toString()).replace("{version}", "1");
    if (isOfFile()) {
      address = address.replace("{node}", places.get("file"));
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
    }
    Api api = conditional(person);
    if (body instanceof byte[] bytes) {
      return api.bytes(method, address, Api.BYTES, bytes);
    }
    return api.call(method, address, body instanceof Map<?, ?> map ? filled(map) : body);
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
