package io.driftless.simulator;

/**
 * A deliberate bug: one place of the real source, written otherwise.
 *
 * @param name what is wrong with it
 * @param file the source, from the project's root
 * @param right what stands there; exactly once
 * @param wrong what is compiled instead
 * @param history the first one that shows it: a seed, or the name of a script
 * @param says the check that notices it there
 */
record Mutant(String name, String file, String right, String wrong, String history, Check says) {

  /** Within how many histories from seed 1 the checker has to notice each that needs no script. */
  static final int SEEDS = 60;

  private static final String CLIENT = "sync-client/src/main/java/io/driftless/client/";
  private static final String RULE = "ejb-sync/src/main/java/io/driftless/server/commit/";

  /** A bug of the engine, its planner or its files, that a seed shows. */
  static Mutant ofClient(
      String name, String file, String right, String wrong, int seed, Check says) {
    return ofClient(name, file, right, wrong, "" + seed, says);
  }

  /** A bug of the engine, its planner or its files, that a script shows. */
  static Mutant ofClient(
      String name, String file, String right, String wrong, String script, Check says) {
    return new Mutant(name, CLIENT + file, right, wrong, script, says);
  }

  /** A bug of the commit rule. */
  static Mutant ofRule(String name, String file, String right, String wrong, int seed, Check says) {
    return new Mutant(name, RULE + file, right, wrong, "" + seed, says);
  }

  /** Whether one history of chance is enough to show it. */
  boolean hasSeed() {
    return Character.isDigit(history.charAt(0));
  }

  @Override
  public String toString() {
    return name;
  }
}
