package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.RetentionMessages.Pin;
import io.driftless.server.access.RefusedException;
import io.driftless.server.retention.Retentions;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A pin on a version: retention leaves it alone. */
@SignedIn
@Path("/workspaces/{workspace}/nodes/{node}/versions/{version}/pin")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Retention")
public class PinResource {

  @EJB private Retentions retentions;
  @Inject private CurrentCaller caller;

  /** Pins a version. */
  @PUT
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Pin a version",
      description = "It is not pruned while the pin is there. Not for viewers.")
  @APIResponse(responseCode = "204", description = "The version is pinned")
  public void pin(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @PathParam("version") String version,
      Pin wanted) {
    String label = Given.body(wanted).label();
    if (label == null) {
      throw RefusedException.invalid("label", "A pin has a label that says why.");
    }
    retentions.pin(
        caller.get(),
        PathIds.workspace(workspace),
        PathIds.node(node),
        PathIds.version(version),
        label);
  }

  /** Takes a pin away. */
  @DELETE
  @Operation(summary = "Take a pin away", description = "Not for viewers.")
  @APIResponse(responseCode = "204", description = "The version is not pinned any more")
  public void unpin(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @PathParam("version") String version) {
    retentions.unpin(
        caller.get(), PathIds.workspace(workspace), PathIds.node(node), PathIds.version(version));
  }
}
