package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.RetentionMessages.Retention;
import io.driftless.protocol.api.RetentionMessages.RetentionPolicy;
import io.driftless.protocol.api.RetentionMessages.RetentionPreview;
import io.driftless.server.retention.Retentions;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What of a workspace's history is kept. */
@SignedIn
@Path("/workspaces/{workspace}")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Retention")
public class RetentionResource {

  @EJB private Retentions retentions;
  @Inject private CurrentCaller caller;

  /** What holds. */
  @GET
  @Path("/retention")
  @Operation(
      summary = "Tell what of the history is kept",
      description = "The workspace's own policy, or the company's. Every member may see it.")
  public Retention get(@PathParam("workspace") String workspace) {
    return retentions.get(caller.get(), PathIds.workspace(workspace));
  }

  /** Sets it. */
  @PUT
  @Path("/retention")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Set what of the history is kept",
      description =
          "Owners only. A legal hold of the company holds here as well. Nothing goes at once: the"
              + " next run of the job prunes.")
  public Retention put(@PathParam("workspace") String workspace, RetentionPolicy wanted) {
    return retentions.put(caller.get(), PathIds.workspace(workspace), Given.body(wanted));
  }

  /** Goes back to the company's. */
  @DELETE
  @Path("/retention")
  @Operation(summary = "Go back to the company's policy", description = "Owners only.")
  @APIResponse(responseCode = "204", description = "The company's policy holds")
  public void remove(@PathParam("workspace") String workspace) {
    retentions.remove(caller.get(), PathIds.workspace(workspace));
  }

  /** What a policy would prune. */
  @POST
  @Path("/retention/preview")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Tell what a policy would prune",
      description = "Owners only. Counts what would go now; changes nothing.")
  public RetentionPreview preview(
      @PathParam("workspace") String workspace, RetentionPolicy wanted) {
    return retentions.preview(caller.get(), PathIds.workspace(workspace), Given.body(wanted));
  }
}
