package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.QuotaMessages.AccountQuota;
import io.driftless.protocol.api.QuotaMessages.CallLimit;
import io.driftless.protocol.api.QuotaMessages.CallQuota;
import io.driftless.protocol.api.QuotaMessages.QuotaLimit;
import io.driftless.protocol.api.QuotaMessages.QuotaList;
import io.driftless.protocol.api.QuotaMessages.WorkspaceQuota;
import io.driftless.server.quota.QuotaSetting;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.RealmRoles;
import io.driftless.web.call.RoleNeeded;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How much people and workspaces may hold. */
@SignedIn
@Path("/quotas")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Quotas")
public class QuotasResource {

  private static final String LIMITED =
      "For operators. What is held already stays, however much; what is new has to fit.";

  private static final String DEFAULT = "For operators: what the server's settings say holds.";

  @EJB private QuotaSetting quotas;
  @Inject private CurrentCaller caller;

  /** All people. */
  @GET
  @Operation(
      summary = "List what people hold",
      description = "For operators; who holds most first, a thousand at most.")
  @RoleNeeded(RealmRoles.OPERATOR)
  public QuotaList all() {
    return quotas.all();
  }

  /** The caller. */
  @GET
  @Path("/own")
  @Operation(summary = "Tell what you hold and may hold")
  public AccountQuota own() {
    return quotas.own(caller.get());
  }

  /** A person's limit. */
  @PUT
  @Path("/accounts/{username}")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(summary = "Limit what a person may hold", description = LIMITED)
  @RoleNeeded(RealmRoles.OPERATOR)
  public AccountQuota limitAccount(@PathParam("username") String username, QuotaLimit limit) {
    return quotas.limitAccount(caller.get(), username, Given.body(limit).limitBytes());
  }

  /** A workspace's limit. */
  @PUT
  @Path("/workspaces/{workspace}")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(summary = "Limit what a workspace may hold", description = LIMITED)
  @RoleNeeded(RealmRoles.OPERATOR)
  public WorkspaceQuota limitWorkspace(@PathParam("workspace") String workspace, QuotaLimit limit) {
    return quotas.limitWorkspace(
        caller.get(), PathIds.workspace(workspace), Given.body(limit).limitBytes());
  }

  /** A person's limit of calls. */
  @PUT
  @Path("/accounts/{username}/calls")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Limit how often a person may call",
      description =
          "For operators. On each node of the server; as many calls may come at once. Beyond: 429"
              + " too-many-calls, with Retry-After.")
  @RoleNeeded(RealmRoles.OPERATOR)
  public CallQuota limitCalls(@PathParam("username") String username, CallLimit limit) {
    return quotas.limitCalls(caller.get(), username, Given.body(limit).callsPerMinute());
  }

  /** A person's limit of calls no more. */
  @DELETE
  @Path("/accounts/{username}/calls")
  @Operation(summary = "Go back to the default of calls for a person", description = DEFAULT)
  @RoleNeeded(RealmRoles.OPERATOR)
  public CallQuota freeCalls(@PathParam("username") String username) {
    return quotas.limitCalls(caller.get(), username, null);
  }

  /** A person's limit no more. */
  @DELETE
  @Path("/accounts/{username}")
  @Operation(summary = "Go back to the default for a person", description = DEFAULT)
  @RoleNeeded(RealmRoles.OPERATOR)
  public AccountQuota freeAccount(@PathParam("username") String username) {
    return quotas.limitAccount(caller.get(), username, null);
  }

  /** A workspace's limit no more. */
  @DELETE
  @Path("/workspaces/{workspace}")
  @Operation(summary = "Go back to the default for a workspace", description = DEFAULT)
  @RoleNeeded(RealmRoles.OPERATOR)
  public WorkspaceQuota freeWorkspace(@PathParam("workspace") String workspace) {
    return quotas.limitWorkspace(caller.get(), PathIds.workspace(workspace), null);
  }
}
