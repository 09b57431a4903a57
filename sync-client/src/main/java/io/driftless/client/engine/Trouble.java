package io.driftless.client.engine;

import io.driftless.client.server.ServerException;
import io.driftless.client.status.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Failures in a row of one thing that is asked of the server again and again, and what to tell
 * people of them: at once what a person has to mend, and what passes by itself only when it lasts.
 */
final class Trouble {

  /** Failures in a row from which on what should pass by itself is told, too. */
  private static final int LASTING = 3;

  private int failures;
  private @Nullable Problem told;

  /** What to tell; null for nothing. */
  @Nullable Problem told() {
    return told;
  }

  /** It went well. */
  void over() {
    failures = 0;
    told = null;
  }

  /**
   * It failed.
   *
   * @param failure null when nothing is known of it
   * @return milliseconds until the next try
   */
  long failed(@Nullable Exception failure) {
    failures++;
    if (failure != null) {
      boolean quiet =
          failures < LASTING && failure instanceof ServerException server && server.passing();
      told = quiet ? null : Failures.problem("", failure);
    }
    return Failures.backoffMillis(failures);
  }
}
