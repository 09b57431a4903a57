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

  /** What kind of failure it is: its words up to what differs from history to history. */
  String kind() {
    Throwable cause = getCause();
    String words = cause == null ? "" : String.valueOf(cause.getMessage());
    String name = cause == null ? "" : cause.getClass().getSimpleName();
    return name + " " + words.split("[:\\n0-9]", 2)[0].replaceAll("device-[a-z]", "");
  }
}
