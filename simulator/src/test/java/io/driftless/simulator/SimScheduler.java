package io.driftless.simulator;

import io.driftless.client.schedule.Clock;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.schedule.Scheduler;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One life of a device's process: steps and jobs as events of the world. When the life ends nothing
 * of it happens any more.
 */
final class SimScheduler implements Scheduler {

  private final World world;
  private final Clock clock;
  private final Chance chance;
  private final Runnable crashed;
  private final Map<Lane, Long> lastStart = new EnumMap<>(Lane.class);
  private boolean alive = true;

  /**
   * A life.
   *
   * @param chance how long jobs take
   * @param crashed told when the device crashes
   */
  SimScheduler(World world, Clock clock, Chance chance, Runnable crashed) {
    this.world = world;
    this.clock = clock;
    this.chance = chance;
    this.crashed = crashed;
  }

  /** Ends the life: what is queued is forgotten. */
  void end() {
    alive = false;
  }

  boolean isAlive() {
    return alive;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void post(Runnable step) {
    world.in(0, () -> run(step));
  }

  @Override
  public Timer after(long delayMillis, Runnable step) {
    boolean[] cancelled = new boolean[1];
    world.in(
        Math.max(1, delayMillis),
        () -> {
          if (!cancelled[0]) {
            run(step);
          }
        });
    return () -> cancelled[0] = true;
  }

  @Override
  public <T> void work(Lane lane, Job<T> job, Consumer<Outcome<T>> done) {
    long start =
        Math.max(lastStart.getOrDefault(lane, 0L), world.millis() + world.jitter(chance, 8));
    lastStart.put(lane, start);
    world.in(start - world.millis(), () -> run(() -> runJob(job, done)));
  }

  private <T> void runJob(Job<T> job, Consumer<Outcome<T>> done) {
    Outcome<T> outcome;
    try {
      outcome = Outcome.of(job.run());
    } catch (Exception e) {
      rethrowCrash(e);
      outcome = Outcome.failed(e);
    }
    Outcome<T> result = outcome;
    int millis = world.jitter(chance, chance.oneIn(20) ? 500 : 8);
    world.in(millis, () -> run(() -> done.accept(result)));
  }

  /** What a transfer wraps is a crash all the same. */
  private static void rethrowCrash(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof Crash crash) {
        throw crash;
      }
    }
  }

  private void run(Runnable step) {
    if (!alive) {
      return;
    }
    try {
      step.run();
    } catch (Crash crash) {
      alive = false;
      crashed.run();
    }
  }
}
