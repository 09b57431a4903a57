package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.JobMessages.JobInfo;
import io.driftless.protocol.api.JobMessages.JobList;
import io.driftless.protocol.api.JobMessages.NewRun;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
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

  @EJB private JobControl control;
  @EJB private JobReads reads;
  @EJB private Retentions retentions;
  @Inject private CurrentCaller caller;

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
