package io.driftless.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs histories one after another. Speaks in types of the JDK only, so that a mutant can be asked.
 */
public final class Histories implements Function<String, @Nullable String> {

  /** The scripts that are kept. */
  static final Path SCRIPTS =
      Path.of(System.getProperty("driftless.root", ".."), "simulator/src/test/resources/histories");

  /** What went wrong in the history of a seed or script; null when nothing did. */
  @Override
  public @Nullable String apply(String history) {
    try {
      new Simulation(script(history), false).run();
      return null;
    } catch (SimulationFailure failure) {
      return failure.getMessage();
    }
  }

  private static Script script(String history) {
    if (Character.isDigit(history.charAt(0))) {
      return Author.write(Long.parseLong(history));
    }
    try {
      return Script.parse(Files.readString(SCRIPTS.resolve(history)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
