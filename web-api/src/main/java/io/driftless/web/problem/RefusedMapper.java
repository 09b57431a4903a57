package io.driftless.web.problem;

import io.driftless.protocol.api.Problem;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusalAudit;
import io.driftless.server.access.RefusedException;
import io.driftless.web.call.CurrentCaller;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A refusal becomes the problem of its type, and goes into the caller's audit chain. */
@Provider
@ApplicationScoped
public class RefusedMapper implements ExceptionMapper<RefusedException> {

  private static final Logger LOG = System.getLogger(RefusedMapper.class.getName());

  /** What is a matter of rights; the rest are mistakes and waits. */
  private static final Set<Refusal> AUDITED =
      EnumSet.of(
          Refusal.NOT_FOUND,
          Refusal.DENIED,
          Refusal.DEVICE_UNKNOWN,
          Refusal.DEVICE_REVOKED,
          Refusal.LAST_OWNER,
          Refusal.PERSONAL_WORKSPACE,
          Refusal.UNCOMMITTED_LIMIT);

  @EJB private RefusalAudit audit;
  @Inject private CurrentCaller current;
  @Context private UriInfo address;
  @Context private Request request;

  @Override
  public Response toResponse(RefusedException refused) {
    Problem problem = Problems.of(refused);
    if (refused.refusal() == Refusal.UNAVAILABLE) {
      LOG.log(Level.WARNING, "A part is down, told as " + problem.instance(), refused.getCause());
    }
    note(refused.refusal());
    return Problems.response(problem);
  }

  private void note(Refusal refusal) {
    Caller caller = caller();
    if (caller == null || !AUDITED.contains(refusal)) {
      return;
    }
    try {
      audit.refused(caller, refusal, request.getMethod() + " " + address.getPath());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A refusal could not be written to the audit: " + refusal, e);
    }
  }

  /** Nobody when a call that waited is refused: it was let in, and nobody asked for anything. */
  private @Nullable Caller caller() {
    try {
      return current.orNull();
    } catch (ContextNotActiveException e) {
      return null;
    }
  }
}
