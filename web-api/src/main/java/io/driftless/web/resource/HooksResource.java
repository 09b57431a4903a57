package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.HookMessages.HookList;
import io.driftless.protocol.api.HookMessages.MadeHook;
import io.driftless.protocol.api.HookMessages.NewHook;
import io.driftless.server.hook.Hooks;
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

/** Addresses that are told when a workspace changes. */
@SignedIn
@Path("/workspaces/{workspace}/webhooks")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Webhooks")
public class HooksResource {

  @EJB private Hooks hooks;
  @Inject private CurrentCaller caller;

  /** All webhooks. */
  @GET
  @Operation(
      summary = "List the webhooks of a workspace",
      description = "With how it stands with each. For owners.")
  public HookList list(@PathParam("workspace") String workspace) {
    return hooks.list(caller.get(), PathIds.workspace(workspace));
  }

  /** A new webhook. */
  @POST
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Have an address told of changes",
      description =
          "It is called by POST, signed by the secret that is told here, within seconds after the"
              + " journal has grown. One call may tell of many commits; read what is new by"
              + " 'changes'. For owners; the host has to be one that the server allows.")
  @APIResponseSchema(
      value = MadeHook.class,
      responseCode = "201",
      responseDescription = "The webhook, with its secret")
  public Response make(@PathParam("workspace") String workspace, NewHook wanted) {
    MadeHook made =
        hooks.make(caller.get(), PathIds.workspace(workspace), Given.body(wanted).url());
    URI address = URI.create("workspaces/" + workspace + "/webhooks/" + made.hook().hook());
    return Secrets.uncached(Response.created(address).entity(made));
  }

  /** Ends a webhook. */
  @DELETE
  @Path("/{hook}")
  @Operation(summary = "Remove a webhook", description = "For owners.")
  @APIResponse(responseCode = "204", description = "It is called no more")
  public void remove(@PathParam("workspace") String workspace, @PathParam("hook") String hook) {
    hooks.remove(caller.get(), PathIds.workspace(workspace), PathIds.hook(hook));
  }
}
