package io.driftless.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some histories of each kind; {@code ./dev sim} runs as many as one likes. */
class SimulationTest {

  @ParameterizedTest
  @ValueSource(longs = {1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009})
  void promisesShouldHoldInEachHistory(long seed) {
    new Simulation(seed, SimOptions.USUAL).run();
  }

  @ParameterizedTest
  @ValueSource(longs = {1001, 1004})
  void aSeedShouldRepeatBitByBit(long seed) {
    assertThat(fingerprint(seed)).isEqualTo(fingerprint(seed));
  }

  private static String fingerprint(long seed) {
    Simulation simulation = new Simulation(seed, SimOptions.USUAL);
    simulation.run();
    return simulation.fingerprint();
  }
}
