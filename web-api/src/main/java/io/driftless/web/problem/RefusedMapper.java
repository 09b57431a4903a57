package io.driftless.web.problem;

import io.driftless.protocol.api.Problem;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusalAudit;
import io.driftless.server.access.RefusedException;
import io.driftless.web.call.CurrentCaller;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
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
    Problem problem =
        Problems.of(RefusalProblems.of(refused.refusal()), refused.getMessage(), refused.more());
    if (refused.refusal() == Refusal.UNAVAILABLE) {
      LOG.log(Level.WARNING, "A part is down, told as " + problem.instance(), refused.getCause());
    }
    note(refused.refusal());
    return Problems.response(problem);
  }

  private void note(Refusal refusal) {
    Caller caller = current.orNull();
    if (caller == null || !AUDITED.contains(refusal)) {
      return;
    }
    try {
      audit.refused(caller, refusal, request.getMethod() + " " + address.getPath());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A refusal could not be written to the audit: " + refusal, e);
    }
  }
}
