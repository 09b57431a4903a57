package io.driftless.web.resource;

import io.driftless.protocol.id.AccountId;
import io.driftless.server.audit.AuditQuery;
import io.driftless.server.audit.AuditToken;
import io.driftless.web.problem.ProblemException;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What the addresses of the audit's listings may narrow down. */
public class AuditFilter {

  /** So many links are on a page when nobody says. */
  static final int USUAL = 100;

  /** The earliest time. */
  @Parameter(description = "The earliest time, as 2026-01-31T12:00:00Z")
  @QueryParam("from")
  @Nullable String from;

  /** The latest time. */
  @Parameter(description = "The latest time")
  @QueryParam("until")
  @Nullable String until;

  /** Who did it. */
  @Parameter(description = "The id of the account that did it")
  @QueryParam("account")
  @Nullable String account;

  /** What was done. */
  @Parameter(description = "What was done, or the beginning of it: commit, member., refused")
  @QueryParam("action")
  @Nullable String action;

  AuditQuery query(@Nullable String scope) {
    UUID who = id("account", account);
    return new AuditQuery(
        id("scope", scope),
        time("from", from),
        time("until", until),
        who == null ? null : new AccountId(who),
        action);
  }

  static @Nullable AuditToken page(@Nullable String text) {
    return text == null ? null : AuditToken.read(text);
  }

  static @Nullable UUID id(String field, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      ProblemException problem = ProblemException.invalid(field, "This is no id.");
      problem.addSuppressed(e);
      throw problem;
    }
  }

  private static @Nullable Instant time(String field, @Nullable String text) {
    return text == null ? null : PathIds.time(field, text);
  }
}
