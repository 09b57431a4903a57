package io.driftless.client.schedule;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The real scheduler: one engine thread and a small pool for each lane. What a step throws goes to
 * the handler, and no further step runs: an engine whose step failed half way must not go on, or it
 * would acknowledge and send what was never stored.
 */
public final class ThreadedScheduler implements Scheduler, AutoCloseable {

  private static final long CLOSE_WAIT_SECONDS = 20;

  private final Clock clock;
  private final Consumer<Throwable> broken;
  private final ScheduledThreadPoolExecutor engine;
  private final Map<Lane, ExecutorService> lanes = new EnumMap<>(Lane.class);

  /** Whether a step failed; the engine's thread alone. */
  private boolean failed;

  /**
   * Starts the engine's thread.
   *
   * @param threads how many workers each lane has
   * @param broken told what a step threw, on the engine's thread
   */
  public ThreadedScheduler(Clock clock, Map<Lane, Integer> threads, Consumer<Throwable> broken) {
    this.clock = clock;
    this.broken = broken;
    engine = new ScheduledThreadPoolExecutor(1, step -> daemon(step, "engine"));
    engine.setRemoveOnCancelPolicy(true);
    engine.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    for (Lane lane : Lane.values()) {
      String name = lane.name().toLowerCase(Locale.ROOT);
      lanes.put(
          lane,
          Executors.newFixedThreadPool(
              threads.getOrDefault(lane, 1), step -> daemon(step, "worker-" + name)));
    }
  }

  private static Thread daemon(Runnable step, String name) {
    Thread thread = new Thread(step, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void post(Runnable step) {
    try {
      engine.execute(() -> run(step));
    } catch (RejectedExecutionException closed) {
      // The device is stopping: whatever this step would have noted is found again at the start.
      return;
    }
  }

  @Override
  public Timer after(long delayMillis, Runnable step) {
    ScheduledFuture<?> due = engine.schedule(() -> run(step), delayMillis, TimeUnit.MILLISECONDS);
    return () -> due.cancel(false);
  }

  @Override
  public <T> void work(Lane lane, Job<T> job, Consumer<Outcome<T>> done) {
    Objects.requireNonNull(lanes.get(lane)).execute(() -> runJob(job, done));
  }

  private <T> void runJob(Job<T> job, Consumer<Outcome<T>> done) {
    Outcome<T> outcome;
    try {
      outcome = Outcome.of(job.run());
    } catch (Exception e) {
      outcome = Outcome.failed(e);
    } catch (Error e) {
      post(
          () -> {
            throw e;
          });
      return;
    }
    Outcome<T> result = outcome;
    post(() -> done.accept(result));
  }

  private void run(Runnable step) {
    if (failed) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      failed = true;
      broken.accept(e);
    }
  }

  /** Stops: lets running jobs end for a while, runs no further step. */
  @Override
  public void close() {
    engine.shutdownNow();
    lanes.values().forEach(ExecutorService::shutdownNow);
    try {
      engine.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
      for (ExecutorService lane : lanes.values()) {
        lane.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
