package io.driftless.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.protocol.api.Problem;
import io.driftless.protocol.codec.Codec;
import io.driftless.server.access.RefusedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes problems and the responses that carry them. */
public final class Problems {

  /** What a client is asked to wait before it tries again, in seconds. */
  private static final int RETRY_SECONDS = 1;

  private Problems() {}

  /** A problem with a new instance id. */
  public static Problem of(ProblemType type, @Nullable String detail, Map<String, Object> more) {
    return new Problem(
        type.uri(),
        type.title(),
        type.status(),
        detail,
        "urn:uuid:" + UUID.randomUUID(),
        more.isEmpty() ? null : more);
  }

  /** What a refusal of the Synchronization Service is told as. */
  public static Problem of(RefusedException refused) {
    return of(RefusalProblems.of(refused.refusal()), refused.getMessage(), refused.more());
  }

  /** The response with this problem. */
  public static Response response(ProblemType type, @Nullable String detail) {
    return response(of(type, detail, Map.of()));
  }

  /** The response with this problem; its bytes are written here, whatever the caller accepts. */
  public static Response response(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status())
            .entity(bytes(problem))
            .type(Problem.MEDIA_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (problem.status() == 503 || problem.status() == 429) {
      response.header(HttpHeaders.RETRY_AFTER, retrySeconds(problem));
    }
    if (problem.status() == 401) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"driftless\"");
    }
    return response.build();
  }

  /** What to wait before the next try, in seconds: what the problem says, or a moment. */
  public static Object retrySeconds(Problem problem) {
    Map<String, Object> more = problem.extensions();
    return more == null ? RETRY_SECONDS : more.getOrDefault("retryAfterSeconds", RETRY_SECONDS);
  }

  /** The problem as JSON in UTF-8, extension members beside the standard ones (RFC 9457, 3.2). */
  public static byte[] bytes(Problem problem) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", problem.type());
    members.put("title", problem.title());
    members.put("status", problem.status());
    if (problem.detail() != null) {
      members.put("detail", problem.detail());
    }
    if (problem.instance() != null) {
      members.put("instance", problem.instance());
    }
    if (problem.extensions() != null) {
      problem.extensions().forEach(members::putIfAbsent);
    }
    try {
      return Codec.json().writeValueAsBytes(members);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A problem can't be written", e);
    }
  }
}
