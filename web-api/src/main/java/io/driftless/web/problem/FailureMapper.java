package io.driftless.web.problem;

import io.driftless.protocol.api.Problem;
import io.driftless.server.access.RefusedException;
import jakarta.ejb.EJBAccessException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that nobody expected: the log has it with the instance id that the caller is told, and
 * the caller is told nothing else. A database that is down is not unexpected: 503.
 */
@Provider
@ApplicationScoped
public class FailureMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = System.getLogger(FailureMapper.class.getName());

  /** SQLSTATE classes of a connection that failed, and of a server that is being stopped. */
  private static final String CONNECTION_CLASS = "08";

  private static final String OPERATOR_CLASS = "57";

  @Inject private RefusedMapper refusals;

  @Override
  public Response toResponse(Throwable failure) {
    RefusedException refused = cause(failure, RefusedException.class);
    if (refused != null) {
      return refusals.toResponse(refused);
    }
    if (cause(failure, EJBAccessException.class) != null) {
      return Problems.response(StatusProblems.of(403, Map.of()));
    }
    if (databaseDown(failure)) {
      Problem problem =
          Problems.of(
              ProblemType.UNAVAILABLE,
              "The database does not answer. Try again in a moment.",
              Map.of("part", "database"));
      LOG.log(Level.WARNING, "{0}: {1}", problem.instance(), failure.toString());
      return Problems.response(problem);
    }
    Problem problem = StatusProblems.of(500, Map.of());
    LOG.log(Level.ERROR, "A call failed, told as " + problem.instance(), failure);
    return Problems.response(problem);
  }

  private static boolean databaseDown(Throwable failure) {
    SQLException sql = cause(failure, SQLException.class);
    if (sql != null) {
      String state = sql.getSQLState();
      return state == null
          || state.startsWith(CONNECTION_CLASS)
          || state.startsWith(OPERATOR_CLASS);
    }
    return cause(failure, jakarta.resource.ResourceException.class) != null;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }
}
