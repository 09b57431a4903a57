package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.LockMessages.LockInfo;
import io.driftless.protocol.api.LockMessages.NewLock;
import io.driftless.server.lock.FileLocks;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The lock on a file. */
@SignedIn
@Path("/workspaces/{workspace}/nodes/{node}/lock")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Locks")
public class LockResource {

  @EJB private FileLocks locks;
  @Inject private CurrentCaller caller;

  /** Locks it. */
  @PUT
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Lock a file",
      description =
          "Nobody else changes, moves or removes it until then, from whatever device: they get 423"
              + " locked. Your own lock is made longer or shorter. Not for viewers.")
  public LockInfo take(
      @PathParam("workspace") String workspace, @PathParam("node") String node, NewLock wanted) {
    return locks.take(
        caller.get(), PathIds.workspace(workspace), PathIds.node(node), Given.body(wanted));
  }

  /** Unlocks it. */
  @DELETE
  @Operation(summary = "Unlock a file", description = "Your own lock; owners of the workspace any.")
  @APIResponse(responseCode = "204", description = "It is not locked any more")
  public void release(@PathParam("workspace") String workspace, @PathParam("node") String node) {
    locks.release(caller.get(), PathIds.workspace(workspace), PathIds.node(node));
  }
}
