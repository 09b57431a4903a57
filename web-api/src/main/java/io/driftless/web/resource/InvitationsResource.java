package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.InvitationMessages.InvitationInfo;
import io.driftless.protocol.api.InvitationMessages.InvitationList;
import io.driftless.protocol.api.InvitationMessages.NewInvitation;
import io.driftless.server.invitation.Invitations;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Invitations to a workspace by mail address. */
@SignedIn
@Path("/workspaces/{workspace}/invitations")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Members")
public class InvitationsResource {

  @EJB private Invitations invitations;
  @Inject private CurrentCaller caller;

  /** All invitations. */
  @GET
  @Operation(
      summary = "List the invitations",
      description = "Owners only. The last made first; revoked ones are left out.")
  public InvitationList list(@PathParam("workspace") String workspace) {
    return invitations.list(caller.get(), PathIds.workspace(workspace));
  }

  /** A new invitation. */
  @POST
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Invite somebody by mail address",
      description =
          "Owners only. Whoever calls with a token in which the sign-on says that it has checked"
              + " this address becomes a member by that call, also who never signed in before. No"
              + " mail is sent. The answer does not tell whether anybody has the address. Another"
              + " invitation of the same address takes the place of the one before.")
  @APIResponseSchema(
      value = InvitationInfo.class,
      responseCode = "201",
      responseDescription = "The invitation")
  public Response make(@PathParam("workspace") String workspace, NewInvitation wanted) {
    InvitationInfo made =
        invitations.make(caller.get(), PathIds.workspace(workspace), Given.body(wanted));
    URI address = URI.create("workspaces/" + workspace + "/invitations/" + made.invitation());
    return Response.created(address).entity(made).build();
  }

  /** Ends an invitation. */
  @DELETE
  @Path("/{invitation}")
  @Operation(
      summary = "Revoke an invitation",
      description = "Owners only. Who has joined by it stays a member.")
  @APIResponse(responseCode = "204", description = "It lets nobody in any more")
  public void revoke(
      @PathParam("workspace") String workspace, @PathParam("invitation") String invitation) {
    invitations.revoke(caller.get(), PathIds.workspace(workspace), PathIds.invitation(invitation));
  }
}
