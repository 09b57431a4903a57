package io.driftless.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some histories of each kind, more in the profile {@code long}; {@code ./dev sim} any number. */
class SimulationTest {

  @Test
  void promisesShouldHoldInEachHistory() {
    long histories = Long.getLong("driftless.histories", 88);
    for (long seed = 13; seed < 13 + histories; seed++) {
      new Simulation(Author.write(seed), false).run();
    }
  }

  @Test
  void promisesShouldHoldInEachShortHistory() {
    long histories = 10 * Long.getLong("driftless.histories", 88);
    for (long seed = 1; seed <= histories; seed++) {
      new Simulation(Author.writeShort(seed), false).run();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 14, 35})
  void aSeedShouldRepeatBitByBit(long seed) {
    assertThat(fingerprint(seed)).isEqualTo(fingerprint(seed));
  }

  /** What a failure is shrunk to is read again. */
  @ParameterizedTest
  @ValueSource(longs = {11, 14, 35})
  void aToldHistoryShouldGoTheSameWay(long seed) {
    Simulation first = new Simulation(Author.write(seed));
    first.run();
    Simulation again = new Simulation(Script.parse(first.told().text()));
    again.run();
    assertThat(again.fingerprint()).isEqualTo(first.fingerprint());
  }

  @Test
  void packsOfALargeFileShouldGoAheadOfIt() {
    Simulation simulation =
        new Simulation(
            Script.parse(
                """
                history seed=14 disks=EXACT,EXACT wildness=100 jitter=false
                +10000 device-a make large\t7+400000
                nothing else goes wrong
                """));
    simulation.run();
    assertThat(simulation.packsAhead()).isPositive();
  }

  private static String fingerprint(long seed) {
    Simulation simulation = new Simulation(Author.write(seed));
    simulation.run();
    return simulation.fingerprint();
  }
}
