package io.driftless.stack.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks a server of this machine whether it answers yet; never through a proxy. */
public final class Http {

  private static final int LIMIT_MILLIS = 3000;

  private Http() {}

  /**
   * What came back.
   *
   * @param status -1 if nobody answered in time
   */
  public record Answer(int status, String body) {}

  /** The status of a GET; -1 if nobody answers in time. */
  public static int status(String address) {
    return get(address).status();
  }

  /** The answer to a GET. */
  public static Answer get(String address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      int status = connection.getResponseCode();
      InputStream body =
          status < HttpURLConnection.HTTP_BAD_REQUEST
              ? connection.getInputStream()
              : connection.getErrorStream();
      if (body == null) {
        return new Answer(status, "");
      }
      try (body) {
        return new Answer(status, new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException notYet) {
      return new Answer(-1, "");
    }
  }
}
