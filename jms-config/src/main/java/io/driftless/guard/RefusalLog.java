package io.driftless.guard;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts all refusals and logs some of them: a device that misbehaves must not fill the log, so
 * there is one allowance of lines, and the first line after a pause tells how many were left out.
 */
final class RefusalLog {
  private static final Logger LOG = Logger.getLogger(DeviceGuard.class.getName());
  private static final GuardSettings.Rate LINES = new GuardSettings.Rate(1, 60);
  private static final int MAX_DETAIL_CHARS = 160;

  private final Map<Refusal, AtomicLong> counts = new EnumMap<>(Refusal.class);
  private final AtomicLong unlogged = new AtomicLong();
  private final TokenBucket lines;

  RefusalLog(long nowNanos) {
    lines = new TokenBucket(LINES, nowNanos);
    for (Refusal kind : Refusal.values()) {
      counts.put(kind, new AtomicLong());
    }
  }

  void refused(Refuse refusal, @Nullable Throwable cause, long nowNanos) {
    count(refusal.kind()).incrementAndGet();
    if (!lines.take(1, nowNanos)) {
      unlogged.incrementAndGet();
      return;
    }
    long left = unlogged.getAndSet(0);
    String more = left == 0 ? "" : " (" + left + " more refusals since the last line)";
    Level level = refusal.kind() == Refusal.GUARD_FAILURE ? Level.SEVERE : Level.WARNING;
    String line =
        "Refused "
            + refusal.kind()
            + " to "
            + (refusal.user() == null ? "nobody yet" : "device " + printable(refusal.user()))
            + " at "
            + refusal.remoteAddress()
            + ": "
            + printable(refusal.detail())
            + more;
    LOG.log(level, line, cause);
  }

  /** How many refusals of each kind there were since the start; kinds without any are left out. */
  Map<String, Long> counts() {
    Map<String, Long> seen = new TreeMap<>();
    counts.forEach(
        (kind, count) -> {
          if (count.get() > 0) {
            seen.put(kind.name(), count.get());
          }
        });
    return seen;
  }

  private AtomicLong count(Refusal kind) {
    return counts.computeIfAbsent(kind, k -> new AtomicLong());
  }

  /** What a stranger wrote must neither break the line nor fill it. */
  private static String printable(String text) {
    String line = text.replaceAll("[^\\x20-\\x7e]", "?");
    return line.length() <= MAX_DETAIL_CHARS ? line : line.substring(0, MAX_DETAIL_CHARS) + "...";
  }

  /**
   * One refusal as the log tells it.
   *
   * @param user the user name the connection claims; null before it claimed one
   */
  record Refuse(Refusal kind, String detail, @Nullable String user, String remoteAddress) {}
}
