package io.driftless.web.call;

import io.driftless.protocol.id.AccountId;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How often accounts, and visitors of sharing links, call this node. Each has a bucket of calls
 * that holds a minute's worth and fills evenly: who was quiet may make them all at once, and waits
 * then as long as one takes.
 */
@ApplicationScoped
public class CallRates {

  /** What visitors of sharing links from one address may do in a minute, all links together. */
  static final int VISITS_PER_MINUTE = 1_200;

  /** Above so many buckets, those that are full are dropped: a new one is full as well. */
  private static final int MOST_KEPT = 10_000;

  private static final double MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<Object, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * What is left at a moment.
   *
   * @param taken whether the last call found one
   */
  private record Bucket(double calls, long atNanos, boolean taken) {

    Bucket take(int perMinute, long nowNanos) {
      double more = (nowNanos - atNanos) * (perMinute / MINUTE_NANOS);
      double now = Math.min(perMinute, calls + more);
      return new Bucket(now < 1 ? now : now - 1, nowNanos, now >= 1);
    }
  }

  /**
   * Counts a call.
   *
   * @param nowNanos of a clock that never goes back
   * @throws RefusedException TOO_MANY_CALLS when there were too many; it is not counted then
   */
  public void count(AccountId account, int perMinute, long nowNanos) {
    take(account, perMinute, nowNanos);
  }

  /**
   * Counts a visit of a sharing link, whether or not there is one.
   *
   * @param address where the visitor comes from
   * @param nowNanos of a clock that never goes back
   * @throws RefusedException TOO_MANY_CALLS when there were too many; it is not counted then
   */
  public void visit(String address, long nowNanos) {
    take(address, VISITS_PER_MINUTE, nowNanos);
  }

  private void take(Object caller, int perMinute, long nowNanos) {
    if (buckets.size() > MOST_KEPT) {
      buckets.values().removeIf(idle -> nowNanos - idle.atNanos() > MINUTE_NANOS);
    }
    Bucket left =
        buckets.compute(
            caller,
            (who, before) ->
                (before == null ? new Bucket(perMinute, nowNanos, true) : before)
                    .take(perMinute, nowNanos));
    if (!left.taken()) {
      long seconds = (long) Math.ceil((1 - left.calls()) * 60 / perMinute);
      throw new RefusedException(
          Refusal.TOO_MANY_CALLS,
          "You may call %d times in a minute.".formatted(perMinute),
          Map.of("callsPerMinute", perMinute, "retryAfterSeconds", Math.max(1, seconds)));
    }
  }
}
