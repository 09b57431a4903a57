package io.driftless.server.audit;

import io.driftless.protocol.api.AuditMessages.AuditLink;
import io.driftless.server.access.RefusedException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/** Where a listing of the audit goes on: behind this link. */
public record AuditToken(Instant at, UUID scope, long sequence) {

  private static final int BYTES = 4 * Long.BYTES;

  static AuditToken of(AuditLink link) {
    return new AuditToken(Instant.parse(link.at()), link.scope(), link.sequence());
  }

  String text() {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
            .putLong(scope.getMostSignificantBits())
            .putLong(scope.getLeastSignificantBits())
            .putLong(sequence)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Reads what a page told; refuses what is none. */
  public static AuditToken read(String text) {
    RefusedException refused =
        RefusedException.invalid("page", "This is no page of this listing. Begin again.");
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == BYTES) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        Instant at = Instant.EPOCH.plus(from.getLong(), ChronoUnit.MICROS);
        return new AuditToken(at, new UUID(from.getLong(), from.getLong()), from.getLong());
      }
    } catch (IllegalArgumentException e) {
      refused.initCause(e);
    }
    throw refused;
  }
}
