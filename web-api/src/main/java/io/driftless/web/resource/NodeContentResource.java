package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.server.access.Precondition;
import io.driftless.server.content.ContentDownloads;
import io.driftless.server.content.ContentUploads;
import io.driftless.server.content.OpenContent;
import io.driftless.server.node.ContentTag;
import io.driftless.server.node.FilePut.Place;
import io.driftless.web.body.Upload;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.ProblemType;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The content of files, for callers that have no pass to the blob store. */
@SignedIn
@Path("/workspaces/{workspace}/nodes/{node}")
@RequestScoped
@Tag(name = "Content")
public class NodeContentResource {

  private static final String CONTENT =
      "One range of bytes by Range, with If-Range; the ETag is strong and the version's own."
          + " Of removed files as well.";

  private static final String WRITE =
      " At most 50 MiB, packed or not by gzip; sent by whatever media type. The ETag is that of"
          + " the content. Not for viewers. With a UUID in Idempotency-Key the call may be"
          + " repeated.";

  @Inject private ContentDownloads downloads;
  @Inject private ContentUploads uploads;
  @Inject private CurrentCaller caller;
  @Context private HttpHeaders headers;

  /** The current content. */
  @GET
  @Path("/content")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "Download a file", description = CONTENT)
  @APIResponse(
      responseCode = "200",
      description = "All of it",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "206", description = "The range that was asked for")
  @APIResponse(responseCode = "304", description = "You have it")
  public Response download(
      @PathParam("workspace") String workspace, @PathParam("node") String node) {
    return download(workspace, node, (VersionNumber) null);
  }

  /** The content of any version. */
  @GET
  @Path("/versions/{version}/content")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "Download a version of a file", description = CONTENT)
  @APIResponse(
      responseCode = "200",
      description = "All of it",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "206", description = "The range that was asked for")
  @APIResponse(responseCode = "304", description = "You have it")
  public Response downloadVersion(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @PathParam("version") String version) {
    return download(workspace, node, PathIds.version(version));
  }

  private Response download(String workspace, String node, @Nullable VersionNumber version) {
    OpenContent content =
        downloads.open(caller.get(), PathIds.workspace(workspace), PathIds.node(node), version);
    return new ContentAnswer(content, headers)
        .answer(range -> downloads.stream(caller.get(), content, range));
  }

  /** The next content of a file. */
  @PUT
  @Path("/content")
  @Upload
  @Consumes(MediaType.WILDCARD)
  @Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @Operation(
      summary = "Upload the next version of a file",
      description = "Needs If-Match with the ETag of the content, or * for whatever it is." + WRITE)
  @APIResponseSchema(
      value = NodeInfo.class,
      responseCode = "200",
      responseDescription = "The file, with the ETag of its content")
  public Response upload(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String seen,
      @HeaderParam(ApiConventions.KEY_HEADER) @Nullable String key,
      InputStream body) {
    Precondition expected = EntityTags.required(seen);
    Place place = new Place(PathIds.workspace(workspace), PathIds.node(node), null, expected);
    return written(workspace, put(place, body, key), false);
  }

  /** A file by its name in a folder. */
  @PUT
  @Path("/children/{name}")
  @Upload
  @Consumes(MediaType.WILDCARD)
  @Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @Operation(
      summary = "Upload a file into a folder",
      description =
          "A new one with If-None-Match: *, the next version of the file of that name with If-Match."
              + WRITE)
  @APIResponseSchema(
      value = NodeInfo.class,
      responseCode = "201",
      responseDescription = "The new file, with the ETag of its content; 200 for a next version")
  @SuppressWarnings("ParameterNumber") // each is a part of the call and described
  public Response uploadInto(
      @PathParam("workspace") String workspace,
      @PathParam("node") String folder,
      @PathParam("name") String name,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String none,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String seen,
      @HeaderParam(ApiConventions.KEY_HEADER) @Nullable String key,
      InputStream body) {
    Place place =
        new Place(
            PathIds.workspace(workspace),
            PathIds.node(folder),
            name,
            EntityTags.forName(none, seen));
    return written(workspace, put(place, body, key), none != null);
  }

  private NodeInfo put(Place place, InputStream bytes, @Nullable String key) {
    // -1 as well when the body came packed: the filter has taken the length away
    ContentUploads.Body body = new ContentUploads.Body(bytes, headers.getLength());
    CommitId repeatable = PathIds.idempotencyKey(key);
    try {
      return uploads.put(caller.get(), place, body, repeatable);
    } catch (IOException e) {
      ProblemException brokenOff =
          new ProblemException(ProblemType.MALFORMED, "The body broke off. Send it again.");
      brokenOff.addSuppressed(e);
      throw brokenOff;
    }
  }

  private static Response written(String workspace, NodeInfo file, boolean created) {
    FileVersion version = Objects.requireNonNull(file.version());
    Response.ResponseBuilder answer =
        created ? Response.created(NodesResource.address(workspace, file)) : Response.ok();
    return answer
        .entity(file)
        .header(HttpHeaders.ETAG, "\"" + ContentTag.of(version) + "\"")
        .build();
  }
}
