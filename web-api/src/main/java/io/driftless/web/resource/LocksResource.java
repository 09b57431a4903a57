package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.LockMessages.LockList;
import io.driftless.server.lock.FileLocks;
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

/** The locks of a workspace. */
@SignedIn
@Path("/workspaces/{workspace}/locks")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Locks")
public class LocksResource {

  @EJB private FileLocks locks;
  @Inject private CurrentCaller caller;

  /** All locks. */
  @GET
  @Operation(
      summary = "List the locks of a workspace",
      description = "Those that hold, with whose they are; what ends first first.")
  public LockList list(@PathParam("workspace") String workspace) {
    return locks.list(caller.get(), PathIds.workspace(workspace));
  }
}
