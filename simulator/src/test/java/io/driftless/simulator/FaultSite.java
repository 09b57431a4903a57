package io.driftless.simulator;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place where something can go wrong. Whether it does comes from chance, or, when a history is
 * told again, from the list of what went wrong.
 */
final class FaultSite {

  /**
   * Something that went wrong.
   *
   * @param site where
   * @param occasion how many times it could have, up to then
   */
  record Fired(String site, long occasion) {}

  private final World world;
  private final String name;
  private final int oneIn;
  private final Chance chance;
  private final @Nullable Set<Fired> told;
  private long occasions;

  FaultSite(World world, String name, int oneIn, @Nullable Set<Fired> told) {
    this.world = world;
    this.name = name;
    this.oneIn = oneIn;
    this.told = told;
    this.chance = world.chance("whether " + name);
  }

  /** Asks whether it goes wrong this time. */
  boolean fires() {
    if (!world.faults()) {
      return false;
    }
    occasions++;
    boolean fires =
        told == null ? oneIn > 0 && chance.oneIn(oneIn) : told.contains(new Fired(name, occasions));
    if (fires) {
      world.fired(new Fired(name, occasions));
    }
    return fires;
  }

  /** How it goes wrong this time. */
  Chance how() {
    return world.chance("how " + name, occasions);
  }
}
