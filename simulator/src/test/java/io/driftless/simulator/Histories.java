package io.driftless.simulator;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs histories one after another. Speaks in types of the JDK only, so that a mutant can be asked.
 */
public final class Histories implements LongFunction<@Nullable String> {

  /** What went wrong in the history of this seed; null when nothing did. */
  @Override
  public @Nullable String apply(long seed) {
    try {
      new Simulation(Author.write(seed), false).run();
      return null;
    } catch (SimulationFailure failure) {
      return failure.getMessage();
    }
  }
}
