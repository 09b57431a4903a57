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

/** A response body that must have a length known before; never holds more than that. */
final class ExactBody implements BodySubscriber<byte[]> {

  private final byte[] bytes;
  private final LongConsumer taken;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private int filled;
  private @Nullable Subscription subscription;

  ExactBody(int length, LongConsumer taken) {
    this.bytes = new byte[length];
    this.taken = taken;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      int length = part.remaining();
      taken.accept(length);
      if (length > bytes.length - filled) {
        if (subscription != null) {
          subscription.cancel();
        }
        whole.completeExceptionally(new IOException("it sends more than was asked for"));
        return;
      }
      part.get(bytes, filled, length);
      filled += length;
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
