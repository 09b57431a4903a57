package io.driftless.server.life;

/**
 * The times that a run of the collector goes by, in milliseconds.
 *
 * @param startedMillis when the run began, since 1970; what it did itself is later, so that nothing
 *     goes further than one stage in one run
 * @param ageMillis how old a chunk has to be before it may be quarantined
 * @param graceMillis how long a chunk stays in quarantine
 * @param orphanMillis how long a pack that no commit has named is left in the store
 * @param restMillis how long a condemned pack is left in the store
 */
public record LifeTimes(
    long startedMillis, long ageMillis, long graceMillis, long orphanMillis, long restMillis) {

  public LifeTimes {
    if (ageMillis < 0 || graceMillis < 0 || orphanMillis < 0 || restMillis < 0) {
      throw new IllegalArgumentException("Times are 0 or more");
    }
  }

  /** Whether something of this moment is older than a span, and from before the run. */
  boolean isOlder(long momentMillis, long spanMillis) {
    return momentMillis < startedMillis && momentMillis <= startedMillis - spanMillis;
  }
}
