package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.BurstMessages.BurstDecision;
import io.driftless.protocol.api.BurstMessages.BurstInfo;
import io.driftless.protocol.api.BurstMessages.BurstList;
import io.driftless.protocol.api.BurstMessages.BurstPage;
import io.driftless.server.burst.Bursts;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Parked bursts of deletes and rewrites in a workspace. */
@SignedIn
@Path("/workspaces/{workspace}/bursts")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Bursts")
public class BurstsResource {

  @EJB private Bursts bursts;
  @Inject private CurrentCaller caller;

  /** The last bursts. */
  @GET
  @Operation(
      summary = "List the parked bursts of a workspace",
      description =
          "Decided ones as well, the last first, at most 100. For owners. While one is parked, all"
              + " deletes and rewrites of its device wait.")
  public BurstList list(@PathParam("workspace") String workspace) {
    return bursts.list(caller.get(), PathIds.workspace(workspace));
  }

  /** What a burst would do. */
  @GET
  @Path("/{burst}/changes")
  @Operation(
      summary = "List what a burst would do page by page",
      description = "Each node once, at most 1,000 to a page and 100,000 in all. For owners.")
  public BurstPage changes(
      @PathParam("workspace") String workspace,
      @PathParam("burst") String burst,
      @QueryParam("page") @Nullable String page,
      @QueryParam("limit") @Nullable String limit) {
    return bursts.changes(
        caller.get(),
        PathIds.workspace(workspace),
        PathIds.burst(burst),
        page,
        PathIds.limit(limit, Bursts.MOST, Bursts.MOST));
  }

  /** Decides. */
  @PUT
  @Path("/{burst}/decision")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Approve or reject a burst",
      description =
          "For owners. What is approved is applied when the device sends it again, within about a"
              + " minute while it runs. A decision may be changed.")
  public BurstInfo decide(
      @PathParam("workspace") String workspace,
      @PathParam("burst") String burst,
      BurstDecision decision) {
    return bursts.decide(
        caller.get(),
        PathIds.workspace(workspace),
        PathIds.burst(burst),
        Given.body(decision).approve());
  }
}
