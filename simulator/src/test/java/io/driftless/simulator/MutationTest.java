package io.driftless.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
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
    assertThat(Mutation.caughtAt(mutant, mutant.seed(), Mutant.SEEDS - mutant.seed() + 1))
        .as("%s, within %d histories", mutant, Mutant.SEEDS)
        .isNotEqualTo(Mutation.SURVIVED);
  }
}
