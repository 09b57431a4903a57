package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.DeadLetterMessages.DeadLetter;
import io.driftless.protocol.api.DeadLetterMessages.DeadLetterList;
import io.driftless.protocol.api.DeadLetterMessages.LetterDecision;
import io.driftless.server.request.DeadLetterControl;
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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Messages that could not be served, for operators. */
@SignedIn
@RoleNeeded(RealmRoles.OPERATOR)
@Scoped(Scopes.JOBS_RUN)
@Path("/dead-letters")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Dead letters")
public class DeadLettersResource {

  private static final int USUAL_LIMIT = 100;

  @EJB private DeadLetterControl control;
  @Inject private CurrentCaller caller;

  /** The oldest. */
  @GET
  @Operation(
      summary = "List the messages that could not be served",
      description =
          "The oldest first, at most 1,000: what each is, and why it is here. For operators, as all"
              + " of this. There is no page after: replay or drop these, and others follow.")
  public DeadLetterList list(@QueryParam("limit") @Nullable String limit) {
    return control.list(PathIds.limit(limit, USUAL_LIMIT, DeadLetterControl.MOST));
  }

  /** Has one served again. */
  @POST
  @Path("/{letter}/replay")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Serve a message again",
      description =
          "It goes back to its queue, once what kept it from being served is mended. A commit is"
              + " decided as any other: what its device has sent again meanwhile does not happen"
              + " twice. What can't be served this time either comes back here.")
  public DeadLetter replay(@PathParam("letter") String letter, LetterDecision decision) {
    return control.replay(caller.get(), PathIds.letter(letter), Given.body(decision).reason());
  }

  /** Takes one away. */
  @POST
  @Path("/{letter}/drop")
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Drop a message",
      description =
          "For good. A commit's device was told that it failed, keeps its changes, and sends them"
              + " again by itself.")
  public DeadLetter drop(@PathParam("letter") String letter, LetterDecision decision) {
    return control.drop(caller.get(), PathIds.letter(letter), Given.body(decision).reason());
  }
}
