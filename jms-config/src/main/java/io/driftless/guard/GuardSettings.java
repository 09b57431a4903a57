package io.driftless.guard;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The guard's limits.
 *
 * @param maxMessageBytes largest message, properties and continuations included
 * @param messages sends, queries, consumers and producers a device may make
 * @param bytes message bytes a device may send
 * @param packets packets of any kind that one connection may send
 * @param trustedUsers accounts that are no devices and pass freely; empty where the server reaches
 *     its broker inside the JVM
 */
public record GuardSettings(
    long maxMessageBytes, Rate messages, Rate bytes, Rate packets, Set<String> trustedUsers) {

  /** What the names of all system properties read here start with. */
  public static final String PREFIX = "driftless.guard.";

  /** The limits without any configuration. */
  public static final GuardSettings DEFAULT =
      new GuardSettings(
          2L << 20,
          new Rate(100, 500),
          new Rate(8L << 20, 64L << 20),
          new Rate(5_000, 20_000),
          Set.of());

  public GuardSettings {
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException("maxMessageBytes must be positive: " + maxMessageBytes);
    }
    trustedUsers = Set.copyOf(trustedUsers);
  }

  /**
   * An allowance that refills steadily.
   *
   * @param perSecond units gained a second
   * @param burst units at most, and at the beginning
   */
  public record Rate(long perSecond, long burst) {
    public Rate {
      if (perSecond < 1 || burst < 1) {
        throw new IllegalArgumentException(
            "a rate must be positive: " + perSecond + "/s, burst " + burst);
      }
    }
  }

  /** Reads {@code driftless.guard.*} by the given look-up; what is not set keeps its default. */
  public static GuardSettings read(UnaryOperator<@Nullable String> property) {
    GuardSettings base = DEFAULT;
    return new GuardSettings(
        number(property, "maxMessageBytes", base.maxMessageBytes),
        rate(property, "messages", base.messages),
        rate(property, "bytes", base.bytes),
        rate(property, "packets", base.packets),
        names(property.apply(PREFIX + "trustedUsers")));
  }

  private static Rate rate(UnaryOperator<@Nullable String> property, String name, Rate base) {
    return new Rate(
        number(property, name + "PerSecond", base.perSecond),
        number(property, name + "Burst", base.burst));
  }

  private static long number(UnaryOperator<@Nullable String> property, String name, long base) {
    String text = property.apply(PREFIX + name);
    if (text == null || text.isBlank()) {
      return base;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(PREFIX + name + " is not a number: " + text, e);
    }
  }

  private static Set<String> names(@Nullable String text) {
    return text == null
        ? Set.of()
        : Stream.of(text.split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }
}
