package io.driftless.server.commit;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import org.jspecify.annotations.Nullable;

/**
 * Who commits, and when.
 *
 * @param device the sender, as authenticated
 * @param deviceName what people call it; part of the names of conflicted copies
 * @param account whose device it is
 * @param role the account's role in the workspace; null when it is no member
 * @param nowMillis the server's time, milliseconds since 1970-01-01T00:00Z
 * @param given what was read before the lock
 */
public record CommitContext(
    DeviceId device,
    String deviceName,
    AccountId account,
    @Nullable Role role,
    long nowMillis,
    GivenContent given) {}
