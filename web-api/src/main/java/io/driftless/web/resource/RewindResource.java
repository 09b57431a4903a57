package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.OperationMessages.OperationInfo;
import io.driftless.protocol.api.OperationMessages.RewindPreview;
import io.driftless.protocol.api.OperationMessages.RewindRequest;
import io.driftless.server.rewind.OperationRunner;
import io.driftless.server.rewind.Rewinds;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import io.driftless.web.problem.ProblemException;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/** Folders as they were: seen before, and then made so. */
@SignedIn
@Path("/workspaces/{workspace}/nodes/{node}")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "History")
public class RewindResource {

  @EJB private Rewinds rewinds;
  @EJB private OperationRunner runner;
  @Inject private CurrentCaller caller;

  /** What a rewind would do. */
  @GET
  @Path("/rewind")
  @Operation(
      summary = "See what a rewind of a folder would change",
      description =
          "Exactly the steps that make the folder what it was at a time, in the order in which they"
              + " would be taken, page by page. Nothing is changed.")
  public RewindPreview preview(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      @QueryParam("at") @Nullable String at,
      @QueryParam("page") @Nullable String page,
      @QueryParam("limit") @Nullable String limit) {
    return rewinds.preview(
        caller.get(),
        target(workspace, node, at),
        page,
        PathIds.limit(limit, Rewinds.MOST, Rewinds.MOST));
  }

  /** Makes a folder what it was. */
  @POST
  @Path("/rewind")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Make a folder what it was at a time",
      description =
          "An operation of many ordinary commits in your name, at any moment a valid tree, removals"
              + " last. 'seen' is the head of the preview: what anybody changed since is left alone."
              + " 'only' chooses nodes. What is replaced or removed stays in the history, and the"
              + " operation can be undone. Not for viewers.")
  @APIResponseSchema(
      value = OperationInfo.class,
      responseCode = "202",
      responseDescription = "The operation, which has begun; ask for it at Location")
  public Response begin(
      @PathParam("workspace") String workspace,
      @PathParam("node") String node,
      RewindRequest wanted) {
    RewindRequest given = Given.body(wanted);
    return begun(
        workspace,
        rewinds.begin(
            caller.get(), target(workspace, node, given.at()), given.seen(), given.only()),
        runner);
  }

  /** The answer that an operation has begun. */
  static Response begun(String workspace, OperationInfo operation, OperationRunner runner) {
    runner.run(operation.operation());
    URI address = URI.create("workspaces/" + workspace + "/operations/" + operation.operation());
    return Response.accepted(operation).location(address).build();
  }

  private static Rewinds.Target target(String workspace, String node, @Nullable String at) {
    if (at == null) {
      throw ProblemException.invalid("at", "The time is missing, like 2026-01-31T12:00:00Z.");
    }
    return new Rewinds.Target(
        PathIds.workspace(workspace), PathIds.node(node), PathIds.time("at", at));
  }
}
