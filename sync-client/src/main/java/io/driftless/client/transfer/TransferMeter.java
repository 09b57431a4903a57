package io.driftless.client.transfer;

import io.driftless.client.schedule.Clock;
import io.driftless.client.status.Transferred;
import java.util.concurrent.TimeUnit;

/**
 * Counts what goes over the line, in total and over the last seconds. Safe for several threads.
 *
 * <p>The rate is kept in one bucket a second; a bucket is cleared when its second comes round
 * again.
 */
public final class TransferMeter {

  private static final int SECONDS = 8;

  private final Clock clock;
  private final long[] up = new long[SECONDS];
  private final long[] down = new long[SECONDS];
  private final long[] second = new long[SECONDS];
  private long uploaded;
  private long downloaded;
  private long reused;

  public TransferMeter(Clock clock) {
    this.clock = clock;
  }

  /** So many bytes went up. */
  public synchronized void uploaded(long bytes) {
    uploaded += bytes;
    up[bucket()] += bytes;
  }

  /** So many bytes came down. */
  public synchronized void downloaded(long bytes) {
    downloaded += bytes;
    down[bucket()] += bytes;
  }

  /** So many raw bytes needed no transfer. */
  public synchronized void reused(long bytes) {
    reused += bytes;
  }

  /** The counters now. */
  public synchronized Transferred snapshot() {
    long now = now();
    long upSum = 0;
    long downSum = 0;
    for (int i = 0; i < SECONDS; i++) {
      if (now - second[i] < SECONDS) {
        upSum += up[i];
        downSum += down[i];
      }
    }
    return new Transferred(uploaded, downloaded, reused, upSum / SECONDS, downSum / SECONDS);
  }

  private int bucket() {
    long now = now();
    int bucket = (int) Math.floorMod(now, (long) SECONDS);
    if (second[bucket] != now) {
      second[bucket] = now;
      up[bucket] = 0;
      down[bucket] = 0;
    }
    return bucket;
  }

  private long now() {
    return TimeUnit.MILLISECONDS.toSeconds(clock.steadyMillis());
  }
}
