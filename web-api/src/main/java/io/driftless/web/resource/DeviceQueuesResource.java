package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.DeviceMessages.DeviceQueues;
import io.driftless.server.device.WaitingDevices;
import io.driftless.web.call.RealmRoles;
import io.driftless.web.call.RoleNeeded;
import io.driftless.web.call.Scoped;
import io.driftless.web.call.Scopes;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Which devices are behind, for operators. */
@SignedIn
@RoleNeeded(RealmRoles.OPERATOR)
@Scoped(Scopes.JOBS_RUN)
@Path("/device-queues")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Devices")
public class DeviceQueuesResource {

  private static final int USUAL_LIMIT = 50;

  @EJB private WaitingDevices devices;

  /** Those for which most messages wait. */
  @GET
  @Operation(
      summary = "List the devices that are behind",
      description =
          "Those for which messages wait at the broker, most first, at most 200: whose they are, how"
              + " long the first message has waited, and whether they are connected. For operators.")
  public DeviceQueues list(@QueryParam("limit") @Nullable String limit) {
    return devices.list(PathIds.limit(limit, USUAL_LIMIT, WaitingDevices.MOST));
  }
}
