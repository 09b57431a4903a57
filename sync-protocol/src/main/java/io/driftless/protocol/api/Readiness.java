package io.driftless.protocol.api;

import java.util.Map;

/**
 * {@code GET /api/v1/ready}: whether the server can serve; open to everybody. Status 200 when all
 * parts answer, else 503 with the same body.
 *
 * @param ready whether all of them answer
 * @param parts {@code database}, {@code broker}, {@code blob-store}, {@code sign-on}, and whether
 *     each answers
 */
public record Readiness(boolean ready, Map<String, Boolean> parts) {
  public Readiness {
    parts = Map.copyOf(parts);
  }
}
