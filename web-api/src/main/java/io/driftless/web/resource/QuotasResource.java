package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.QuotaMessages.AccountQuota;
import io.driftless.protocol.api.QuotaMessages.QuotaLimit;
import io.driftless.protocol.api.QuotaMessages.QuotaList;
import io.driftless.protocol.api.QuotaMessages.WorkspaceQuota;
import io.driftless.server.quota.QuotaSetting;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.RealmRoles;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
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
  @Context private SecurityContext security;

  /** All people. */
  @GET
  @Operation(
      summary = "List what people hold",
      description = "For operators; who holds most first, a thousand at most.")
  public QuotaList all() {
    RealmRoles.require(security, RealmRoles.OPERATOR);
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
  public AccountQuota limitAccount(@PathParam("username") String username, QuotaLimit limit) {
    RealmRoles.require(security, RealmRoles.OPERATOR);
    return quotas.limitAccount(caller.get(), username, Given.body(limit).limitBytes());
  }

  /** A workspace's limit. */
  @PUT
  @Path("/workspaces/{workspace}")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(summary = "Limit what a workspace may hold", description = LIMITED)
  public WorkspaceQuota limitWorkspace(@PathParam("workspace") String workspace, QuotaLimit limit) {
    RealmRoles.require(security, RealmRoles.OPERATOR);
    return quotas.limitWorkspace(
        caller.get(), PathIds.workspace(workspace), Given.body(limit).limitBytes());
  }

  /** A person's limit no more. */
  @DELETE
  @Path("/accounts/{username}")
  @Operation(summary = "Go back to the default for a person", description = DEFAULT)
  public AccountQuota freeAccount(@PathParam("username") String username) {
    RealmRoles.require(security, RealmRoles.OPERATOR);
    return quotas.limitAccount(caller.get(), username, null);
  }

  /** A workspace's limit no more. */
  @DELETE
  @Path("/workspaces/{workspace}")
  @Operation(summary = "Go back to the default for a workspace", description = DEFAULT)
  public WorkspaceQuota freeWorkspace(@PathParam("workspace") String workspace) {
    RealmRoles.require(security, RealmRoles.OPERATOR);
    return quotas.limitWorkspace(caller.get(), PathIds.workspace(workspace), null);
  }
}
