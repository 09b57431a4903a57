package io.driftless.client.schedule;

import java.util.UUID;

/** Fresh ids. */
public interface IdSource {

  /** A UUIDv7 (RFC 9562): ordered by time, else random. Never the same twice. */
  UUID next();
}
