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
    assertThat(Mutation.caughtAt(mutant, 1, mutant.seeds()))
        .as("%s, within %d histories", mutant, mutant.seeds())
        .isNotEqualTo(Mutation.SURVIVED);
  }
}
