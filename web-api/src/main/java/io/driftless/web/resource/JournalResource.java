package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import io.driftless.protocol.message.Limits;
import io.driftless.server.workspace.WorkspaceReading;
import io.driftless.server.workspace.Workspaces;
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
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A workspace: its head, its journal and its live nodes. */
@SignedIn
@Path("/workspaces/{workspace}")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Journal")
public class JournalResource {

  private static final int USUAL_LIMIT = 1_000;

  @EJB private Workspaces workspaces;
  @EJB private WorkspaceReading reading;
  @Inject private CurrentCaller caller;

  /** The workspace itself. */
  @GET
  @Operation(summary = "Tell about a workspace", description = "Its name, your role, its head.")
  public WorkspaceInfo get(@PathParam("workspace") String workspace) {
    return workspaces.get(caller.get(), PathIds.workspace(workspace));
  }

  /** The rows after a cursor. */
  @GET
  @Path("/changes")
  @Operation(
      summary = "Read what changed since a cursor",
      description =
          "In journal order. With atLeast, an older head is told as 503 'not-yet'. A cursor that"
              + " leads nowhere is told as 410 'resync' or 'epoch-changed': read the snapshot.")
  public ChangesPage changes(
      @PathParam("workspace") String workspace,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("atLeast") @Nullable String atLeast) {
    return reading.changes(
        caller.get(),
        PathIds.workspace(workspace),
        PathIds.cursor(cursor),
        PathIds.limit(limit, USUAL_LIMIT, Limits.MAX_PAGE_ROWS),
        PathIds.revision("atLeast", atLeast));
  }

  /** A page of the live nodes. */
  @GET
  @Path("/snapshot")
  @Operation(
      summary = "Read the live nodes page by page",
      description =
          "Parents before children. After the last page, read the changes from replayFrom: what"
              + " happened while paging is there.")
  public SnapshotPage snapshot(
      @PathParam("workspace") String workspace, @QueryParam("page") @Nullable String page) {
    return reading.snapshot(caller.get(), PathIds.workspace(workspace), page);
  }
}
