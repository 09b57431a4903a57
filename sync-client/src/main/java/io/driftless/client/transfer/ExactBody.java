package io.driftless.client.transfer;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A response body that must have a length known before; never holds more than that. It is read no
 * faster than a rate allows; what waits fills the line's buffers and slows the sender down.
 */
final class ExactBody implements BodySubscriber<byte[]> {

  private final byte[] bytes;
  private final TokenBucket rate;
  private final LongConsumer taken;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private int filled;
  private @Nullable PacedSubscription paced;

  ExactBody(int length, TokenBucket rate, LongConsumer taken) {
    this.bytes = new byte[length];
    this.rate = rate;
    this.taken = taken;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    PacedSubscription slower = new PacedSubscription(subscription);
    paced = slower;
    slower.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    int sum = 0;
    for (ByteBuffer part : parts) {
      int length = part.remaining();
      taken.accept(length);
      if (length > bytes.length - filled) {
        if (paced != null) {
          paced.cancel();
        }
        whole.completeExceptionally(new IOException("it sends more than was asked for"));
        return;
      }
      part.get(bytes, filled, length);
      filled += length;
      sum += length;
    }
    if (paced != null) {
      paced.came(rate.take(sum));
    }
  }

  @Override
  public void onError(Throwable failure) {
    whole.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    if (filled == bytes.length) {
      whole.complete(bytes);
    } else {
      whole.completeExceptionally(
          new IOException("it broke off after %d of %d bytes".formatted(filled, bytes.length)));
    }
  }
}
