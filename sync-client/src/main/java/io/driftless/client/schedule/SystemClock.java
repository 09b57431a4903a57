package io.driftless.client.schedule;

import java.util.concurrent.TimeUnit;

/** The machine's clock; the only place that reads it. */
public final class SystemClock implements Clock {

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long steadyMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
