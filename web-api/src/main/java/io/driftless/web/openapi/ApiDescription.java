package io.driftless.web.openapi;

import io.driftless.protocol.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Completes the served description: open calls need no token, every call says how it may be
 * refused, and has examples of its bodies.
 */
public final class ApiDescription implements OASFilter {

  private static final String BASE = "/api/v1";
  private static final String IN = "/workspaces/{workspace}";
  private static final String NODE = IN + "/nodes/{node}";
  private static final String UPLOADS = IN + "/uploads";
  private static final String PROBLEM = "Problem";
  private static final String JSON = "application/json";
  private static final List<String> OPEN =
      List.of("GET /connect", "GET /ready", "OPTIONS /workspaces/{workspace}/uploads");

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("400", "A value or the body is not allowed"),
          Map.entry("401", "A valid bearer token is needed"),
          Map.entry("403", "A role or the device does not allow it"),
          Map.entry("404", "There is nothing here for you"),
          Map.entry("409", "Something stands in the way"),
          Map.entry("410", "The cursor leads nowhere: read the snapshot"),
          Map.entry("412", "It was changed since you have seen it"),
          Map.entry("413", "The body is too large"),
          Map.entry("415", "The body has a form that is not taken here"),
          Map.entry("416", "The content has no such bytes"),
          Map.entry("423", "Somebody else has locked it, or another call is at work on it"),
          Map.entry("460", "The bytes do not fit their checksum"),
          Map.entry("428", "If-Match is missing"),
          Map.entry(
              "429", "You call more than you may, or too much was uploaded and not committed"),
          Map.entry("507", "The workspace is full"),
          Map.entry("503", "Not yet, or a part is down: try again after Retry-After"));

  private static final Map<String, List<String>> MORE =
      Map.ofEntries(
          Map.entry("GET " + IN + "/changes", List.of("400", "410", "429")),
          Map.entry("GET " + IN + "/events", List.of("400", "410", "429")),
          Map.entry("GET " + IN + "/snapshot", List.of("400")),
          Map.entry("GET " + IN + "/nodes", List.of("400")),
          Map.entry("GET " + IN + "/activity", List.of("400")),
          Map.entry("GET " + IN + "/audit", List.of("400")),
          Map.entry("GET " + IN + "/audit/export", List.of("400")),
          Map.entry("GET /audit", List.of("400")),
          Map.entry("GET /audit/export", List.of("400")),
          Map.entry("GET /audit/check", List.of("400")),
          Map.entry("POST " + IN + "/nodes", List.of("409")),
          Map.entry("GET " + NODE + "/children", List.of("400")),
          Map.entry("GET " + IN + "/trash", List.of("400")),
          Map.entry("GET " + IN + "/search", List.of("400")),
          Map.entry("PATCH " + NODE, List.of("409", "412", "423", "428")),
          Map.entry("DELETE " + NODE, List.of("400", "409", "412", "423", "428")),
          Map.entry("PUT " + NODE + "/lock", List.of("409", "423")),
          Map.entry("DELETE " + NODE + "/lock", List.of("423")),
          Map.entry("POST " + NODE + "/copies", List.of("409")),
          Map.entry("GET " + NODE + "/content", List.of("400", "412", "416")),
          Map.entry("GET " + NODE + "/versions/{version}/content", List.of("400", "412", "416")),
          Map.entry("PUT " + NODE + "/content", List.of("412", "423", "428", "429", "507")),
          Map.entry(
              "PUT " + NODE + "/children/{name}",
              List.of("409", "412", "423", "428", "429", "507")),
          Map.entry("POST " + UPLOADS, List.of("400", "409", "412", "413", "428", "429", "507")),
          Map.entry("HEAD " + UPLOADS + "/{upload}", List.of("409", "412", "423", "428", "507")),
          Map.entry(
              "PATCH " + UPLOADS + "/{upload}",
              List.of("409", "412", "423", "428", "429", "460", "507")),
          Map.entry("DELETE " + UPLOADS + "/{upload}", List.of("412", "423")),
          Map.entry("GET " + NODE + "/zip", List.of("400")),
          Map.entry("GET " + NODE + "/rewind", List.of("400", "409")),
          Map.entry("POST " + NODE + "/rewind", List.of("409")),
          Map.entry("GET " + IN + "/operations/{operation}/steps", List.of("400")),
          Map.entry("POST " + IN + "/operations/{operation}/undo", List.of("409")),
          Map.entry("GET " + NODE + "/versions", List.of("400")),
          Map.entry("POST " + NODE + "/restore", List.of("409", "423")),
          Map.entry("POST " + IN + "/sas", List.of("429")),
          Map.entry("POST /workspaces", List.of("409")),
          Map.entry("POST " + IN + "/retention/preview", List.of("409")),
          Map.entry("GET /jobs/runs", List.of("400", "404")),
          Map.entry("POST /jobs/runs", List.of("404", "409")),
          Map.entry("GET /jobs/runs/{run}/items", List.of("400")),
          Map.entry("GET /jobs/runs/{run}/events", List.of("400", "429")),
          Map.entry("POST /jobs/runs/{run}/stop", List.of("409")),
          Map.entry("POST /jobs/runs/{run}/restart", List.of("400", "409")),
          Map.entry("POST /jobs/runs/{run}/release", List.of("409")),
          Map.entry("POST /jobs/runs/{run}/reject", List.of("409")),
          Map.entry("GET " + IN + "/bursts/{burst}/changes", List.of("400")),
          Map.entry("POST " + IN + "/webhooks", List.of("409")),
          Map.entry("POST " + IN + "/shares", List.of("409")),
          Map.entry("POST " + IN + "/invitations", List.of("409")),
          Map.entry("POST /devices", List.of("409")),
          Map.entry("PUT " + IN + "/members/{username}", List.of("409")),
          Map.entry("DELETE " + IN + "/members/{username}", List.of("409")));

  @Override
  public void filterOpenAPI(OpenAPI description) {
    description.getComponents().addSchema(PROBLEM, problem());
    description
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach((method, operation) -> complete(name(method, path), operation)));
  }

  private static String name(PathItem.HttpMethod method, String path) {
    return method + " " + (path.startsWith(BASE) ? path.substring(BASE.length()) : path);
  }

  private static void complete(String name, Operation operation) {
    if (OPEN.contains(name)) {
      operation.addSecurityRequirement(OASFactory.createSecurityRequirement()); // none will do
    } else {
      refusals(name, operation).forEach(status -> refuse(operation, status));
    }
    if (operation.getRequestBody() != null) {
      operation.getRequestBody().setRequired(true);
      example(operation.getRequestBody().getContent(), Examples.request(name));
    }
    operation
        .getResponses()
        .getAPIResponses()
        .forEach((status, answer) -> example(answer.getContent(), answered(name, status)));
  }

  private static @Nullable Object answered(String name, String status) {
    return status.startsWith("2") ? Examples.answer(name) : null;
  }

  private static List<String> refusals(String name, Operation operation) {
    List<String> statuses = new ArrayList<>(List.of("401", "403", "429", "503"));
    if (name.contains("{")) {
      statuses.add("404");
    }
    if (operation.getRequestBody() != null) {
      statuses.addAll(List.of("400", "413", "415"));
    }
    statuses.addAll(MORE.getOrDefault(name, List.of()));
    return statuses.stream().distinct().sorted().toList();
  }

  private static void refuse(Operation operation, String status) {
    Schema reference = OASFactory.createSchema().ref(PROBLEM);
    APIResponse refusal =
        OASFactory.createAPIResponse()
            .description(WORDS.get(status))
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(reference)));
    operation.getResponses().addAPIResponse(status, refusal);
  }

  private static void example(@Nullable Content content, @Nullable Object example) {
    if (content == null || example == null) {
      return;
    }
    MediaType json = content.getMediaType(JSON);
    if (json != null) {
      json.setExample(example);
    }
  }

  private static Schema problem() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .description("RFC 9457; further members by type, see docs/protocol.md")
        .addProperty("type", text("/problems/ and a stable code"))
        .addProperty("title", text("What went wrong, the same for every case of the type"))
        .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
        .addProperty("detail", text("What went wrong here and what to do about it"))
        .addProperty("instance", text("An id that is also in the server's log"))
        .addRequired("type")
        .addRequired("title")
        .addRequired("status");
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }
}
