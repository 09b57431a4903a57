package io.driftless.client.server;

import io.driftless.protocol.api.ApiConventions;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call as it goes out.
 *
 * @param method GET, POST, PUT or DELETE
 * @param path behind the server's address, query included
 * @param body may be published again
 * @param contentType of the body; null for none
 * @param signedIn whether a bearer token goes with it
 * @param repeatable whether it may be sent again when no answer came
 * @param patience how long it may take until the answer begins
 */
record HttpCall(
    String method,
    String path,
    BodyPublisher body,
    @Nullable String contentType,
    boolean signedIn,
    boolean repeatable,
    Duration patience) {

  /** How long most calls may take until the answer begins. */
  private static final Duration USUAL = Duration.ofSeconds(30);

  static HttpCall get(String path) {
    return new HttpCall(
        "GET", ApiConventions.BASE_PATH + path, BodyPublishers.noBody(), null, true, true, USUAL);
  }

  static HttpCall send(String method, String path, byte[] body, String contentType) {
    return new HttpCall(
        method,
        ApiConventions.BASE_PATH + path,
        BodyPublishers.ofByteArray(body),
        contentType,
        true,
        true,
        USUAL);
  }

  static HttpCall delete(String path) {
    return new HttpCall(
        "DELETE",
        ApiConventions.BASE_PATH + path,
        BodyPublishers.noBody(),
        null,
        true,
        true,
        USUAL);
  }

  HttpCall withoutSignOn() {
    return new HttpCall(method, path, body, contentType, false, repeatable, patience);
  }

  HttpCall once() {
    return new HttpCall(method, path, body, contentType, signedIn, false, patience);
  }

  HttpCall within(Duration longest) {
    return new HttpCall(method, path, body, contentType, signedIn, repeatable, longest);
  }

  /** For messages: what was asked, without the query. */
  String name() {
    int query = path.indexOf('?');
    return method + " " + (query < 0 ? path : path.substring(0, query));
  }
}
