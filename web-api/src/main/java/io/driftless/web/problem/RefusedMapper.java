package io.driftless.web.problem;

import io.driftless.protocol.api.Problem;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** A refusal becomes the problem of its type. */
@Provider
public class RefusedMapper implements ExceptionMapper<RefusedException> {

  private static final Logger LOG = System.getLogger(RefusedMapper.class.getName());

  @Override
  public Response toResponse(RefusedException refused) {
    Problem problem =
        Problems.of(RefusalProblems.of(refused.refusal()), refused.getMessage(), refused.more());
    if (refused.refusal() == Refusal.UNAVAILABLE) {
      LOG.log(Level.WARNING, "A part is down, told as " + problem.instance(), refused.getCause());
    }
    return Problems.response(problem);
  }
}
