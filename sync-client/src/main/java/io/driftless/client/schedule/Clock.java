package io.driftless.client.schedule;

/** What time it is. The wall clock may jump; the steady one never goes back. */
public interface Clock {

  /** Milliseconds since 1970-01-01T00:00Z, as the device believes. */
  long wallMillis();

  /** Milliseconds since some moment; only differences mean anything. */
  long steadyMillis();
}
