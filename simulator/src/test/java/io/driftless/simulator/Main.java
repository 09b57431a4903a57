package io.driftless.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs histories from the command line: {@code --seeds N} from {@code --from S} on, one {@code
 * --seed S} with its trace, of {@code --short} histories or long ones, or a {@code --script FILE}.
 * With {@code --shrink} a failure is made short and shown as a script. Ends with status 1 when a
 * promise was broken.
 */
public final class Main {

  private static final int SHRINK_TRIES = 2_000;

  private final PrintStream out;
  private LongFunction<Script> author = Author::write;
  private boolean trace;
  private boolean goOn;
  private boolean shrink;
  private boolean told;
  private long failures;
  private long steps;
  private long done;

  private Main(PrintStream out) {
    this.out = out;
  }

  /** The entry point. */
  public static void main(String[] arguments) throws IOException {
    Main main = new Main(System.out);
    long from = 1;
    long seeds = 200;
    @Nullable Script script = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--seeds" -> seeds = Long.parseLong(arguments[++i]);
        case "--from" -> from = Long.parseLong(arguments[++i]);
        case "--seed" -> {
          from = Long.parseLong(arguments[++i]);
          seeds = 1;
          main.trace = true;
        }
        case "--script" -> {
          script = Script.parse(Files.readString(Path.of(arguments[++i])));
          main.trace = true;
        }
        case "--mutants" -> System.exit(Mutation.tryAll(main.out, last(arguments, i)) == 0 ? 0 : 1);
        case "--points" -> {
          CrashPoints.tryAll(main.out);
          System.exit(0);
        }
        case "--short" -> main.author = Author::writeShort;
        case "--told" -> main.told = true;
        case "--go-on" -> main.goOn = true;
        case "--shrink" -> main.shrink = true;
        default -> {
          main.out.println(
              "Usage: sim [--short] [--from S] [--seeds N] [--go-on] [--shrink]"
                  + " | [--short] --seed S | --script FILE [--told] | --mutants [NAME] | --points");
          System.exit(2);
        }
      }
    }
    if (script != null) {
      main.tell(script);
    } else {
      main.run(from, seeds);
    }
    System.exit(main.failures == 0 ? 0 : 1);
  }

  private static String last(String[] arguments, int after) {
    return after + 1 < arguments.length ? arguments[after + 1] : "";
  }

  private void run(long from, long seeds) {
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (long seed = from; seed < from + seeds && (goOn || failures == 0); seed++) {
      tell(author.apply(seed));
    }
    double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e9;
    out.printf(
        Locale.ROOT,
        "%d histories, %d steps, %d failed, %.1f s of one core, %.1f histories/s%n",
        done,
        steps,
        failures,
        seconds,
        done / Math.max(seconds, 0.001));
  }

  private void tell(Script script) {
    Simulation simulation = new Simulation(script, trace);
    try {
      simulation.run();
      if (trace) {
        out.println(simulation.trace());
      }
    } catch (SimulationFailure failure) {
      failures++;
      report(script, failure);
    }
    if (told) {
      out.print(simulation.told().text());
    }
    done++;
    steps += simulation.steps();
    if (trace) {
      out.println("fingerprint " + simulation.fingerprint());
    }
  }

  private void report(Script script, SimulationFailure failure) {
    if (shrink) {
      Script small = Shrinker.shrink(script, SHRINK_TRIES);
      SimulationFailure still = Shrinker.traced(small);
      out.println("# " + failure.kind() + ", from seed " + script.setting().seed());
      out.println(small.text());
      if (trace && still != null) {
        show(still);
      }
    } else if (trace) {
      show(failure);
    } else {
      out.println(failure.getMessage());
    }
  }

  private void show(SimulationFailure failure) {
    out.println(failure.trace());
    Throwable cause = failure.getCause();
    if (cause != null) {
      cause.printStackTrace(out);
    }
    out.println(failure.getMessage());
  }
}
