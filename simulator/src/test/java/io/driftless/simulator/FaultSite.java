package io.driftless.simulator;

import java.util.Map;
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
  private final @Nullable Map<Fired, String> told;
  private long occasions;

  FaultSite(World world, String name, int oneIn, @Nullable Map<Fired, String> told) {
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
        told == null
            ? oneIn > 0 && chance.oneIn(oneIn)
            : told.containsKey(new Fired(name, occasions));
    if (fires) {
      world.fired(new Fired(name, occasions), "");
    }
    return fires;
  }

  /** How many times it could have gone wrong. */
  long occasions() {
    return occasions;
  }

  /** What the list says of this time; empty when there is no list, or it says nothing. */
  String toldHow() {
    return told == null ? "" : told.getOrDefault(new Fired(name, occasions), "");
  }

  /** Notes how it went wrong this time, for the list. */
  void went(String how) {
    world.fired(new Fired(name, occasions), how);
  }

  /** The chance of how it goes wrong this time. */
  Chance how() {
    return world.chance("how " + name, occasions);
  }
}
