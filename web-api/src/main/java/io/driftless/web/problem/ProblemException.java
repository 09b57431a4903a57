package io.driftless.web.problem;

import io.driftless.protocol.api.Problem;
import jakarta.ws.rs.WebApplicationException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call that the edge itself refuses, before any use case. */
public class ProblemException extends WebApplicationException {

  private static final long serialVersionUID = 1L;

  /** Refuses with this problem. */
  public ProblemException(Problem problem) {
    super(problem.detail(), Problems.response(problem));
  }

  /** Refuses with a problem of this type. */
  public ProblemException(ProblemType type, @Nullable String detail) {
    this(Problems.of(type, detail, Map.of()));
  }

  /** A value of the query or the body that is not allowed. */
  public static ProblemException invalid(String field, String detail) {
    return new ProblemException(Problems.of(ProblemType.INVALID, detail, Map.of("field", field)));
  }
}
