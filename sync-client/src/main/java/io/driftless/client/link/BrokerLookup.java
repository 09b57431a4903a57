package io.driftless.client.link;

import io.driftless.client.server.ServerException;

/** Asks the server where its broker is, after it could not be reached where it was. */
@FunctionalInterface
public interface BrokerLookup {

  /** Where to connect from now on; blocks. */
  BrokerLogin lookUp() throws ServerException;
}
