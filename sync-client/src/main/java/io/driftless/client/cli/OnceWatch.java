package io.driftless.client.cli;

import io.driftless.client.report.StatusReport;
import io.driftless.client.report.StatusReport.Root;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when {@code sync --once} is done: everything the same, or nothing moves any more. Pure:
 * told reports and times, it answers an exit code or "go on".
 */
final class OnceWatch {

  /** How long something that waits is given to go on by itself. */
  static final long STILL_MILLIS = 15_000;

  /** How long the server is given to answer. */
  static final long OFFLINE_MILLIS = 30_000;

  private @Nullable List<Root> lastRoots;
  private @Nullable Boolean wasUp;
  private long stillSince;
  private long linkSince;

  /** The exit code to end with; null to go on. */
  @Nullable Integer settled(StatusReport report, long nowMillis) {
    if (wasUp == null || wasUp != report.link().up()) {
      wasUp = report.link().up();
      linkSince = nowMillis;
    }
    if (!report.roots().equals(lastRoots)) {
      lastRoots = report.roots();
      stillSince = nowMillis;
    }
    if (report.state().equals("up-to-date")) {
      return ExitCode.OK;
    }
    if (report.state().equals("held")
        || report.state().equals("stopped")
        || report.state().equals("paused")) {
      return ExitCode.WAITING;
    }
    if (!report.link().up()) {
      return nowMillis - linkSince >= OFFLINE_MILLIS ? ExitCode.SERVER : null;
    }
    boolean waits = !report.problems().isEmpty() && nowMillis - stillSince >= STILL_MILLIS;
    return waits ? ExitCode.WAITING : null;
  }
}
