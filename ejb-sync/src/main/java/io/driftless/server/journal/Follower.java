package io.driftless.server.journal;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;

/**
 * Somebody who waits for a journal to grow, without holding a thread. The methods that tell
 * something may come several times and from any thread, and must not wait for anything.
 */
public interface Follower {

  /** Whose journal. */
  WorkspaceId workspace();

  /** Who waits; told when no longer a member. */
  AccountId account();

  /** How far the journal was seen. */
  Revision seen();

  /** The head is another one than was seen. */
  void grown();

  /** The account is no member of the workspace any more, or was shut out. */
  void left();

  /** Comes about every second, for time limits and signs of life. */
  void tick(long nowMillis);
}
