package io.driftless.client.transfer;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongConsumer;

/** A request body of known length that tells how many bytes were taken. */
final class MeteredBody implements BodyPublisher {

  private final BodyPublisher body;
  private final LongConsumer taken;

  MeteredBody(byte[] bytes, LongConsumer taken) {
    this.body = BodyPublishers.ofByteArray(bytes);
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
          @Override
          public void onSubscribe(Subscription subscription) {
            subscriber.onSubscribe(subscription);
          }

          @Override
          public void onNext(ByteBuffer part) {
            taken.accept(part.remaining());
            subscriber.onNext(part);
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
