package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.Readiness;
import io.driftless.server.health.PartStates;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether this server can serve, for whoever routes calls to it. */
@Path("/ready")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Connect")
public class ReadyResource {

  @Inject private PartStates states;

  /** Which parts answer. */
  @GET
  @Operation(
      summary = "Whether the server can serve, and which part is down",
      description = "Open to everybody; tried at most every five seconds.")
  @APIResponse(
      responseCode = "200",
      description = "All parts answer",
      content = @Content(schema = @Schema(implementation = Readiness.class)))
  @APIResponse(
      responseCode = "503",
      description = "A part does not answer",
      content = @Content(schema = @Schema(implementation = Readiness.class)))
  public Response ready() {
    Map<String, Boolean> parts = states.parts();
    boolean all = !parts.containsValue(false);
    return Response.status(all ? 200 : 503)
        .entity(new Readiness(all, parts))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
