package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.AuditMessages.AuditPage;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Caller;
import io.driftless.server.audit.AuditQuery;
import io.driftless.server.audit.AuditReading;
import io.driftless.server.audit.WorkspaceAudit;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.Scoped;
import io.driftless.web.call.Scopes;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who did what in a workspace, for its owners. */
@SignedIn
@Scoped(Scopes.AUDIT_READ)
@Path("/workspaces/{workspace}/audit")
@RequestScoped
@Tag(name = "Audit")
public class WorkspaceAuditResource {

  @EJB private WorkspaceAudit workspaces;
  @Inject private CurrentCaller caller;

  /** The audit of a workspace. */
  @GET
  @Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "List who did what in a workspace",
      description = "The last first; for owners.")
  public AuditPage ofWorkspace(
      @PathParam("workspace") String workspace,
      @BeanParam AuditFilter filter,
      @QueryParam("page") @Nullable String page,
      @QueryParam("limit") @Nullable String limit) {
    return workspaces.page(
        caller.get(),
        PathIds.workspace(workspace),
        filter.query(null),
        AuditFilter.page(page),
        PathIds.limit(limit, AuditFilter.USUAL, AuditReading.MOST));
  }

  /** The audit of a workspace as lines. */
  @GET
  @Path("/export")
  @Produces(AuditLines.MEDIA_TYPE)
  @Operation(
      summary = "Export the audit of a workspace as JSON lines",
      description = AuditLines.FORM)
  public Response exportWorkspace(
      @PathParam("workspace") String workspace, @BeanParam AuditFilter filter) {
    Caller who = caller.get();
    WorkspaceId id = PathIds.workspace(workspace);
    AuditQuery query = filter.query(null);
    return AuditLines.answer(last -> workspaces.after(who, id, query, last, AuditLines.PIECE));
  }
}
