package io.driftless.simulator;

import io.driftless.protocol.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Simulated time and chance. Everything that happens is an event at a moment; events of one moment
 * happen in the order in which they were asked for. All chance comes from one seed, so that a run
 * repeats bit by bit; the digest of its trace says whether it did.
 */
final class World {

  private static final int KEPT_LINES = 4_000;

  private record Event(long millis, long order, Runnable step) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return millis != other.millis
          ? Long.compare(millis, other.millis)
          : Long.compare(order, other.order);
    }
  }

  private final boolean traced;
  private final Setting setting;
  private final @Nullable Map<FaultSite.Fired, String> told;
  private final Map<String, FaultSite> sites = new HashMap<>();
  private final Map<FaultSite.Fired, String> fired = new LinkedHashMap<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final MessageDigest digest = Sha256.newDigest();
  private final Deque<String> trace = new ArrayDeque<>();
  private long millis;
  private long orders;
  private long steps;
  private boolean faults = true;

  /**
   * A world in which nothing has happened.
   *
   * @param traced whether to note what happens; it happens all the same without
   */
  World(Script script, boolean traced) {
    this.traced = traced;
    setting = script.setting();
    told = script.fired();
  }

  /** Milliseconds since the world began. */
  long millis() {
    return millis;
  }

  /** How many events have happened. */
  long steps() {
    return steps;
  }

  /** The stream of chance of somebody. */
  Chance chance(String whose) {
    return Chance.of(setting.seed(), whose);
  }

  /** The stream of chance of one occasion. */
  Chance chance(String whose, long occasion) {
    return Chance.of(setting.seed(), whose, occasion);
  }

  /** A place where something can go wrong, usually once in so many times. */
  FaultSite site(String name, int oneIn) {
    int wild = setting.wildness();
    FaultSite site =
        new FaultSite(this, name, wild == 0 ? 0 : Math.max(2, oneIn * 100 / wild), told);
    sites.put(name, site);
    return site;
  }

  /** How many times something could have gone wrong there so far. */
  long occasions(String site) {
    FaultSite found = sites.get(site);
    return found == null ? 0 : found.occasions();
  }

  void fired(FaultSite.Fired one, String how) {
    if (fired.put(one, how) == null) {
      note(() -> "wrong: " + one.site() + " @" + one.occasion());
    }
  }

  /** What went wrong so far, and how as far as that has to be told. */
  Map<FaultSite.Fired, String> fired() {
    return fired;
  }

  /** Some milliseconds below the bound, or none when times are steady. */
  int jitter(Chance by, int bound) {
    return setting.jitter() ? by.below(bound) : 0;
  }

  /** Whether things may go wrong. */
  boolean faults() {
    return faults;
  }

  void faults(boolean on) {
    faults = on;
  }

  /** Lets a step happen in so many milliseconds. */
  void in(long delayMillis, Runnable step) {
    events.add(new Event(millis + Math.max(0, delayMillis), orders++, step));
  }

  /** The moment of the next event; null when there is none. */
  @Nullable Long nextMillis() {
    Event next = events.peek();
    return next == null ? null : next.millis();
  }

  /** Lets the next event happen; false when there is none before that moment. */
  boolean step(long untilMillis) {
    Event next = events.peek();
    if (next == null || next.millis() > untilMillis) {
      return false;
    }
    events.remove();
    millis = next.millis();
    steps++;
    next.step().run();
    return true;
  }

  /** Moves time on to a moment at which nothing happens any more. */
  void advanceTo(long untilMillis) {
    millis = Math.max(millis, untilMillis);
  }

  /** Notes what happens. */
  void note(Supplier<String> what) {
    if (!traced) {
      return;
    }
    String line = millis + " " + what.get();
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    trace.add(line);
    if (trace.size() > KEPT_LINES) {
      trace.remove();
    }
  }

  /** The last lines of the trace. */
  String trace() {
    return String.join("\n", trace);
  }

  /** The digest of the whole trace so far. */
  String fingerprint() {
    try {
      return Sha256.ofBytes(((MessageDigest) digest.clone()).digest()).hex();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("This runtime's SHA-256 can't be continued", e);
    }
  }
}
