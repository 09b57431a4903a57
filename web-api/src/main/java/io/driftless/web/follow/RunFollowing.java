package io.driftless.web.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.protocol.api.JobMessages.RunDetail;
import io.driftless.protocol.codec.Codec;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.job.JobReads;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells operators what a run does while it does it: its detail whenever that has changed, at most
 * twice a second, until the run is over. A run's counts are in the database, so it does not matter
 * which server is asked.
 */
@ApplicationScoped
public class RunFollowing {

  private static final Logger LOG = System.getLogger(RunFollowing.class.getName());
  private static final int MOST = 50;
  private static final long LOOK_MILLIS = 500;

  /** So many looks without a change are followed by a sign of life. */
  private static final int SILENT_LOOKS = 20;

  @EJB private JobReads reads;
  @Inject private Clock clock;
  @Resource private ManagedScheduledExecutorService executor;

  private final AtomicInteger open = new AtomicInteger();

  /**
   * Goes on telling of a run until it is over.
   *
   * @param until when the stream ends at the latest
   * @throws RefusedException when too many follow runs already
   */
  public void stream(RunDetail first, Instant until, Sse events, SseEventSink sink) {
    if (open.incrementAndGet() > MOST) {
      open.decrementAndGet();
      throw new RefusedException(
          Refusal.TOO_MANY_CALLS, "At most %d streams of runs at a time.".formatted(MOST));
    }
    new Stream(first, until, events, sink).send(first);
  }

  private final class Stream {
    private final long run;
    private final Instant until;
    private final Sse events;
    private final SseEventSink sink;
    private RunDetail told;
    private int silentLooks;

    Stream(RunDetail first, Instant until, Sse events, SseEventSink sink) {
      this.run = first.run().run();
      this.told = first;
      this.until = until;
      this.events = events;
      this.sink = sink;
    }

    private void send(RunDetail detail) {
      told = detail;
      silentLooks = 0;
      send(
          events
              .newEventBuilder()
              .name("run")
              .mediaType(MediaType.TEXT_PLAIN_TYPE)
              .data(String.class, json(detail))
              .build(),
          detail.run().endedMillis() != null);
    }

    /** The next look comes after the event has gone out: one at a time. */
    private void send(OutboundSseEvent event, boolean last) {
      sink.send(event)
          .whenComplete(
              (done, failure) -> {
                if (failure != null || last || sink.isClosed()) {
                  end();
                } else {
                  later();
                }
              });
    }

    private void later() {
      Future<?> unused = executor.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
      try {
        RunDetail now = reads.run(run);
        if (!now.equals(told)) {
          send(now);
        } else if (!clock.instant().isBefore(until) || sink.isClosed()) {
          end();
        } else if (++silentLooks >= SILENT_LOOKS) {
          silentLooks = 0;
          send(events.newEventBuilder().comment("still here").build(), false);
        } else {
          later();
        }
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, "A stream of a run ends, its reader comes again", e);
        end();
      }
    }

    private void end() {
      open.decrementAndGet();
      sink.close();
    }
  }

  private static String json(RunDetail detail) {
    try {
      return Codec.json().writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A run can't be written", e);
    }
  }
}
