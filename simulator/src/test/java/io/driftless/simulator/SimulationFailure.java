package io.driftless.simulator;

/** A promise was broken in a history; the seed repeats it. */
public final class SimulationFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String trace;

  SimulationFailure(long seed, Throwable cause, String trace) {
    super("Seed " + seed + ": " + cause.getMessage(), cause);
    this.trace = trace;
  }

  /** The last lines of what happened. */
  public String trace() {
    return trace;
  }
}
