package io.driftless.client.schedule;

import java.util.function.Consumer;

/**
 * Runs an engine: steps one after the other on one thread, jobs on workers. The real one has
 * threads; the simulator's has a queue ordered by simulated time and a seed, and runs everything on
 * its own thread.
 */
public interface Scheduler {

  /** Work away from the engine's thread. Touches nothing of the engine's but what it was given. */
  @FunctionalInterface
  interface Job<T> {

    /** Does the work; may block. What it throws arrives as {@link Outcome#failure}. */
    T run() throws Exception;
  }

  /** A step that is due later. */
  @FunctionalInterface
  interface Timer {

    /** Forgets the step if it has not run yet; from the engine's thread only. */
    void cancel();
  }

  /** The clock that {@link #after} follows. */
  Clock clock();

  /** Queues a step behind those queued before; from any thread. */
  void post(Runnable step);

  /** Runs a step on the engine's thread in so many milliseconds; from the engine's thread. */
  Timer after(long delayMillis, Runnable step);

  /**
   * Runs a job on a worker of a lane, then the completion on the engine's thread. Jobs of one lane
   * start in the order given and may overlap. From the engine's thread. Jobs that were not started
   * when the scheduler closed are dropped without completion.
   */
  <T> void work(Lane lane, Job<T> job, Consumer<Outcome<T>> done);
}
