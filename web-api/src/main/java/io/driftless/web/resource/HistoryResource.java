package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.HistoryMessages.RestoreRequest;
import io.driftless.protocol.api.HistoryMessages.Restored;
import io.driftless.protocol.api.HistoryMessages.VersionList;
import io.driftless.server.history.NodeHistory;
import io.driftless.server.history.NodeRestore;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What became of a node, and bringing it back. */
@SignedIn
@Path("/workspaces/{workspace}/nodes/{node}")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "History")
public class HistoryResource {

  private static final int USUAL_LIMIT = 100;

  @EJB private NodeHistory history;
  @EJB private NodeRestore restore;
  @Inject private CurrentCaller caller;

  /** Its versions, newest first. */
  @GET
  @Path("/versions")
  @Operation(
      summary = "List the versions of a node",
      description =
          "Newest first, of removed nodes as well, with the node's last journal row. The content of"
              + " each is found by its recipe.")
  public VersionList versions(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @QueryParam("before") @Nullable String before,
      @QueryParam("limit") @Nullable String limit) {
    return history.versions(
        caller.get(),
        PathIds.workspace(workspace),
        PathIds.node(node),
        PathIds.version("before", before),
        PathIds.limit(limit, USUAL_LIMIT, NodeHistory.MOST));
  }

  /** Brings back a removed node, or an older content as the next version. */
  @POST
  @Path("/restore")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Restore a removed node or an older version",
      description =
          "An ordinary commit in your name: an older content becomes the next version, a removed"
              + " node is live again, of a folder with all that lay in it. Not for viewers. With a"
              + " UUID in Idempotency-Key the call may be repeated.")
  public Restored restore(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @HeaderParam(ApiConventions.KEY_HEADER) @Nullable String key,
      RestoreRequest wanted) {
    return restore.restore(
        caller.get(),
        new NodeRestore.Target(
            PathIds.workspace(workspace), PathIds.node(node), Given.body(wanted)),
        PathIds.idempotencyKey(key));
  }
}
