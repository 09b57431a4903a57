package io.driftless.web.call;

import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.StatusProblems;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;

/** Refuses {@link Operator} calls of people who are none; after {@link SignOnFilter}. */
@Operator
@Provider
@Priority(Priorities.AUTHORIZATION + 1)
public class OperatorFilter implements ContainerRequestFilter {

  private static final String ROLE = "operator";

  @Override
  public void filter(ContainerRequestContext call) {
    if (!call.getSecurityContext().isUserInRole(ROLE)) {
      throw new ProblemException(StatusProblems.of(403, Map.of("role", ROLE)));
    }
  }
}
