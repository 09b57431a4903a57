package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.NodeMessages.NodeCopy;
import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.api.NodeMessages.NodeMove;
import io.driftless.protocol.api.NodeMessages.NodePage;
import io.driftless.server.node.NodeBrowsing;
import io.driftless.server.node.NodeChanges;
import io.driftless.server.node.NodeCopying;
import io.driftless.server.node.NodeFinding;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** One node: what it is, what lies in it, and changing it. */
@SignedIn
@Path("/workspaces/{workspace}/nodes/{node}")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Nodes")
public class NodeResource {

  @EJB private NodeBrowsing browsing;
  @EJB private NodeFinding finding;
  @EJB private NodeChanges changes;
  @EJB private NodeCopying copying;
  @Inject private CurrentCaller caller;

  /** The node itself. */
  @GET
  @Operation(
      summary = "Tell about a node",
      description = "Removed ones as well. The ETag changes with every change of the node itself.")
  @APIResponseSchema(
      value = NodeInfo.class,
      responseCode = "200",
      responseDescription = "The node, with its ETag")
  public Response get(@PathParam("workspace") String workspace, @PathParam("node") String node) {
    NodeInfo found = browsing.get(caller.get(), PathIds.workspace(workspace), PathIds.node(node));
    return EntityTags.tagged(Response.ok(), found);
  }

  /** What lies in it. */
  @GET
  @Path("/children")
  @Operation(
      summary = "List a folder page by page",
      description =
          "By name, in the order of the UTF-8 bytes. What nobody renames is listed once, whatever"
              + " comes and goes between two pages. With 'at', a time as in RFC 3339, what lay in it"
              + " then.")
  public NodePage children(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @QueryParam("page") @Nullable String page,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("at") @Nullable String at) {
    int most = PathIds.limit(limit, NodeBrowsing.MOST, NodeBrowsing.MOST);
    if (at != null) {
      Instant time = PathIds.time("at", at);
      return finding.childrenAt(
          caller.get(), PathIds.workspace(workspace), PathIds.node(node), time, page, most);
    }
    return browsing.children(
        caller.get(), PathIds.workspace(workspace), PathIds.node(node), page, most);
  }

  /** Renames or moves it. */
  @PATCH
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Rename or move a node",
      description =
          "One row, also for a folder with all that lies in it. Needs If-Match. Not for viewers."
              + " With a UUID in Idempotency-Key the call may be repeated.")
  @APIResponseSchema(
      value = NodeInfo.class,
      responseCode = "200",
      responseDescription = "The node where it is now, with its ETag")
  public Response move(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String seen,
      @HeaderParam(ApiConventions.KEY_HEADER) @Nullable String key,
      NodeMove wanted) {
    NodeInfo moved =
        changes.move(
            caller.get(),
            target(workspace, node, seen),
            Given.body(wanted),
            PathIds.idempotencyKey(key));
    return EntityTags.tagged(Response.ok(), moved);
  }

  /** Removes it; the history keeps it. */
  @DELETE
  @Operation(
      summary = "Remove a node",
      description =
          "Of a folder everything in it. Restore brings it back. Needs If-Match. Not for viewers."
              + " With a UUID in Idempotency-Key the call may be repeated.")
  @APIResponse(responseCode = "204", description = "Removed")
  public void remove(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String seen,
      @HeaderParam(ApiConventions.KEY_HEADER) @Nullable String key) {
    changes.remove(caller.get(), target(workspace, node, seen), PathIds.idempotencyKey(key));
  }

  /** Copies it. */
  @POST
  @Path("/copies")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Copy a node within its workspace",
      description =
          "No content moves: a copy names the chunks of its original. A folder with everything in"
              + " it, up to 1,000 nodes. Not for viewers. With a UUID in Idempotency-Key the call"
              + " may be repeated.")
  @APIResponseSchema(
      value = NodeInfo.class,
      responseCode = "201",
      responseDescription = "The copy, with its ETag")
  public Response copy(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @HeaderParam(ApiConventions.KEY_HEADER) @Nullable String key,
      NodeCopy wanted) {
    NodeInfo copy =
        copying.copy(
            caller.get(),
            new NodeCopying.Target(
                PathIds.workspace(workspace), PathIds.node(node), Given.body(wanted)),
            PathIds.idempotencyKey(key));
    return EntityTags.tagged(Response.created(NodesResource.address(workspace, copy)), copy);
  }

  private static NodeChanges.Target target(String workspace, String node, @Nullable String seen) {
    return new NodeChanges.Target(
        PathIds.workspace(workspace), PathIds.node(node), EntityTags.required(seen));
  }
}
