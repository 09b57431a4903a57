package io.driftless.server.figures;

import io.driftless.protocol.message.Message.CommitAnswer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How many commits are decided, how, and how long that takes, waiting for the lock included; and
 * how long it takes until the devices are told. Each also counts into the classes of a histogram:
 * WildFly's registry of an archive does not make them by itself.
 */
@ApplicationScoped
public class CommitFigures {

  /** Upper bounds of the classes, in seconds. */
  static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60};

  @Inject private MeterRegistry registry;

  /** Decides a commit and notes how long it took; one that throws is tried again, and not noted. */
  public CommitAnswer timed(Supplier<CommitAnswer> work) {
    long began = System.nanoTime();
    CommitAnswer answer = work.get();
    String outcome = answer.refused() == null ? "decided" : "refused";
    note("driftless.commit", Tags.of("outcome", outcome), System.nanoTime() - began);
    return answer;
  }

  /** Notes that the devices of a workspace are told, so long after the commit had been made. */
  public void told(Duration after) {
    note("driftless.fanout", Tags.empty(), Math.max(0, after.toNanos()));
  }

  private void note(String name, Tags tags, long nanos) {
    registry.timer(name, tags).record(Duration.ofNanos(nanos));
    double seconds = nanos / 1e9;
    for (double bound : BOUNDS) {
      registry
          .counter(name + ".within", tags.and("le", Double.toString(bound)))
          .increment(seconds <= bound ? 1 : 0);
    }
    registry.counter(name + ".within", tags.and("le", "+Inf")).increment();
  }
}
