package io.driftless.web.tus;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What of the tus protocol is spoken; the same for everybody, so nobody has to sign in. */
@Path("/workspaces/{workspace}/uploads")
@RequestScoped
@Tag(name = "Content")
public class UploadsDescription {

  /** Versions, extensions and the longest file. */
  @OPTIONS
  @Operation(
      summary = "Ask what of the tus protocol is spoken",
      description = "Versions, extensions and the longest file, in headers. Open to everybody.")
  @APIResponse(responseCode = "204", description = "In headers")
  public Response describe(@PathParam("workspace") String workspace) {
    return Response.noContent()
        .header("Tus-Resumable", "1.0.0")
        .header("Tus-Version", "1.0.0")
        .header("Tus-Extension", "creation,termination,expiration,checksum,checksum-trailer")
        .header("Tus-Checksum-Algorithm", "sha1,md5,sha256,sha384,sha512")
        .header("Tus-Max-Size", Long.toString(ResumableUploads.MOST_BYTES))
        .build();
  }
}
