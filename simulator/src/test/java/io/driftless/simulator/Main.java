package io.driftless.simulator;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Runs histories from the command line: {@code --seeds N} from {@code --from S} on, or one {@code
 * --seed S} with its trace. Ends with status 1 at the first that breaks a promise.
 */
public final class Main {

  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  /** The entry point. */
  public static void main(String[] arguments) {
    long from = 1;
    long seeds = 200;
    boolean one = false;
    boolean goOn = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--seeds" -> seeds = Long.parseLong(arguments[++i]);
        case "--from" -> from = Long.parseLong(arguments[++i]);
        case "--seed" -> {
          from = Long.parseLong(arguments[++i]);
          seeds = 1;
          one = true;
        }
        case "--go-on" -> goOn = true;
        default -> throw new IllegalArgumentException("Unknown: " + arguments[i]);
      }
    }
    long failures = new Main(System.out).run(from, seeds, one, goOn);
    System.exit(failures == 0 ? 0 : 1);
  }

  private long run(long from, long seeds, boolean trace, boolean goOn) {
    long begin = System.nanoTime();
    long failures = 0;
    long steps = 0;
    long done = 0;
    for (long seed = from; seed < from + seeds && (goOn || failures == 0); seed++) {
      Simulation simulation = new Simulation(seed, SimOptions.USUAL);
      try {
        simulation.run();
      } catch (SimulationFailure failure) {
        failures++;
        report(failure, trace);
      }
      done++;
      steps += simulation.steps();
      if (trace) {
        out.println("fingerprint " + simulation.fingerprint());
      }
    }
    double seconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) / 1000.0;
    out.printf(
        Locale.ROOT,
        "%d histories, %d steps, %d failed, %.1f s, %.1f histories/s%n",
        done,
        steps,
        failures,
        seconds,
        done / Math.max(seconds, 0.001));
    return failures;
  }

  private void report(SimulationFailure failure, boolean trace) {
    if (trace) {
      out.println(failure.trace());
      Throwable cause = failure.getCause();
      if (cause != null) {
        cause.printStackTrace(out);
      }
    }
    out.println(failure.getMessage());
  }
}
