package io.driftless.simulator;

import io.driftless.protocol.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

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

  private final Random random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final MessageDigest digest = Sha256.newDigest();
  private final Deque<String> trace = new ArrayDeque<>();
  private long millis;
  private long orders;
  private long steps;
  private boolean faults = true;

  World(long seed) {
    // Scrambled, so that neighbouring seeds do not begin alike.
    random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
  }

  /** Milliseconds since the world began. */
  long millis() {
    return millis;
  }

  /** How many events have happened. */
  long steps() {
    return steps;
  }

  /** A number from 0 to below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** True once in so many times while faults are on. */
  boolean faultOneIn(int times) {
    return faults && random.nextInt(times) == 0;
  }

  /** Whether things may go wrong. */
  boolean faults() {
    return faults;
  }

  void faults(boolean on) {
    faults = on;
  }

  long randomBits() {
    return random.nextLong();
  }

  UUID randomId() {
    return new UUID(
        (random.nextLong() & ~0xf000L) | 0x4000L,
        (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
  }

  /** Lets a step happen in so many milliseconds. */
  void in(long delayMillis, Runnable step) {
    events.add(new Event(millis + Math.max(0, delayMillis), orders++, step));
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
