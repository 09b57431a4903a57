package io.driftless.client.server;

import io.driftless.client.address.ServerAddress;
import io.driftless.client.server.ServerException.Kind;
import io.driftless.client.time.Pause;
import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.Problem;
import io.driftless.protocol.id.DeviceId;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls: bearer token, repeats of what passes by itself, and failures as {@link
 * ServerException}. A call takes at most {@link #ATTEMPTS} attempts; each ends when the answer does
 * not begin, or does not go on, for 30 seconds.
 */
final class HttpTransport {

  static final int ATTEMPTS = 3;

  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final HttpClient http;
  private final ServerAddress server;
  private final TokenSource tokens;
  private final @Nullable DeviceId device;
  private final Pause pause;
  private final HttpIntake intake;

  HttpTransport(
      HttpClient http,
      ServerAddress server,
      TokenSource tokens,
      @Nullable DeviceId device,
      Pause pause,
      HttpIntake intake) {
    this.http = http;
    this.server = server;
    this.tokens = tokens;
    this.device = device;
    this.pause = pause;
    this.intake = intake;
  }

  /** The answer of a call that succeeded; else it throws. */
  HttpAnswer exchange(HttpCall call) throws ServerException {
    return exchange(call, head -> {});
  }

  /**
   * The answer of a call that succeeded; else it throws.
   *
   * @param begun is told when the headers of an answer are there; must not wait
   */
  HttpAnswer exchange(HttpCall call, Consumer<ResponseInfo> begun) throws ServerException {
    for (int attempt = 1; ; attempt++) {
      ServerException failure;
      long asked = 0;
      try {
        HttpAnswer answer = signedIn(call, begun);
        if (answer.isSuccess()) {
          return answer;
        }
        failure = failure(call, answer);
        asked = answer.retryAfterMillis();
      } catch (ServerException e) {
        failure = e;
      }
      if (!failure.passing() || !call.repeatable() || attempt == ATTEMPTS) {
        throw failure;
      }
      rest(Math.max(asked, FIRST_PAUSE_MILLIS << (2 * (attempt - 1))));
    }
  }

  private HttpAnswer signedIn(HttpCall call, Consumer<ResponseInfo> begun) throws ServerException {
    if (!call.signedIn()) {
      return once(call, null, begun);
    }
    String token = tokens.token();
    HttpAnswer answer = once(call, token, begun);
    if (answer.status() != 401) {
      return answer;
    }
    tokens.refused(token);
    return once(call, tokens.token(), begun);
  }

  private HttpAnswer once(HttpCall call, @Nullable String token, Consumer<ResponseInfo> begun)
      throws ServerException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(call.path()))
            .timeout(call.patience())
            .header("Accept", ApiConventions.CBOR + ", application/json;q=0.9")
            .header("Accept-Encoding", "gzip");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
      if (device != null) {
        request.header(ApiConventions.DEVICE_HEADER, device.value());
      }
    }
    if (call.contentType() != null) {
      request.header("Content-Type", call.contentType());
    }
    request.method(call.method(), call.body());
    try {
      return intake.exchange(http, request.build(), begun);
    } catch (IOException e) {
      throw unreachable(call, e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private ServerException failure(HttpCall call, HttpAnswer answer) {
    int status = answer.status();
    Problem problem = answer.problem();
    Kind kind = kind(status, problem);
    String said =
        problem == null
            ? "status " + status
            : problem.detail() == null ? problem.title() : problem.detail();
    String clause = said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
    String message =
        switch (kind) {
          case NOT_DRIFTLESS ->
              "What answers at %s is no Driftless server (%s to %s). Check the address."
                  .formatted(server, clause, call.name());
          case SIGN_ON -> "The server no longer accepts your sign-on. Run 'driftless login' again.";
          case BUSY -> "The server at %s can't answer now: %s.".formatted(server, clause);
          default -> said;
        };
    return new ServerException(
        kind, problem == null ? ServerException.codeOf(kind) : problem.code(), message);
  }

  private static Kind kind(int status, @Nullable Problem problem) {
    if (status == 401) {
      return Kind.SIGN_ON;
    }
    if (problem != null && problem.code().equals("not-yet")) {
      return Kind.REFUSED; // an outcome for the caller, who knows when to ask again
    }
    if (status == 429 || status == 408 || status >= 500) {
      return Kind.BUSY;
    }
    if (problem == null) {
      // A gateway or somebody else's server: ours tells a problem with every refusal.
      return Kind.NOT_DRIFTLESS;
    }
    return switch (status) {
      case 403 -> Kind.DENIED;
      case 404 -> Kind.NOT_FOUND;
      default -> Kind.REFUSED;
    };
  }

  private ServerException unreachable(HttpCall call, IOException e) {
    String why;
    if (causedBy(e, UnknownHostException.class) || causedBy(e, UnresolvedAddressException.class)) {
      why = "there is no such name, or no network";
    } else if (causedBy(e, HttpConnectTimeoutException.class)) {
      why = "nobody answers there";
    } else if (causedBy(e, ConnectException.class)) {
      why = "nothing listens there";
    } else if (causedBy(e, SSLException.class)) {
      why = "no secure connection: " + e.getMessage();
    } else if (causedBy(e, ProtocolException.class) || causedBy(e, EOFException.class)) {
      why = "what listens there does not speak HTTP, or ended the line";
    } else if (causedBy(e, HttpTimeoutException.class)) {
      why = "it gave no answer in " + call.patience().toSeconds() + " seconds";
    } else {
      why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
    return new ServerException(
        Kind.UNREACHABLE,
        ServerException.codeOf(Kind.UNREACHABLE),
        "The server at %s can't be reached: %s. Check the address and the network."
            .formatted(server, why));
  }

  private static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }

  private void rest(long millis) throws ServerException {
    try {
      pause.millis(Math.min(millis, LONGEST_PAUSE_MILLIS));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  static ServerException interrupted() {
    Thread.currentThread().interrupt();
    return new ServerException(Kind.UNREACHABLE, "stopped", "The client is being stopped.");
  }
}
