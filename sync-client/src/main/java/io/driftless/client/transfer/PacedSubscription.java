package io.driftless.client.transfer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;

/**
 * Asks for one part at a time and for the next only when the rate allows it. Waiting holds no
 * thread. Requests count up to {@link Long#MAX_VALUE}, which stands for "all".
 */
final class PacedSubscription implements Subscription {

  private final Subscription parts;
  private long wanted;
  private boolean asked;
  private boolean cancelled;

  PacedSubscription(Subscription parts) {
    this.parts = parts;
  }

  @Override
  public void request(long more) {
    synchronized (this) {
      wanted = more > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + more;
    }
    askNext();
  }

  /** A part has come; the next may move in so many milliseconds. */
  void came(long waitMillis) {
    if (waitMillis <= 0) {
      free();
    } else {
      CompletableFuture.delayedExecutor(waitMillis, TimeUnit.MILLISECONDS).execute(this::free);
    }
  }

  private void free() {
    synchronized (this) {
      asked = false;
    }
    askNext();
  }

  private void askNext() {
    synchronized (this) {
      if (asked || cancelled || wanted == 0) {
        return;
      }
      asked = true;
      wanted -= wanted == Long.MAX_VALUE ? 0 : 1;
    }
    parts.request(1);
  }

  @Override
  public void cancel() {
    synchronized (this) {
      cancelled = true;
    }
    parts.cancel();
  }
}
