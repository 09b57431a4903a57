package io.driftless.client.transfer;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A request body of known length that keeps to a rate and tells how many bytes were taken. */
final class MeteredBody implements BodyPublisher {

  private final BodyPublisher body;
  private final TokenBucket rate;
  private final LongConsumer taken;

  MeteredBody(byte[] bytes, TokenBucket rate, LongConsumer taken) {
    this.body = BodyPublishers.ofByteArray(bytes);
    this.rate = rate;
    this.taken = taken;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    body.subscribe(
        new Subscriber<ByteBuffer>() {
          private @Nullable PacedSubscription paced;

          @Override
          public void onSubscribe(Subscription subscription) {
            PacedSubscription slower = new PacedSubscription(subscription);
            paced = slower;
            subscriber.onSubscribe(slower);
          }

          @Override
          public void onNext(ByteBuffer part) {
            int length = part.remaining();
            taken.accept(length);
            subscriber.onNext(part);
            PacedSubscription slower = paced;
            if (slower != null) {
              slower.came(rate.take(length));
            }
          }

          @Override
          public void onError(Throwable failure) {
            subscriber.onError(failure);
          }

          @Override
          public void onComplete() {
            subscriber.onComplete();
          }
        });
  }
}
