package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.OperationMessages.OperationInfo;
import io.driftless.protocol.api.OperationMessages.OperationList;
import io.driftless.protocol.api.OperationMessages.StepPage;
import io.driftless.server.rewind.OperationRunner;
import io.driftless.server.rewind.Operations;
import io.driftless.server.rewind.Rewinds;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What became of large actions, and taking them back. */
@SignedIn
@Path("/workspaces/{workspace}")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "History")
public class OperationsResource {

  @EJB private Rewinds rewinds;
  @EJB private Operations operations;
  @EJB private OperationRunner runner;
  @Inject private CurrentCaller caller;

  /** The last operations. */
  @GET
  @Path("/operations")
  @Operation(
      summary = "List the operations of a workspace",
      description = "The last 100, newest first, with how far they are.")
  public OperationList list(@PathParam("workspace") String workspace) {
    return operations.list(caller.get(), PathIds.workspace(workspace));
  }

  /** One operation. */
  @GET
  @Path("/operations/{operation}")
  @Operation(summary = "Tell about an operation", description = "How far it is, of how many steps.")
  public OperationInfo get(
      @PathParam("workspace") String workspace, @PathParam("operation") String operation) {
    return operations.get(caller.get(), PathIds.workspace(workspace), PathIds.operation(operation));
  }

  /** What became of its steps. */
  @GET
  @Path("/operations/{operation}/steps")
  @Operation(
      summary = "List the steps of an operation page by page",
      description =
          "Each with what became of it. One that was left out says why: changed-since, name-taken,"
              + " not-empty, version-gone, over-quota, parent-gone, locked, in-the-way.")
  public StepPage steps(
      @PathParam("workspace") String workspace,
      @PathParam("operation") String operation,
      @QueryParam("page") @Nullable String page,
      @QueryParam("limit") @Nullable String limit) {
    return operations.steps(
        caller.get(),
        PathIds.workspace(workspace),
        PathIds.operation(operation),
        page,
        PathIds.limit(limit, Rewinds.MOST, Rewinds.MOST));
  }

  /** Takes an operation back. */
  @POST
  @Path("/operations/{operation}/undo")
  @Operation(
      summary = "Undo an operation",
      description =
          "An operation of its own that takes back what the other one did, except what somebody"
              + " changed since. Not for viewers.")
  @APIResponseSchema(
      value = OperationInfo.class,
      responseCode = "202",
      responseDescription = "The new operation, which has begun; ask for it at Location")
  public Response undo(
      @PathParam("workspace") String workspace, @PathParam("operation") String operation) {
    return RewindResource.begun(
        workspace,
        rewinds.undo(caller.get(), PathIds.workspace(workspace), PathIds.operation(operation)),
        runner);
  }
}
