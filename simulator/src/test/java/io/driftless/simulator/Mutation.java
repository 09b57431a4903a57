package io.driftless.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs histories with a deliberate bug in the real code, until one breaks a promise. */
final class Mutation {

  private static final Path ROOT = Path.of(System.getProperty("driftless.root", ".."));

  private Mutation() {}

  /**
   * The first history in which the bug's check speaks, and nothing does without the bug; null when
   * there is none.
   *
   * @param from the first seed; of no account to a bug that has a script
   */
  static @Nullable String caughtAt(Mutant mutant, int from) throws IOException {
    Function<String, ?> mutated = load(mutant);
    Histories real = new Histories();
    List<String> histories =
        mutant.hasSeed()
            ? IntStream.rangeClosed(from, Mutant.SEEDS).mapToObj(Integer::toString).toList()
            : List.of(mutant.history());
    for (String history : histories) {
      Object said = mutated.apply(history);
      if (said != null
          && said.toString().contains(mutant.says().words())
          && real.apply(history) == null) {
        return history;
      }
    }
    return null;
  }

  @SuppressWarnings("unchecked") // a Function of the JDK's own types, from another loader
  private static Function<String, ?> load(Mutant mutant) throws IOException {
    try {
      return (Function<String, ?>)
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
        String history = null;
        try {
          history = caughtAt(mutant, 1);
        } catch (IllegalStateException e) {
          out.println(e.getMessage());
        }
        survivors += history == null ? 1 : 0;
        out.printf(
            "%s: %s, %d ms%n",
            mutant.name(),
            history == null
                ? "SURVIVED " + Mutant.SEEDS + " histories"
                : history + ", " + mutant.says(),
            (System.nanoTime() - begin) / 1_000_000);
      }
    }
    return survivors;
  }
}
