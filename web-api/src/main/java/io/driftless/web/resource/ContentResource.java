package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.ChunkMessages.ChunksFound;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.api.ChunkMessages.SasRequest;
import io.driftless.protocol.api.ChunkMessages.StagedRecipe;
import io.driftless.protocol.api.JournalMessages.RecipeAnswer;
import io.driftless.protocol.api.JournalMessages.RecipeQuery;
import io.driftless.server.workspace.BlobPasses;
import io.driftless.server.workspace.WorkspaceReading;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.Scoped;
import io.driftless.web.call.Scopes;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a client needs to move content: recipes, known chunks, passes to the blob store. */
@SignedIn
@Path("/workspaces/{workspace}")
@RequestScoped
@Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Content")
public class ContentResource {

  @EJB private WorkspaceReading reading;
  @Inject private BlobPasses passes;
  @Inject private CurrentCaller caller;

  /** Recipes of versions. */
  @POST
  @Scoped(Scopes.FILES_READ)
  @Path("/recipes")
  @Operation(
      summary = "Ask for recipes of versions",
      description =
          "At most 10,000 at once. The answer may stop earlier, at 262,144 chunks: ask for the rest"
              + " again.")
  public RecipeAnswer recipes(@PathParam("workspace") String workspace, RecipeQuery query) {
    return reading.recipes(caller.get(), PathIds.workspace(workspace), Given.body(query));
  }

  /** Keeps a recipe that is too long for a message. */
  @PUT
  @Path("/recipes/staged")
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      summary = "Send a long recipe ahead of its commit",
      description = "32 bytes a chunk, at most 8 MiB; kept for a day. Not for viewers.")
  public StagedRecipe stage(@PathParam("workspace") String workspace, byte[] recipe) {
    return reading.stage(caller.get(), PathIds.workspace(workspace), Given.body(recipe));
  }

  /** Chunks that may be named without uploading them. */
  @POST
  @Scoped(Scopes.FILES_READ)
  @Path("/chunks/lookup")
  @Operation(
      summary = "Ask which chunks need no upload",
      description =
          "At most 10,000 hashes. Found are verified chunks and those that the calling device"
              + " uploaded itself.")
  public ChunksFound lookup(@PathParam("workspace") String workspace, ChunkLookup wanted) {
    return reading.lookup(caller.get(), PathIds.workspace(workspace), Given.body(wanted));
  }

  /** A pass of at most 15 minutes. */
  @POST
  @Path("/sas")
  @Operation(
      summary = "Get a pass to the workspace's packs",
      description =
          "A shared access signature of at most 15 minutes: 'upload' creates new packs and can"
              + " neither read nor overwrite, 'download' reads and can't list. Viewers get no"
              + " 'upload'.")
  @APIResponseSchema(value = Sas.class, responseCode = "200", responseDescription = "The pass")
  public Response sas(@PathParam("workspace") String workspace, SasRequest wanted) {
    return Secrets.uncached(
        Response.ok(
            passes.issue(caller.get(), PathIds.workspace(workspace), Given.body(wanted).access())));
  }
}
