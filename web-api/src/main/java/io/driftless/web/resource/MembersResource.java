package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.WorkspaceMessages.Member;
import io.driftless.protocol.api.WorkspaceMessages.MemberList;
import io.driftless.protocol.api.WorkspaceMessages.MemberRole;
import io.driftless.server.workspace.Members;
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

/** Who shares a workspace. */
@SignedIn
@Path("/workspaces/{workspace}/members")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Members")
public class MembersResource {

  @EJB private Members members;
  @Inject private CurrentCaller caller;

  /** All members. */
  @GET
  @Operation(summary = "List the members", description = "Owners first; every member may see it.")
  public MemberList list(@PathParam("workspace") String workspace) {
    return members.list(caller.get(), PathIds.workspace(workspace));
  }

  /** Adds a member or changes the role. */
  @PUT
  @Path("/{username}")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Add a member or change the role",
      description =
          "Owners only. By username, or by a mail address that the sign-on has checked; the person"
              + " must have signed in once. To hand a workspace on, make somebody an owner and leave.")
  public Member put(
      @PathParam("workspace") String workspace,
      @PathParam("username") String username,
      MemberRole wanted) {
    return members.put(
        caller.get(), PathIds.workspace(workspace), username, Given.body(wanted).role());
  }

  /** Removes a member. */
  @DELETE
  @Path("/{username}")
  @Operation(
      summary = "Remove a member",
      description =
          "Owners remove anybody, everybody themselves. The person's devices are told and keep"
              + " their local files.")
  @APIResponse(responseCode = "204", description = "No member any more")
  public void remove(
      @PathParam("workspace") String workspace, @PathParam("username") String username) {
    members.remove(caller.get(), PathIds.workspace(workspace), username);
  }
}
