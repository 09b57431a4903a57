package io.driftless.guard;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * All that a device must not be able to do at the broker, tried with the broker's own client over a
 * real connection, and the little that it must. The same tests run against an embedded broker and
 * against the whole server; a {@code @TestFactory} method returns {@link #tests()}.
 *
 * <p>Leaves messages on the request queue that no listener can read, and nothing else.
 */
public final class BrokerRefusalSuite {
  private final BrokerTarget target;
  private final @Nullable RequestTap tap;

  /**
   * A suite against this broker.
   *
   * @param tap the server's end of the request queue; null where a listener consumes it, and what
   *     arrives there is not looked at
   */
  public BrokerRefusalSuite(BrokerTarget target, @Nullable RequestTap tap) {
    this.target = target;
    this.tap = tap;
  }

  /** One test for each case. */
  public Stream<DynamicTest> tests() {
    return Stream.of(
            new DestinationCases(target).tests(),
            new IdentityCases(target).tests(),
            new MessageCases(target, tap).tests(),
            new WireCases(target).tests())
        .flatMap(s -> s);
  }
}
