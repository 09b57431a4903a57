package io.driftless.web.follow;

import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.Revision;
import io.driftless.server.journal.JournalWatch;
import io.driftless.server.workspace.WorkspaceReading;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Begins to wait for changes. What is waited for is read again, with all checks, each time. */
@ApplicationScoped
public class ChangesFollowing {

  @EJB private WorkspaceReading reading;
  @EJB private JournalWatch watch;
  @Resource private ManagedExecutorService executor;

  /** Reads the rows after a cursor; throws as the call does. */
  @FunctionalInterface
  interface Rows {
    ChangesPage after(Cursor cursor);
  }

  /**
   * The rows after a cursor, once there are some; an empty page when there are none in time.
   *
   * @param limit the most rows
   */
  public CompletionStage<ChangesPage> next(Followed followed, Cursor cursor, int limit) {
    CompletableFuture<ChangesPage> answer = new CompletableFuture<>();
    LongPoll poll = new LongPoll(followed, cursor, answer, executor, rows(followed, limit));
    watch.follow(poll);
    CompletionStage<ChangesPage> told = answer.whenComplete((page, failure) -> watch.leave(poll));
    poll.read();
    return told;
  }

  /** Goes on telling what comes after this page, until it ends or the caller goes away. */
  public void stream(Followed followed, ChangesPage first, Sse events, SseEventSink sink) {
    EventStream.Line line = new EventStream.Line(events, sink, executor);
    EventStream stream =
        new EventStream(followed, first, line, rows(followed, EventStream.MOST_ROWS), watch::leave);
    watch.follow(stream);
    stream.start();
  }

  private Rows rows(Followed followed, int limit) {
    return cursor ->
        reading.changes(followed.caller(), followed.workspace(), cursor, limit, Revision.NONE);
  }
}
