package io.driftless.client.link;

import io.driftless.client.server.ServerException;

/** Asks the server to let the device in again, after the broker refused it. */
@FunctionalInterface
public interface LeaseRenewal {

  /** Renews the device's lease over HTTPS; blocks. */
  void renew() throws ServerException;
}
