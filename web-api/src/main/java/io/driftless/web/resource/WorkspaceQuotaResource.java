package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.QuotaMessages.WorkspaceQuota;
import io.driftless.server.quota.QuotaSetting;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How much a workspace holds and may hold. */
@SignedIn
@Path("/workspaces/{workspace}/quota")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Quotas")
public class WorkspaceQuotaResource {

  @EJB private QuotaSetting quotas;
  @Inject private CurrentCaller caller;

  /** The workspace's. */
  @GET
  @Operation(
      summary = "Tell what a workspace holds and may hold",
      description = "What is left counts the quota of the person whom the workspace counts for.")
  public WorkspaceQuota quota(@PathParam("workspace") String workspace) {
    return quotas.ofWorkspace(caller.get(), PathIds.workspace(workspace));
  }
}
