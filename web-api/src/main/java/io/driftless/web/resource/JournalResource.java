package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Limits;
import io.driftless.server.access.Caller;
import io.driftless.server.journal.SnapshotPlan;
import io.driftless.server.workspace.WorkspaceReading;
import io.driftless.server.workspace.Workspaces;
import io.driftless.web.body.DeferredPage;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import io.driftless.web.follow.ChangesFollowing;
import io.driftless.web.follow.Followed;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
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
  private static final int LONGEST_WAIT_SECONDS = 60;
  private static final int LONGEST_STREAM_SECONDS = 60 * 60;
  private static final String LATEST = "latest";

  @EJB private Workspaces workspaces;
  @EJB private WorkspaceReading reading;
  @Inject private ChangesFollowing following;
  @Inject private CurrentCaller caller;
  @Inject private Clock clock;

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
          "In journal order. The cursor 'latest' is the one behind the last row. With 'wait', up to"
              + " 60 seconds, an answer without rows is held back until there are some. With atLeast,"
              + " an older head is told as 503 'not-yet'. A cursor that leads nowhere is told as 410"
              + " 'resync' or 'epoch-changed': read the snapshot.")
  @APIResponseSchema(
      value = ChangesPage.class,
      responseCode = "200",
      responseDescription = "The rows, and the cursor behind them")
  public CompletionStage<ChangesPage> changes(
      @PathParam("workspace") String workspace,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("atLeast") @Nullable String atLeast,
      @QueryParam("wait") @Nullable String wait) {
    WorkspaceId id = PathIds.workspace(workspace);
    if (LATEST.equals(cursor)) {
      return CompletableFuture.completedFuture(reading.latest(caller.get(), id));
    }
    Cursor after = PathIds.cursor(cursor);
    int most = PathIds.limit(limit, USUAL_LIMIT, Limits.MAX_PAGE_ROWS);
    ChangesPage page =
        reading.changes(caller.get(), id, after, most, PathIds.revision("atLeast", atLeast));
    int seconds = PathIds.seconds("wait", wait, 0, LONGEST_WAIT_SECONDS);
    if (seconds == 0 || !page.changes().isEmpty()) {
      return CompletableFuture.completedFuture(page);
    }
    return following.next(followed(id, seconds), after, most);
  }

  /** The rows after a cursor as they come. */
  @GET
  @Path("/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "Be told what changes, as it happens",
      description =
          "Server-sent events. The first one comes at once; each 'changes' holds a page as the call"
              + " /changes answers it, and its cursor as id. Begins behind Last-Event-ID, else"
              + " behind 'cursor', else at the head. An event with the code of a problem ends the"
              + " stream: 'resync', 'epoch-changed', 'not-found' for who is no member any more. It"
              + " ends as well when the token expires, or after 'seconds'; then come again.")
  @APIResponse(
      responseCode = "200",
      description = "The events",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(type = SchemaType.STRING)))
  @SuppressWarnings("ParameterNumber") // each is a part of the call and described
  public void events(
      @PathParam("workspace") String workspace,
      @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String last,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("seconds") @Nullable String seconds,
      @Context SseEventSink sink,
      @Context Sse events) {
    WorkspaceId id = PathIds.workspace(workspace);
    String from = last == null || last.isEmpty() ? cursor : last;
    ChangesPage first =
        from == null || from.equals(LATEST)
            ? reading.latest(caller.get(), id)
            : reading.changes(caller.get(), id, PathIds.cursor(from), USUAL_LIMIT, Revision.NONE);
    int longest =
        PathIds.seconds("seconds", seconds, LONGEST_STREAM_SECONDS, LONGEST_STREAM_SECONDS);
    following.stream(followed(id, longest), first, events, sink);
  }

  private Followed followed(WorkspaceId workspace, int seconds) {
    Instant until = clock.instant().plusSeconds(seconds);
    Instant tokenUntil = caller.tokenUntil();
    return new Followed(caller.get(), workspace, tokenUntil.isBefore(until) ? tokenUntil : until);
  }

  /** A page of the live nodes. */
  @GET
  @Path("/snapshot")
  @Operation(
      summary = "Read the live nodes page by page",
      description =
          "Parents before children. After the last page, read the changes from replayFrom: what"
              + " happened while paging is there.")
  @APIResponseSchema(
      value = SnapshotPage.class,
      responseCode = "200",
      responseDescription = "The nodes; where the next page begins is in the header Link, too")
  public DeferredPage snapshot(
      @PathParam("workspace") String workspace, @QueryParam("page") @Nullable String page) {
    WorkspaceId id = PathIds.workspace(workspace);
    Caller reader = caller.get();
    SnapshotPlan plan = reading.snapshot(reader, id, page);
    return new DeferredPage(plan.nextPage(), () -> reading.snapshot(reader, id, plan));
  }
}
