package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.BurstMessages.BurstDecision;
import io.driftless.protocol.api.BurstMessages.BurstInfo;
import io.driftless.protocol.api.BurstMessages.BurstList;
import io.driftless.server.burst.Bursts;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.RealmRoles;
import io.driftless.web.call.RoleNeeded;
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
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Parked bursts of all workspaces, for who runs the server. */
@SignedIn
@RoleNeeded(RealmRoles.OPERATOR)
@Path("/bursts")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Bursts")
public class ParkedBurstsResource {

  @EJB private Bursts bursts;
  @Inject private CurrentCaller caller;

  /** Those that wait. */
  @GET
  @Operation(
      summary = "List the parked bursts of all workspaces",
      description =
          "Those about which nobody has decided, the last first, at most 100. For operators.")
  public BurstList parked() {
    return bursts.parked();
  }

  /** Decides. */
  @PUT
  @Path("/{burst}/decision")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Approve or reject a burst of any workspace",
      description = "For operators; as an owner of the workspace would.")
  public BurstInfo decide(@PathParam("burst") String burst, BurstDecision decision) {
    return bursts.decide(caller.get(), PathIds.burst(burst), Given.body(decision).approve());
  }
}
