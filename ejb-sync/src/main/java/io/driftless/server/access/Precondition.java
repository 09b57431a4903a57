package io.driftless.server.access;

import java.util.Map;
import java.util.Set;

/**
 * What a caller has seen of what it is about to change (If-Match, RFC 9110, 13.1.1); checked in the
 * transaction that changes it.
 *
 * @param any whether every state will do
 * @param tags else the entity tags of which one has to be the current one
 */
public record Precondition(boolean any, Set<String> tags) {

  /** Every state will do. */
  public static final Precondition ANY = new Precondition(true, Set.of());

  public Precondition {
    tags = Set.copyOf(tags);
  }

  /** Refuses unless the current entity tag is one that the caller named. */
  public void check(String current) {
    if (!any && !tags.contains(current)) {
      throw new RefusedException(
          Refusal.PRECONDITION_FAILED,
          "It was changed since you have seen it. Read it again.",
          Map.of("etag", "\"" + current + "\""));
    }
  }
}
