package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.WorkspaceMessages.Heads;
import io.driftless.protocol.api.WorkspaceMessages.NewWorkspace;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceList;
import io.driftless.server.workspace.Workspaces;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's workspaces and their heads. */
@SignedIn
@Path("/")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Workspaces")
public class WorkspacesResource {

  @EJB private Workspaces workspaces;
  @Inject private CurrentCaller caller;

  /** The caller's workspaces, the personal one first. */
  @GET
  @Path("/workspaces")
  @Operation(
      summary = "List your workspaces",
      description = "The personal one first, then by name.")
  public WorkspaceList list() {
    return workspaces.list(caller.get());
  }

  /** Makes a workspace owned by the caller. */
  @POST
  @Path("/workspaces")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(summary = "Make a workspace", description = "You become its owner.")
  @APIResponseSchema(
      value = WorkspaceInfo.class,
      responseCode = "201",
      responseDescription = "The new workspace")
  public Response make(NewWorkspace wanted) {
    WorkspaceInfo made = workspaces.make(caller.get(), Given.body(wanted));
    URI address = URI.create("workspaces/" + made.workspace());
    return Response.created(address).entity(made).build();
  }

  /** The heads of all workspaces of the caller. */
  @GET
  @Path("/heads")
  @Operation(
      summary = "Tell the heads of your workspaces",
      description = "A device compares its cursors with them at every connect.")
  public Heads heads() {
    return workspaces.heads(caller.get());
  }
}
