package io.driftless.e2e;

import java.util.List;
import java.util.Map;
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
    OWNER
  }

  private static final String IN = "/workspaces/{workspace}";

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
          of("GET", IN + "/snapshot", Needs.VIEWER, 200, null),
          of("GET", IN + "/members", Needs.VIEWER, 200, null),
          of("PUT", IN + "/members/{username}", Needs.OWNER, 200, Map.of("role", "viewer")),
          of("DELETE", IN + "/members/{username}", Needs.OWNER, 204, null),
          of("POST", IN + "/recipes", Needs.VIEWER, 200, Map.of("wanted", List.of())),
          of("PUT", IN + "/recipes/staged", Needs.EDITOR, 200, new byte[32]),
          of("POST", IN + "/chunks/lookup", Needs.VIEWER, 200, Map.of("hashes", List.of())),
          of("POST", IN + "/sas", Needs.VIEWER, 200, Map.of("access", "download")),
          of("POST", IN + "/sas", Needs.EDITOR, 200, Map.of("access", "upload")),
          of("GET", IN + "/nodes/{node}/versions", Needs.VIEWER, 200, null),
          of("POST", IN + "/nodes/{node}/restore", Needs.EDITOR, 200, Map.of()));

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

  /** Calls it, with these values in the places of its path. */
  Api.Answer call(Api api, Map<String, String> places) throws Exception {
    String address = path;
    for (Map.Entry<String, String> place : places.entrySet()) {
      address = address.replace("{" + place.getKey() + "}", place.getValue());
    }
    if (path.endsWith("/changes")) {
      address += "?cursor=" + places.get("cursor");
    }
    return body instanceof byte[] bytes
        ? api.bytes(method, address, Api.BYTES, bytes)
        : api.call(method, address, body);
  }

  @Override
  public String toString() {
    return name() + (body instanceof Map<?, ?> map && map.containsKey("access") ? " " + map : "");
  }
}
