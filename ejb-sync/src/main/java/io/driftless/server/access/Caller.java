package io.driftless.server.access;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.server.audit.AuditActor;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a signed-in call.
 *
 * @param account the person's account
 * @param username as the single sign-on tells it now
 * @param device the enrolled device that the call names, checked to be the account's own and not
 *     revoked; null for calls of portals
 * @param address the network address that the call came from; null when it is not known
 */
public record Caller(
    AccountId account, String username, @Nullable DeviceId device, @Nullable String address) {

  /** The caller as the audit names it. */
  public AuditActor actor() {
    return new AuditActor(account, device, address);
  }

  /** The same caller at this device of theirs. */
  public Caller at(DeviceId ownDevice) {
    return new Caller(account, username, ownDevice, address);
  }
}
