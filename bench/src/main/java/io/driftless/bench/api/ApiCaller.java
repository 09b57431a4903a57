package io.driftless.bench.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftless.stack.RealmUser;
import io.driftless.stack.StackException;
import io.driftless.stack.signon.DeviceGrant;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Calls the API as {@code ada}; renews the token before it ends. Safe for many threads. */
final class ApiCaller {

  private static final long TOKEN_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int OK_BELOW = 300;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String server;
  private final DeviceGrant signOn;
  private String token = "";
  private long tokenSince;

  ApiCaller(String server, String issuer) {
    this.server = server;
    this.signOn = new DeviceGrant(issuer);
  }

  /** An answer's bytes as they came. */
  byte[] get(String path, String accept, String encoding) throws IOException, InterruptedException {
    HttpRequest request =
        request(path).header("Accept", accept).header("Accept-Encoding", encoding).build();
    return send(request, BodyHandlers.ofByteArray());
  }

  /** An answer's bytes as they came; the headers are told as soon as they are there. */
  byte[] get(String path, String accept, Consumer<HttpHeaders> begun)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path).header("Accept", accept).header("Accept-Encoding", "gzip").build();
    return send(
        request,
        head -> {
          begun.accept(head.headers());
          return BodySubscribers.ofByteArray();
        });
  }

  /** A stream of the answer, while it comes. */
  InputStream open(String path) throws IOException, InterruptedException {
    return send(request(path).build(), BodyHandlers.ofInputStream());
  }

  byte[] send(String method, String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path).header("Content-Type", type).header("Accept", "application/json");
    if (method.equals("PUT")) {
      request.header("If-None-Match", "*");
    }
    return send(request.method(method, body).build(), BodyHandlers.ofByteArray());
  }

  private <T> T send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    HttpResponse<T> response = http.send(request, handler);
    if (response.statusCode() >= OK_BELOW) {
      Object body = response.body();
      throw new IOException(
          "%s %s: %d %s"
              .formatted(
                  request.method(),
                  request.uri(),
                  response.statusCode(),
                  body instanceof byte[] bytes ? new String(bytes, UTF_8) : ""));
    }
    return response.body();
  }

  private HttpRequest.Builder request(String path) throws IOException, InterruptedException {
    return HttpRequest.newBuilder(URI.create(server + "/api/v1" + path))
        .header("Authorization", "Bearer " + token());
  }

  private synchronized String token() throws IOException, InterruptedException {
    if (token.isEmpty() || System.nanoTime() - tokenSince > TOKEN_NANOS) {
      try {
        token = signOn.accessToken(RealmUser.named("ada"));
      } catch (StackException e) {
        throw new IllegalStateException(e);
      }
      tokenSince = System.nanoTime();
    }
    return token;
  }
}
