package io.driftless.server.audit;

import io.driftless.protocol.id.AccountId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which links of the audit are wanted; what is null does not narrow it down.
 *
 * @param scope the workspace or account whose chain they are in
 * @param from the earliest time
 * @param until the latest time
 * @param account who did it
 * @param action what was done, or the words that it begins with
 */
public record AuditQuery(
    @Nullable UUID scope,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable AccountId account,
    @Nullable String action) {

  /** The same within one chain. */
  public AuditQuery in(UUID one) {
    return new AuditQuery(one, from, until, account, action);
  }
}
