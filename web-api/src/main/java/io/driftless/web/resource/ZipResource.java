package io.driftless.web.resource;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.content.ContentDownloads;
import io.driftless.server.content.FolderZip;
import io.driftless.server.node.FolderAtRevision;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Whole folders at once. */
@SignedIn
@Path("/workspaces/{workspace}/nodes/{node}/zip")
@RequestScoped
@Tag(name = "Content")
public class ZipResource {

  private static final String ZIP = "application/zip";

  @EJB private FolderAtRevision folders;
  @Inject private ContentDownloads downloads;
  @Inject private CurrentCaller caller;

  /** A folder as a zip. */
  @GET
  @Produces(ZIP)
  @Operation(
      summary = "Download a folder as a zip",
      description =
          "As it is when the call begins, or with 'at', a time as in RFC 3339, as it was then;"
              + " written while it is read, without a length. Links are left out. What can't be read"
              + " breaks the connection off, so that half a zip never looks whole.")
  @APIResponse(
      responseCode = "200",
      description = "The zip",
      content =
          @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Response download(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @QueryParam("at") @Nullable String at) {
    WorkspaceId in = PathIds.workspace(workspace);
    NodeId folder = PathIds.node(node);
    FolderAtRevision.Top top =
        folders.begin(caller.get(), in, folder, at == null ? null : PathIds.time("at", at));
    FolderZip zip = downloads.zip(caller.get(), in, top.then());
    return Response.ok((StreamingOutput) out -> zip.writeTo(folder, out), ZIP)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .header(HttpHeaders.CONTENT_DISPOSITION, Disposition.attachment(top.name() + ".zip"))
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }
}
