package io.driftless.server.figures;

import io.driftless.protocol.message.Message.CommitAnswer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;

/** How many commits are decided, how, and how long that takes, waiting for the lock included. */
@ApplicationScoped
public class CommitFigures {

  @Inject private MeterRegistry registry;

  /** Decides a commit and notes how long it took; one that throws is tried again, and not noted. */
  public CommitAnswer timed(Supplier<CommitAnswer> work) {
    long began = System.nanoTime();
    CommitAnswer answer = work.get();
    String outcome = answer.refused() == null ? "decided" : "refused";
    registry
        .timer("driftless.commit", Tags.of("outcome", outcome))
        .record(Duration.ofNanos(System.nanoTime() - began));
    return answer;
  }
}
