package io.driftless.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.LongFunction;

/** Runs histories with a deliberate bug in the real code, until one breaks a promise. */
final class Mutation {

  /** No history broke a promise. */
  static final long SURVIVED = -1;

  private static final Path ROOT = Path.of(System.getProperty("driftless.root", ".."));

  private Mutation() {}

  /** The first of these seeds whose history fails with the bug and not without it. */
  static long caughtAt(Mutant mutant, long from, int seeds) throws IOException {
    LongFunction<?> mutated = load(mutant);
    Histories real = new Histories();
    for (long seed = from; seed < from + seeds; seed++) {
      if (mutated.apply(seed) != null && real.apply(seed) == null) {
        return seed;
      }
    }
    return SURVIVED;
  }

  private static LongFunction<?> load(Mutant mutant) throws IOException {
    try {
      return (LongFunction<?>)
          MutantLoader.of(ROOT, mutant)
              .loadClass(Histories.class.getName())
              .getConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tries all, and says where each was noticed; answers how many were not. */
  static long tryAll(PrintStream out, String only) throws IOException {
    long survivors = 0;
    for (Mutant mutant : Mutants.ALL) {
      if (mutant.name().contains(only)) {
        long begin = System.nanoTime();
        long seed = SURVIVED;
        try {
          seed = caughtAt(mutant, 1, Mutant.SEEDS);
        } catch (IllegalStateException e) {
          out.println(e.getMessage());
        }
        survivors += seed == SURVIVED ? 1 : 0;
        out.printf(
            "%s: %s, %d ms%n",
            mutant.name(),
            seed == SURVIVED ? "SURVIVED " + Mutant.SEEDS + " histories" : "seed " + seed,
            (System.nanoTime() - begin) / 1_000_000);
      }
    }
    return survivors;
  }
}
