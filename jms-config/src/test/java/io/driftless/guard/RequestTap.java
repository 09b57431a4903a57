package io.driftless.guard;

import java.util.Map;

/** The server's end of the request queue, for a test that wants to see what arrives there. */
public interface RequestTap {
  /** Takes away all that is there. */
  void drain() throws Exception;

  /** The next message; fails when none comes. */
  Seen next() throws Exception;

  /** A message as the listener would find it. */
  record Seen(Map<String, Object> properties, int priority, long expiration, long bodyBytes) {}
}
