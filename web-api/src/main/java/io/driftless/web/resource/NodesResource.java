package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.NodeMessages.NewFolder;
import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.server.node.NodeBrowsing;
import io.driftless.server.node.NodeChanges;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import io.driftless.web.problem.ProblemException;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The nodes of a workspace: by path, and new folders. */
@SignedIn
@Path("/workspaces/{workspace}/nodes")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Nodes")
public class NodesResource {

  @EJB private NodeBrowsing browsing;
  @EJB private NodeChanges changes;
  @Inject private CurrentCaller caller;

  /** The live node at a path. */
  @GET
  @Operation(
      summary = "Find a node by its path",
      description =
          "The path is names with a slash before each, compared exactly; '/' is the root. Ids are"
              + " stable over renames, paths are not.")
  @APIResponseSchema(
      value = NodeInfo.class,
      responseCode = "200",
      responseDescription = "The node, with its ETag")
  public Response byPath(
      @PathParam("workspace") String workspace, @QueryParam("path") @Nullable String path) {
    if (path == null) {
      throw ProblemException.invalid("path", "The path is missing; '/' is the root.");
    }
    NodeInfo node = browsing.byPath(caller.get(), PathIds.workspace(workspace), path);
    return EntityTags.tagged(Response.ok(), node);
  }

  /** Makes a folder. */
  @POST
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Make a folder",
      description =
          "In a live folder; the root's id is 00000000-0000-0000-0000-000000000000. Not for"
              + " viewers. With a UUID in Idempotency-Key the call may be repeated.")
  @APIResponseSchema(
      value = NodeInfo.class,
      responseCode = "201",
      responseDescription = "The new folder, with its ETag")
  public Response makeFolder(
      @PathParam("workspace") String workspace,
      @HeaderParam(ApiConventions.KEY_HEADER) @Nullable String key,
      NewFolder wanted) {
    NodeInfo made =
        changes.makeFolder(
            caller.get(),
            PathIds.workspace(workspace),
            Given.body(wanted),
            PathIds.idempotencyKey(key));
    return EntityTags.tagged(Response.created(address(workspace, made)), made);
  }

  /** Where a node is, from the API's root. */
  static URI address(String workspace, NodeInfo node) {
    return URI.create("workspaces/" + workspace + "/nodes/" + node.node());
  }
}
