package io.driftless.web.tus;

import io.driftless.web.body.Upload;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import io.driftless.web.problem.Problems;
import io.driftless.web.resource.PathIds;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import me.desair.tus.server.exception.TusException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Files of any size, in as many calls as the line allows: the tus protocol, version 1.0.0. */
@SignedIn
@Path("/workspaces/{workspace}/uploads")
@RequestScoped
@Tag(name = "Content")
public class UploadsResource {

  private static final String TUS = "Tus-Resumable";

  @Inject private ResumableUploads uploads;
  @Inject private CurrentCaller caller;
  @Context private HttpServletRequest request;
  @Context private HttpServletResponse response;

  /** A call of the library. */
  @FunctionalInterface
  private interface Step {
    CapturedResponse take(ResumableUploads.Call call) throws IOException, TusException;
  }

  /** Begins an upload. */
  @POST
  @Operation(
      summary = "Begin a resumable upload",
      description =
          "The tus protocol (tus.io) with creation, termination, expiration and checksum."
              + " Upload-Metadata says where to: 'filename' and 'parent' (the id of a folder, the"
              + " root when absent) for a new file, with 'if-match' for the file of that name; or"
              + " 'node' and 'if-match' for the next version of a file. Kept for a day. Not for"
              + " viewers.")
  @APIResponse(responseCode = "201", description = "Send the bytes to Location, by PATCH")
  @SuppressWarnings("ParameterNumber") // each is a part of the call and described
  public Response create(
      @PathParam("workspace") String workspace,
      @HeaderParam(TUS) @Nullable String version,
      @HeaderParam("Upload-Length") @Nullable String length,
      @HeaderParam("Upload-Metadata") @Nullable String metadata) {
    return answer(workspace, uploads::create);
  }

  /** How far an upload has come. */
  @HEAD
  @Path("/{upload}")
  @Operation(
      summary = "Ask how far an upload has come",
      description = "The offset to go on from is in Upload-Offset. Your own uploads only.")
  @APIResponse(responseCode = "204", description = "Its Upload-Offset and Upload-Length")
  public Response look(
      @PathParam("workspace") String workspace,
      @PathParam("upload") String upload,
      @HeaderParam(TUS) @Nullable String version) {
    return answer(workspace, uploads::look);
  }

  /** More of an upload. */
  @PATCH
  @Path("/{upload}")
  @Upload(unlimited = true)
  @Consumes(MediaType.WILDCARD)
  @RequestBody(
      content =
          @Content(
              mediaType = "application/offset+octet-stream",
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @Operation(
      summary = "Send more of an upload",
      description =
          "From Upload-Offset on, as many bytes as you like. With the last byte the file is"
              + " committed, as by a single PUT: its id is in Driftless-Node, its ETag in ETag. What"
              + " stands in the way is told then; the bytes are kept, ask again by HEAD.")
  @APIResponse(responseCode = "204", description = "Taken up to Upload-Offset")
  @SuppressWarnings("ParameterNumber") // each is a part of the call and described
  public Response append(
      @PathParam("workspace") String workspace,
      @PathParam("upload") String upload,
      @HeaderParam(TUS) @Nullable String version,
      @HeaderParam("Upload-Offset") @Nullable String offset) {
    return answer(workspace, uploads::append);
  }

  /** Gives an upload up. */
  @DELETE
  @Path("/{upload}")
  @Operation(
      summary = "Give an upload up",
      description = "What has arrived is dropped; a file that it became stays.")
  @APIResponse(responseCode = "204", description = "Dropped")
  public Response remove(
      @PathParam("workspace") String workspace,
      @PathParam("upload") String upload,
      @HeaderParam(TUS) @Nullable String version) {
    return answer(workspace, uploads::remove);
  }

  private Response answer(String workspace, Step step) {
    ResumableUploads.Call call =
        new ResumableUploads.Call(caller.get(), PathIds.workspace(workspace), request, response);
    CapturedResponse told;
    try {
      told = step.take(call);
    } catch (TusException e) {
      return Problems.response(UploadProblems.of(e.getStatus(), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return UploadProblems.brokenOff(e);
    }
    Response.ResponseBuilder answer =
        told.error() == null
            ? Response.status(told.getStatus())
            : Response.fromResponse(
                Problems.response(UploadProblems.of(told.getStatus(), told.error())));
    told.headers()
        .forEach(
            (name, value) -> {
              if (!name.equalsIgnoreCase("Content-Length")) {
                answer.header(name, value);
              }
            });
    return answer.build();
  }
}
