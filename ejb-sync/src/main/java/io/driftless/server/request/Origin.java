package io.driftless.server.request;

import io.driftless.protocol.id.DeviceId;
import org.jspecify.annotations.Nullable;

/**
 * Where a commit comes from.
 *
 * @param device the sender, as authenticated
 * @param address the network address that it sent from; null when it is not known
 * @param previewed whether a person saw before what it would do: that is no burst, however much
 */
public record Origin(DeviceId device, @Nullable String address, boolean previewed) {

  /** A commit that nobody saw before. */
  public Origin(DeviceId device, @Nullable String address) {
    this(device, address, false);
  }
}
