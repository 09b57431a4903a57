package io.driftless.client.transfer;

import io.driftless.client.schedule.Clock;
import io.driftless.client.transfer.TransferException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request to the blob store and its answer. A request has no time limit as long as bytes move,
 * since lines are slow and packs are large; one on which nothing moves is given up.
 */
final class BlobExchange {

  private static final long POLL_MILLIS = 200;

  private final HttpClient http;
  private final Clock clock;
  private final long quietLimitMillis;

  BlobExchange(HttpClient http, Clock clock, long quietLimitMillis) {
    this.http = http;
    this.clock = clock;
    this.quietLimitMillis = quietLimitMillis;
  }

  /** When bytes moved last. */
  Activity activity() {
    return new Activity(clock);
  }

  <T> HttpResponse<T> send(
      HttpRequest request, BodyHandler<T> body, Activity activity, TransferWatch watch)
      throws TransferException {
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, body);
    try {
      return await(answer, request, activity, watch);
    } catch (ExecutionException e) {
      throw unreachable(request, why(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Retries.stopped();
    } finally {
      answer.cancel(true); // ends the request; nothing to do when it is complete
    }
  }

  private <T> HttpResponse<T> await(
      CompletableFuture<HttpResponse<T>> answer,
      HttpRequest request,
      Activity activity,
      TransferWatch watch)
      throws TransferException, ExecutionException, InterruptedException {
    while (true) {
      try {
        return answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (watch.stopped()) {
          throw Retries.stopped();
        }
        if (activity.quietMillis() > quietLimitMillis) {
          throw unreachable(
              request, "nothing moved for %d seconds".formatted(quietLimitMillis / 1000));
        }
      }
    }
  }

  private static TransferException unreachable(HttpRequest request, String why) {
    return new TransferException(
        Kind.UNREACHABLE,
        "The blob store at %s can't be reached: %s. It is tried again."
            .formatted(request.uri().getRawAuthority(), why));
  }

  private static String why(@Nullable Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UnknownHostException || at instanceof UnresolvedAddressException) {
        return "there is no such name, or no network";
      }
      if (at instanceof HttpConnectTimeoutException) {
        return "nobody answers there";
      }
      if (at instanceof ConnectException) {
        return "nothing listens there";
      }
    }
    return failure instanceof IOException && failure.getMessage() != null
        ? failure.getMessage()
        : String.valueOf(failure);
  }

  /** Notes when bytes moved last; any thread. */
  static final class Activity {

    private final Clock clock;
    private volatile long lastMillis;

    private Activity(Clock clock) {
      this.clock = clock;
      moved();
    }

    void moved() {
      lastMillis = clock.steadyMillis();
    }

    private long quietMillis() {
      return clock.steadyMillis() - lastMillis;
    }
  }
}
