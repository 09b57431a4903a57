package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.BurstMessages.BurstPolicy;
import io.driftless.protocol.api.BurstMessages.BurstRule;
import io.driftless.server.burst.Bursts;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** From when on deletes and rewrites are a burst. */
@SignedIn
@Path("/workspaces/{workspace}/burst-rule")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Bursts")
public class BurstRuleResource {

  @EJB private Bursts bursts;
  @Inject private CurrentCaller caller;

  /** What holds. */
  @GET
  @Operation(
      summary = "Tell what a burst is in a workspace",
      description =
          "More files than 'files' and more than 'percent' of all, deleted or rewritten by one"
              + " device within ten minutes.")
  public BurstRule rule(@PathParam("workspace") String workspace) {
    return bursts.rule(caller.get(), PathIds.workspace(workspace));
  }

  /** A rule of its own. */
  @PUT
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Set what a burst is in a workspace",
      description = "For owners. With 0 files nothing is parked.")
  public BurstRule put(@PathParam("workspace") String workspace, BurstPolicy wanted) {
    return bursts.putRule(caller.get(), PathIds.workspace(workspace), Given.body(wanted));
  }

  /** Back to the server's. */
  @DELETE
  @Operation(
      summary = "Go back to the server's rule for bursts",
      description = "For owners: more than 1,000 files and more than half of all.")
  @APIResponse(responseCode = "204", description = "The server's rule holds")
  public void remove(@PathParam("workspace") String workspace) {
    bursts.removeRule(caller.get(), PathIds.workspace(workspace));
  }
}
