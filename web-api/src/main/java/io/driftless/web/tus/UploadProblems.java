package io.driftless.web.tus;

import io.driftless.protocol.api.Problem;
import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.ProblemType;
import io.driftless.web.problem.Problems;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;

/** What the library refuses, as problems of this API. */
final class UploadProblems {

  /** The tus protocol's own status for bytes that do not fit their checksum. */
  private static final int CHECKSUM = 460;

  private UploadProblems() {}

  static Problem of(int status, String message) {
    ProblemType type =
        switch (status) {
          case 404, 403, 410 -> ProblemType.NOT_FOUND;
          case 405 -> ProblemType.METHOD_NOT_ALLOWED;
          case 406, 415 -> ProblemType.UNSUPPORTED_MEDIA;
          case 409 -> ProblemType.UPLOAD_OFFSET;
          case 412 -> ProblemType.TUS_VERSION;
          case 413 -> ProblemType.TOO_LARGE;
          case 423 -> ProblemType.UPLOAD_BUSY;
          case CHECKSUM -> ProblemType.CHECKSUM_MISMATCH;
          default -> ProblemType.INVALID;
        };
    return Problems.of(type, type == ProblemType.NOT_FOUND ? NOT_YOURS : message, Map.of());
  }

  private static final String NOT_YOURS = "There is no such upload of yours. Begin again.";

  /** The line ended in the middle; what has arrived is kept. */
  static Response brokenOff(IOException e) {
    ProblemException problem =
        new ProblemException(
            ProblemType.MALFORMED, "The body broke off. Ask by HEAD where to go on.");
    problem.addSuppressed(e);
    throw problem;
  }
}
