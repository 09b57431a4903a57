package io.driftless.client.server;

import io.driftless.client.schedule.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Takes a whole answer in. The timeout of {@link HttpRequest} ends with the headers; a body that
 * stands still, as after a router forgot the connection, ends here.
 */
public final class HttpIntake {

  private static final long POLL_MILLIS = 500;

  private final Clock clock;
  private final long quietLimitMillis;

  /**
   * Measures by this clock.
   *
   * @param quietLimitMillis how long nothing of a body may come
   */
  public HttpIntake(Clock clock, long quietLimitMillis) {
    this.clock = clock;
    this.quietLimitMillis = quietLimitMillis;
  }

  /** As {@link #exchange(HttpClient, HttpRequest, Consumer)}, when only the whole counts. */
  public HttpAnswer exchange(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    return exchange(http, request, head -> {});
  }

  /**
   * Sends a request and waits for the whole answer.
   *
   * @param begun is told when the headers are there, on a thread of the client's that must not wait
   * @throws IOException when there is none, it is larger than {@link HttpAnswer#MAX_BYTES}, or it
   *     stands still
   */
  public HttpAnswer exchange(HttpClient http, HttpRequest request, Consumer<ResponseInfo> begun)
      throws IOException, InterruptedException {
    Body body = new Body();
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(
            request,
            head -> {
              begun.accept(head);
              return BodySubscribers.ofByteArrayConsumer(body.begin());
            });
    try {
      while (true) {
        try {
          return HttpAnswer.of(answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS), body.bytes());
        } catch (TimeoutException e) {
          if (body.quietMillis() > quietLimitMillis) {
            throw new HttpTimeoutException("The answer stands still");
          }
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      answer.cancel(true); // ends the request; nothing to do when it is complete
    }
  }

  /** What came so far; begun by the thread that receives the headers. */
  private final class Body implements Consumer<Optional<byte[]>> {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile long movedMillis = Long.MAX_VALUE;

    Body begin() {
      bytes.reset(); // a redirect's own body is over
      movedMillis = clock.steadyMillis();
      return this;
    }

    @Override
    public void accept(Optional<byte[]> part) {
      movedMillis = clock.steadyMillis();
      byte[] some = part.orElse(new byte[0]);
      if (bytes.size() + some.length > HttpAnswer.MAX_BYTES) {
        throw new IllegalStateException(
            "The answer has more than " + HttpAnswer.MAX_BYTES + " bytes");
      }
      bytes.writeBytes(some);
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    /** Negative until the headers are there: until then the request's own timeout holds. */
    long quietMillis() {
      long moved = movedMillis;
      return moved == Long.MAX_VALUE ? -1 : clock.steadyMillis() - moved;
    }
  }
}
