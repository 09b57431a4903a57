package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.ChunkMessages.SasRequest;
import io.driftless.server.workspace.BlobPasses;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Passes to the blob store. */
@SignedIn
@Path("/workspaces/{workspace}/sas")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Content")
public class BlobsResource {

  @Inject private BlobPasses passes;
  @Inject private CurrentCaller caller;

  /** A pass of at most 15 minutes. */
  @POST
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Get a pass to the workspace's packs",
      description =
          "A shared access signature of at most 15 minutes: 'upload' creates new packs and can"
              + " neither read nor overwrite, 'download' reads and can't list. Viewers get no"
              + " 'upload'.")
  public Response issue(@PathParam("workspace") String workspace, SasRequest wanted) {
    return Secrets.uncached(
        Response.ok(
            passes.issue(caller.get(), PathIds.workspace(workspace), Given.body(wanted).access())));
  }
}
