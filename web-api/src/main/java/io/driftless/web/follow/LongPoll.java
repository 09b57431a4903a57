package io.driftless.web.follow;

import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.journal.Follower;
import io.driftless.web.follow.ChangesFollowing.Rows;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call that is answered when there are rows after its cursor, or when its time is over. */
final class LongPoll implements Follower {

  private final Followed followed;
  private final Cursor cursor;
  private final CompletableFuture<ChangesPage> answer;
  private final Executor executor;
  private final Rows rows;
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile boolean over;

  LongPoll(
      Followed followed,
      Cursor cursor,
      CompletableFuture<ChangesPage> answer,
      Executor executor,
      Rows rows) {
    this.followed = followed;
    this.cursor = cursor;
    this.answer = answer;
    this.executor = executor;
    this.rows = rows;
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

  @Override
  public void grown() {
    if (woken.compareAndSet(false, true)) {
      executor.execute(this::read);
    }
  }

  @Override
  public void left() {
    over = true;
    grown();
  }

  @Override
  public void tick(long nowMillis) {
    if (nowMillis >= followed.until().toEpochMilli()) {
      over = true;
      grown();
    }
  }

  /** Answers if there is something to tell. */
  void read() {
    woken.set(false);
    if (answer.isDone()) {
      return;
    }
    try {
      boolean last = over; // before the rows are read
      ChangesPage page = rows.after(cursor);
      if (last || !page.changes().isEmpty()) {
        answer.complete(page);
      }
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }
}
