package io.driftless.web.resource;

import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Checks that a body came at all. */
final class Given {

  private Given() {}

  static <T> T body(@Nullable T body) {
    if (body == null) {
      throw new ProblemException(ProblemType.MALFORMED, "This call needs a body; see /openapi.");
    }
    return body;
  }
}
