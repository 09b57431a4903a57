package io.driftless.server.request;

import io.driftless.protocol.id.DeviceId;
import org.jspecify.annotations.Nullable;

/**
 * Where a commit comes from.
 *
 * @param device the sender, as authenticated
 * @param address the network address that it sent from; null when it is not known
 */
public record Origin(DeviceId device, @Nullable String address) {}
