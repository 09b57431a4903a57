package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.JobMessages.JobInfo;
import io.driftless.protocol.api.JobMessages.JobList;
import io.driftless.protocol.api.JobMessages.NewRun;
import io.driftless.protocol.api.JobMessages.ReleaseRule;
import io.driftless.protocol.api.JobMessages.RunDetail;
import io.driftless.protocol.api.JobMessages.RunInfo;
import io.driftless.protocol.api.JobMessages.RunItems;
import io.driftless.protocol.api.JobMessages.RunPage;
import io.driftless.protocol.api.JobMessages.Schedule;
import io.driftless.protocol.api.RetentionMessages.Retention;
import io.driftless.protocol.api.RetentionMessages.RetentionPolicy;
import io.driftless.server.job.JobControl;
import io.driftless.server.job.JobReads;
import io.driftless.server.retention.Retentions;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.RealmRoles;
import io.driftless.web.call.RoleNeeded;
import io.driftless.web.call.Scoped;
import io.driftless.web.call.Scopes;
import io.driftless.web.call.SignedIn;
import io.driftless.web.follow.RunFollowing;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Storage maintenance, for operators. */
@SignedIn
@RoleNeeded(RealmRoles.OPERATOR)
@Scoped(Scopes.JOBS_RUN)
@Path("/jobs")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Jobs")
public class JobsResource {

  private static final int USUAL_LIMIT = 100;
  private static final int LONGEST_STREAM_SECONDS = 3_600;

  @EJB private JobControl control;
  @EJB private JobReads reads;
  @EJB private Retentions retentions;
  @Inject private CurrentCaller caller;
  @Inject private RunFollowing following;
  @Inject private Clock clock;

  /** All jobs. */
  @GET
  @Operation(
      summary = "List the jobs",
      description = "With their settings, schedules and last runs. For operators, as all of this.")
  public JobList list() {
    return reads.jobs();
  }

  /** Sets when a job runs by itself. */
  @PUT
  @Path("/{job}/schedule")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Schedule a job",
      description =
          "The fields are those of calendar expressions of Jakarta Enterprise Beans. However many"
              + " servers there are, one of them starts the job.")
  public JobInfo schedule(@PathParam("job") String job, Schedule wanted) {
    return control.schedule(caller.get(), JobControl.kind(job), Given.body(wanted));
  }

  /** Sets whether a job's runs wait for a second operator. */
  @PUT
  @Path("/{job}/release")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Ask for a second operator",
      description =
          "Runs that take something away then wait until another operator releases them. To ask no"
              + " more takes two operators: the first one's wish shows as offAskedBy.")
  public JobInfo release(@PathParam("job") String job, ReleaseRule wanted) {
    return control.rule(caller.get(), JobControl.kind(job), Given.body(wanted).needed());
  }

  /** What of the history is kept where a workspace says nothing else. */
  @GET
  @Path("/retention")
  @Operation(
      summary = "Tell what the company keeps of the history",
      description = "Holds in workspaces without a policy of their own.")
  public Retention retention() {
    return retentions.company();
  }

  /** Sets it. */
  @PUT
  @Path("/retention")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Set what the company keeps of the history",
      description = "A legal hold set here holds in every workspace.")
  public Retention retention(RetentionPolicy wanted) {
    return retentions.putCompany(caller.get(), Given.body(wanted));
  }

  /** Starts a run. */
  @POST
  @Path("/runs")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Start a job",
      description =
          "One run of a job at a time. A dry run lists exactly what would go; a run of its list"
              + " takes that and nothing else, but for what is in use again.")
  @APIResponseSchema(
      value = RunInfo.class,
      responseCode = "201",
      responseDescription = "The run, which goes on in the background")
  public Response start(NewRun wanted) {
    RunInfo run = control.start(caller.get(), Given.body(wanted));
    return Response.created(URI.create("jobs/runs/" + run.run())).entity(run).build();
  }

  /** Runs, the last one first. */
  @GET
  @Path("/runs")
  @Operation(summary = "List the runs", description = "The last one first; kept for 90 days.")
  public RunPage runs(
      @QueryParam("job") @Nullable String job,
      @QueryParam("before") @Nullable String before,
      @QueryParam("limit") @Nullable String limit) {
    return reads.runs(
        job == null ? null : JobControl.kind(job),
        before == null ? null : PathIds.revision("before", before).value(),
        PathIds.limit(limit, USUAL_LIMIT, JobReads.MOST));
  }

  /** A run in detail. */
  @GET
  @Path("/runs/{run}")
  @Operation(
      summary = "Tell what a run does",
      description = "With its counts by workspace, which grow while it runs, and its errors.")
  public RunDetail run(@PathParam("run") String run) {
    return reads.run(PathIds.run(run));
  }

  /** A run as it goes on. */
  @GET
  @Path("/runs/{run}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "Be told what a run does, as it happens",
      description =
          "Server-sent events 'run', each with the run in detail as the call without /events answers"
              + " it: one at once, then whenever its state or a count of a workspace has changed, at"
              + " most two a second. The stream ends with the run, when the token expires, or after"
              + " 'seconds' without news.")
  @APIResponse(
      responseCode = "200",
      description = "The events",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(type = SchemaType.STRING)))
  public void events(
      @PathParam("run") String run,
      @QueryParam("seconds") @Nullable String seconds,
      @Context SseEventSink sink,
      @Context Sse events) {
    int longest =
        PathIds.seconds("seconds", seconds, LONGEST_STREAM_SECONDS, LONGEST_STREAM_SECONDS);
    Instant until = clock.instant().plusSeconds(longest);
    Instant tokenUntil = caller.tokenUntil();
    following.stream(
        reads.run(PathIds.run(run)), tokenUntil.isBefore(until) ? tokenUntil : until, events, sink);
  }

  /** What a dry run would take. */
  @GET
  @Path("/runs/{run}/items")
  @Operation(summary = "List what a dry run would take", description = "Page by page.")
  public RunItems items(
      @PathParam("run") String run,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @Nullable String limit) {
    return reads.items(PathIds.run(run), after, PathIds.limit(limit, USUAL_LIMIT, JobReads.MOST));
  }

  /** Stops a run. */
  @POST
  @Path("/runs/{run}/stop")
  @Operation(
      summary = "Stop a run",
      description = "It ends after the piece at hand and can be restarted.")
  public RunInfo stop(@PathParam("run") String run) {
    return control.stop(caller.get(), PathIds.run(run));
  }

  /** Lets a run begin. */
  @POST
  @Path("/runs/{run}/release")
  @Operation(
      summary = "Release a run",
      description = "One that waits for a second operator begins; not for who wanted it.")
  public RunInfo release(@PathParam("run") String run) {
    return control.release(caller.get(), PathIds.run(run));
  }

  /** Ends a run before it begins. */
  @POST
  @Path("/runs/{run}/reject")
  @Operation(
      summary = "Reject a run",
      description = "One that waits for a second operator never begins. Also for who wanted it.")
  public RunInfo reject(@PathParam("run") String run) {
    return control.reject(caller.get(), PathIds.run(run));
  }

  /** Goes on with a run. */
  @POST
  @Path("/runs/{run}/restart")
  @Operation(
      summary = "Restart a run",
      description = "One that was stopped or failed goes on from its last checkpoint.")
  public RunInfo restart(@PathParam("run") String run) {
    return control.restart(caller.get(), PathIds.run(run));
  }
}
