package io.driftless.server.audit;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import org.jspecify.annotations.Nullable;

/**
 * Who did something.
 *
 * @param account null for the server itself, and for a visitor of a sharing link
 * @param device with which device; null for none
 * @param address from which network address, without a port; null when it is not known
 */
public record AuditActor(
    @Nullable AccountId account, @Nullable DeviceId device, @Nullable String address) {

  /** The server itself. */
  public static final AuditActor SERVER = new AuditActor(null, null, null);
}
