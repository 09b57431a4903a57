package io.driftless.server.virtual;

import io.driftless.protocol.id.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** Ids of nodes that callers of the API make: UUIDv7 (RFC 9562), as devices choose them. */
@ApplicationScoped
public class NewNodeIds {

  private static final long VERSION = 7L << 12;
  private static final long VARIANT = 2L << 62;

  private final SecureRandom random = new SecureRandom();
  @Inject private Clock clock;

  /** An id that no node has. */
  public NodeId next() {
    long high = (clock.millis() << 16) | VERSION | (random.nextLong() & 0xfff);
    long low = VARIANT | (random.nextLong() >>> 2);
    return new NodeId(new UUID(high, low));
  }
}
