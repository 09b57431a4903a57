package io.driftless.web.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.api.Problem;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.RefusedException;
import io.driftless.server.journal.Follower;
import io.driftless.web.follow.ChangesFollowing.Rows;
import io.driftless.web.problem.Problems;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of server-sent events: pages of rows, each with its cursor as id, and a comment when
 * nothing came for a while. One event is on its way at a time, so a slow reader gets larger pages
 * and costs no memory.
 */
final class EventStream implements Follower {

  /** So many rows are in one event. */
  static final int MOST_ROWS = 200;

  private static final long SILENCE_MILLIS = 10_000;
  private static final long RECONNECT_MILLIS = 3_000;
  private static final Logger LOG = System.getLogger(EventStream.class.getName());

  private final Followed followed;
  private final Line line;
  private final Rows rows;
  private final Consumer<Follower> leave;
  private final AtomicInteger wakes = new AtomicInteger();
  private volatile Cursor cursor;
  private volatile long quietSinceMillis;
  private volatile boolean silent;
  private volatile boolean over;

  // Only whoever has counted wakes up from 0 touches these.
  private @Nullable ChangesPage first;
  private boolean more;

  /** Where events go, and who sends them. */
  record Line(Sse events, SseEventSink sink, Executor executor) {}

  EventStream(
      Followed followed, ChangesPage first, Line line, Rows rows, Consumer<Follower> leave) {
    this.followed = followed;
    this.first = first;
    this.cursor = first.cursor();
    this.line = line;
    this.rows = rows;
    this.leave = leave;
    this.quietSinceMillis = Long.MAX_VALUE;
  }

  @Override
  public WorkspaceId workspace() {
    return followed.workspace();
  }

  @Override
  public AccountId account() {
    return followed.caller().account();
  }

  @Override
  public Revision seen() {
    return cursor.revision();
  }

  /** Sends the first page. */
  void start() {
    wake();
  }

  @Override
  public void grown() {
    wake();
  }

  @Override
  public void left() {
    over = true;
    wake();
  }

  @Override
  public void tick(long nowMillis) {
    if (line.sink().isClosed()) {
      leave.accept(this);
    } else if (nowMillis >= followed.until().toEpochMilli()) {
      over = true;
      wake();
    } else if (quietSinceMillis == Long.MAX_VALUE) {
      quietSinceMillis = nowMillis;
    } else if (nowMillis - quietSinceMillis >= SILENCE_MILLIS) {
      silent = true;
      wake();
    }
  }

  private void wake() {
    if (wakes.getAndIncrement() == 0) {
      line.executor().execute(this::step);
    }
  }

  private void step() {
    int answered = wakes.get();
    CompletionStage<?> sent;
    try {
      sent = next();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "A stream of changes ends, its reader comes again", e);
      end();
      return;
    }
    sent.whenComplete(
        (done, failure) -> {
          if (failure != null || line.sink().isClosed()) {
            end();
          } else if (more || wakes.addAndGet(-answered) != 0) {
            line.executor().execute(this::step);
          }
        });
  }

  private CompletionStage<?> next() {
    boolean last = over; // before the rows are read
    ChangesPage page = first;
    boolean begins = page != null;
    first = null;
    try {
      page = page == null ? rows.after(cursor) : page;
    } catch (RefusedException e) {
      return farewell(Problems.of(e));
    }
    more = page.hasMore();
    if (begins || !page.changes().isEmpty()) {
      cursor = page.cursor();
      return send(changes(page, begins));
    }
    if (last) {
      end();
      return CompletableFuture.completedFuture(null);
    }
    return silent ? send(line.events().newEventBuilder().comment("still here").build()) : nothing();
  }

  private static CompletionStage<?> nothing() {
    return CompletableFuture.completedFuture(null);
  }

  private OutboundSseEvent changes(ChangesPage page, boolean begins) {
    OutboundSseEvent.Builder event =
        line.events()
            .newEventBuilder()
            .name("changes")
            .id(page.cursor().token())
            .mediaType(MediaType.TEXT_PLAIN_TYPE)
            .data(String.class, json(page));
    return begins ? event.reconnectDelay(RECONNECT_MILLIS).build() : event.build();
  }

  /** The last event: why there will be no more. */
  private CompletionStage<?> farewell(Problem problem) {
    String code = problem.type().substring(problem.type().lastIndexOf('/') + 1);
    String text = new String(Problems.bytes(problem), StandardCharsets.UTF_8);
    OutboundSseEvent event =
        line.events()
            .newEventBuilder()
            .name(code)
            .mediaType(MediaType.TEXT_PLAIN_TYPE)
            .data(String.class, text)
            .build();
    return send(event).whenComplete((done, failure) -> end());
  }

  private CompletionStage<?> send(OutboundSseEvent event) {
    silent = false;
    quietSinceMillis = Long.MAX_VALUE;
    return line.sink().send(event);
  }

  private void end() {
    leave.accept(this);
    line.sink().close();
  }

  private static String json(ChangesPage page) {
    try {
      return Codec.json().writeValueAsString(page);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A page of changes can't be written", e);
    }
  }
}
