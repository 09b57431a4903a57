package io.driftless.web.resource;

import io.driftless.protocol.api.ActivityMessages.ActivityPage;
import io.driftless.protocol.api.ApiConventions;
import io.driftless.server.history.ActivityReading;
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

/** What happened in a workspace, for people to read. */
@SignedIn
@Path("/workspaces/{workspace}/activity")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "History")
public class ActivityResource {

  private static final int USUAL = 100;

  @EJB private ActivityReading activities;
  @Inject private CurrentCaller caller;

  /** What was done, the last first. */
  @GET
  @Operation(
      summary = "List what happened in a workspace page by page",
      description =
          "Who made, edited, renamed, moved, removed or restored what, with which device and when;"
              + " the last first, 100 to a page, at most 1,000. What happens meanwhile shifts no"
              + " page. For owners the first page also tells which bursts wait for their decision.")
  public ActivityPage page(
      @PathParam("workspace") String workspace,
      @QueryParam("page") @Nullable String page,
      @QueryParam("limit") @Nullable String limit) {
    return activities.page(
        caller.get(),
        PathIds.workspace(workspace),
        page,
        PathIds.limit(limit, USUAL, ActivityReading.MOST));
  }
}
