package io.driftless.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether the checker can fail: deliberate bugs, each compiled into the real engine or commit rule,
 * have to be noticed in some history.
 */
class MutationTest {

  static Stream<Mutant> mutants() {
    return Mutants.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void checkerShouldNotice(Mutant mutant) throws IOException {
    // From where it was noticed last: what comes before costs time only.
    int from = mutant.hasSeed() ? Integer.parseInt(mutant.history()) : 0;
    assertThat(Mutation.caughtAt(mutant, from))
        .as("%s, by %s within %d histories", mutant, mutant.says(), Mutant.SEEDS)
        .isNotNull();
  }

  /** A check that no bug makes speak may be one that can't. */
  @Test
  void everyCheckShouldSpeakOfSomeBug() {
    assertThat(Mutants.ALL.stream().map(Mutant::says)).contains(Check.values());
  }
}
