package io.driftless.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether the checker can fail: deliberate bugs, each compiled into the real engine or commit rule,
 * have to be noticed in some history.
 */
class MutationTest {

  private static final Path ROOT = Path.of(System.getProperty("driftless.root", ".."));

  private static final Histories REAL = new Histories();

  static Stream<Mutant> mutants() {
    return Mutants.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void checkerShouldNotice(Mutant mutant) throws IOException {
    LongFunction<?> histories = load(mutant);
    Object found = null;
    long seed = 0;
    while (found == null && seed < mutant.seeds()) {
      found = histories.apply(++seed);
      if (found != null && REAL.apply(seed) != null) {
        found = null; // fails without the bug, too: says nothing about it
      }
    }
    System.out.printf("%s: seed %d%n", mutant, found == null ? -1 : seed);
    assertThat(found).as("%s, within %d histories", mutant, mutant.seeds()).isNotNull();
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
}
