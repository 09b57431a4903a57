package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.ShareMessages.MadeShare;
import io.driftless.protocol.api.ShareMessages.NewShare;
import io.driftless.protocol.api.ShareMessages.ShareInfo;
import io.driftless.protocol.api.ShareMessages.ShareList;
import io.driftless.server.share.Shares;
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

/** Links for people without an account. */
@SignedIn
@Path("/workspaces/{workspace}/shares")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Sharing")
public class SharesResource {

  @EJB private Shares shares;
  @Inject private CurrentCaller caller;

  /** All links. */
  @GET
  @Operation(
      summary = "List the sharing links of a workspace",
      description = "The last made first, revoked ones left out. Their addresses are not kept.")
  public ShareList list(@PathParam("workspace") String workspace) {
    return shares.list(caller.get(), PathIds.workspace(workspace));
  }

  /** A new link. */
  @POST
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Share a file or folder by a link",
      description =
          "Whoever has the link may see and download what is shared (view), or put files into a"
              + " folder without seeing it (drop), without an account. It acts in your name, and"
              + " stops when you may not write here any more. Not for viewers. The address is told"
              + " here and never again.")
  @APIResponseSchema(
      value = MadeShare.class,
      responseCode = "201",
      responseDescription = "The link, with its address")
  public Response make(@PathParam("workspace") String workspace, NewShare wanted) {
    MadeShare made = shares.make(caller.get(), PathIds.workspace(workspace), Given.body(wanted));
    URI address = URI.create("workspaces/" + workspace + "/shares/" + made.share().share());
    return Secrets.uncached(Response.created(address).entity(made));
  }

  /** One link. */
  @GET
  @Path("/{share}")
  @Operation(summary = "Tell about a sharing link", description = "Revoked ones as well.")
  public ShareInfo get(@PathParam("workspace") String workspace, @PathParam("share") String share) {
    return shares.get(caller.get(), PathIds.workspace(workspace), PathIds.share(share));
  }

  /** Ends a link. */
  @DELETE
  @Path("/{share}")
  @Operation(
      summary = "Revoke a sharing link",
      description = "For owners, and for who made it. Downloads that have begun end as they are.")
  @APIResponse(responseCode = "204", description = "It leads nowhere any more")
  public void revoke(@PathParam("workspace") String workspace, @PathParam("share") String share) {
    shares.revoke(caller.get(), PathIds.workspace(workspace), PathIds.share(share));
  }
}
