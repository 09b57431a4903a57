package io.driftless.client.time;

/** Lets time pass on the calling thread; tests pass one that only notes how long. */
@FunctionalInterface
public interface Pause {

  /** The real one. */
  Pause REAL = Thread::sleep;

  /** Returns after so many milliseconds. */
  void millis(long millis) throws InterruptedException;
}
