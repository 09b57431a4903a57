package io.driftless.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories that once broke a promise, shrunk by {@code ./dev sim --seed S --shrink}. */
class RegressionTest {

  private static final Path FOLDER = Histories.SCRIPTS;

  static List<String> histories() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("histories")
  void promisesShouldHoldIn(String history) throws IOException {
    new Simulation(Script.parse(Files.readString(FOLDER.resolve(history)))).run();
  }
}
