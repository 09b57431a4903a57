package io.driftless.client.engine;

import io.driftless.client.schedule.Clock;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.schedule.Scheduler;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** A scheduler whose time passes when a test says so; everything happens on the test's thread. */
final class StepScheduler implements Scheduler, Clock {

  private record Due(long millis, long number, Runnable step) {}

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::millis).thenComparingLong(Due::number));

  /** At first files of the real disk look old, so that nobody waits for them to become quiet. */
  private long wallOffset = System.currentTimeMillis() + 3_600_000;

  private long now;
  private long number;
  private boolean ticking;

  @Override
  public Clock clock() {
    return this;
  }

  @Override
  public long wallMillis() {
    return wallOffset + now;
  }

  @Override
  public long steadyMillis() {
    return ticking ? now++ : now;
  }

  /** It is this moment by the wall's clock, and from now on time passes between any two looks. */
  void tickFrom(long wallMillis) {
    wallOffset = wallMillis - now;
    ticking = true;
  }

  @Override
  public void post(Runnable step) {
    queue.add(new Due(now, number++, step));
  }

  @Override
  public Timer after(long delayMillis, Runnable step) {
    Due due = new Due(now + delayMillis, number++, step);
    queue.add(due);
    return () -> queue.remove(due);
  }

  @Override
  public <T> void work(Lane lane, Job<T> job, Consumer<Outcome<T>> done) {
    post(
        () -> {
          Outcome<T> outcome;
          try {
            outcome = Outcome.of(job.run());
          } catch (Exception e) { // a job's own failure, as the real scheduler hands it on
            outcome = Outcome.failed(e);
          }
          Outcome<T> result = outcome;
          post(() -> done.accept(result));
        });
  }

  /** The process ends here: nothing of what is queued happens any more. */
  void forget() {
    queue.clear();
  }

  /** Lets so much time pass; a step that throws ends the test. */
  void run(long millis) {
    long until = now + millis;
    while (!queue.isEmpty() && queue.peek().millis() <= until) {
      Due due = queue.remove();
      now = Math.max(now, due.millis());
      due.step().run();
    }
    now = until;
  }
}
