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
  private static final String PROBLEM = "Problem";
  private static final String JSON = "application/json";
  private static final List<String> OPEN = List.of("GET /connect", "GET /ready");

  private static final Map<String, String> WORDS =
      Map.of(
          "400", "A value or the body is not allowed",
          "401", "A valid bearer token is needed",
          "403", "A role or the device does not allow it",
          "404", "There is nothing here for you",
          "409", "Something stands in the way",
          "410", "The cursor leads nowhere: read the snapshot",
          "413", "The body is too large",
          "415", "The body has a form that is not taken here",
          "429", "Too much was uploaded and not committed",
          "503", "Not yet, or a part is down: try again after Retry-After");

  private static final Map<String, List<String>> MORE =
      Map.of(
          "GET /workspaces/{workspace}/changes", List.of("400", "410"),
          "GET /workspaces/{workspace}/snapshot", List.of("400"),
          "GET /workspaces/{workspace}/nodes/{node}/versions", List.of("400"),
          "POST /workspaces/{workspace}/nodes/{node}/restore", List.of("409"),
          "POST /workspaces/{workspace}/sas", List.of("429"),
          "POST /workspaces", List.of("409"),
          "POST /devices", List.of("409"),
          "PUT /workspaces/{workspace}/members/{username}", List.of("409"),
          "DELETE /workspaces/{workspace}/members/{username}", List.of("409"));

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
    List<String> statuses = new ArrayList<>(List.of("401", "403", "503"));
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
