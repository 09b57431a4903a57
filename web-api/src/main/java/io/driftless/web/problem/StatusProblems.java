package io.driftless.web.problem;

import io.driftless.protocol.api.Problem;
import java.util.Map;

/** The problem for a status that the container or JAX-RS chose. */
public final class StatusProblems {

  private StatusProblems() {}

  /** A problem that fits the status, with words on what to do. */
  public static Problem of(int status, Map<String, Object> more) {
    return switch (status) {
      case 400 -> Problems.of(ProblemType.MALFORMED, "The request can't be read.", more);
      case 401 ->
          Problems.of(
              ProblemType.SIGNED_OUT,
              "Send 'Authorization: Bearer TOKEN' with a token of the single sign-on for"
                  + " driftless-api that has not expired.",
              more);
      case 403 ->
          Problems.of(
              ProblemType.ROLE_NEEDED,
              "This needs the role '%s' in the single sign-on."
                  .formatted(more.getOrDefault("role", "user")),
              more);
      case 404 -> Problems.of(ProblemType.NOT_FOUND, "There is no such address.", more);
      case 405 ->
          Problems.of(ProblemType.METHOD_NOT_ALLOWED, "See /openapi for what it takes.", more);
      case 406 ->
          Problems.of(
              ProblemType.NOT_ACCEPTABLE,
              "Accept application/json; listings come as application/cbor as well.",
              more);
      case 413 -> Problems.of(ProblemType.TOO_LARGE, "Send less at once.", more);
      case 415 ->
          Problems.of(
              ProblemType.UNSUPPORTED_MEDIA,
              "Name the form of the body in Content-Type; see /openapi for what is taken.",
              more);
      case 503 -> Problems.of(ProblemType.UNAVAILABLE, "Try again in a moment.", more);
      case 500 ->
          Problems.of(ProblemType.INTERNAL, "Tell the instance to whoever runs this.", more);
      default -> {
        Problem other = Problems.of(ProblemType.OTHER, null, more);
        yield new Problem(
            other.type(), other.title(), status, null, other.instance(), other.extensions());
      }
    };
  }
}
