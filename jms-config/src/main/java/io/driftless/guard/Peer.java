package io.driftless.guard;

import org.jspecify.annotations.Nullable;

/** The other end of a connection, as far as the rules ask about it. */
interface Peer {
  /** The authenticated user of the session on this channel; null if there is no session. */
  @Nullable String authenticatedOn(long channel);

  /** The network address of the other end, without its port; empty when it is not known. */
  String address();
}
