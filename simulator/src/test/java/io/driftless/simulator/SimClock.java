package io.driftless.simulator;

import io.driftless.client.schedule.Clock;

/** The clock of one device: the world's time, and what the device believes of it. */
final class SimClock implements Clock {

  /** 2026-01-02T00:00Z. */
  static final long EPOCH_MILLIS = 1_767_312_000_000L;

  private final World world;
  private long offMillis;

  SimClock(World world) {
    this.world = world;
  }

  /** Lets the wall clock jump. */
  void jump(long millis) {
    offMillis += millis;
  }

  @Override
  public long wallMillis() {
    return EPOCH_MILLIS + world.millis() + offMillis;
  }

  @Override
  public long steadyMillis() {
    return world.millis();
  }
}
