package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.NodeMessages.NodePage;
import io.driftless.server.node.NodeBrowsing;
import io.driftless.server.node.NodeFinding;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import io.driftless.web.problem.ProblemException;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Nodes of a workspace that are not where one looks for them. */
@SignedIn
@Path("/workspaces/{workspace}")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
public class FindingResource {

  @EJB private NodeFinding finding;
  @Inject private CurrentCaller caller;

  /** What was removed. */
  @GET
  @Path("/trash")
  @Operation(
      summary = "List what was removed",
      description =
          "The last removed first, each as it was then. A removed folder stands for all that lies"
              + " in it: list its children. Restore brings any of it back.")
  @Tag(name = "History")
  public NodePage trash(
      @PathParam("workspace") String workspace,
      @QueryParam("page") @Nullable String page,
      @QueryParam("limit") @Nullable String limit) {
    return finding.trash(
        caller.get(),
        PathIds.workspace(workspace),
        page,
        PathIds.limit(limit, NodeBrowsing.MOST, NodeBrowsing.MOST));
  }

  /** Search by name. */
  @GET
  @Path("/search")
  @Operation(
      summary = "Search by name",
      description =
          "Live nodes with this text in their names, whatever its case. Looks at 20,000 names at a"
              + " time: a page may be short or empty without being the last.")
  @Tag(name = "Nodes")
  public NodePage search(
      @PathParam("workspace") String workspace,
      @QueryParam("name") @Nullable String name,
      @QueryParam("page") @Nullable String page,
      @QueryParam("limit") @Nullable String limit) {
    if (name == null) {
      throw ProblemException.invalid("name", "The name is missing; a part of it will do.");
    }
    return finding.search(
        caller.get(),
        PathIds.workspace(workspace),
        name,
        page,
        PathIds.limit(limit, NodeFinding.MOST_FOUND, NodeFinding.MOST_FOUND));
  }
}
