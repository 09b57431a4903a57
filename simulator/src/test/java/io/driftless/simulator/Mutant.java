package io.driftless.simulator;

/**
 * A deliberate bug: one place of the real source, written otherwise.
 *
 * @param name what is wrong with it
 * @param file the source, from the project's root
 * @param right what stands there; exactly once
 * @param wrong what is compiled instead
 * @param seed the first one whose history shows it
 */
record Mutant(String name, String file, String right, String wrong, int seed) {

  /** Within how many histories from seed 1 the checker has to notice each. */
  static final int SEEDS = 60;

  private static final String CLIENT = "sync-client/src/main/java/io/driftless/client/";
  private static final String RULE = "ejb-sync/src/main/java/io/driftless/server/commit/";

  /** A bug of the engine, its planner or its files. */
  static Mutant ofClient(String name, String file, String right, String wrong, int seed) {
    return new Mutant(name, CLIENT + file, right, wrong, seed);
  }

  /** A bug of the commit rule. */
  static Mutant ofRule(String name, String file, String right, String wrong, int seed) {
    return new Mutant(name, RULE + file, right, wrong, seed);
  }

  @Override
  public String toString() {
    return name;
  }
}
