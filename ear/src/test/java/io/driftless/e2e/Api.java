package io.driftless.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API as any program may call it, well or badly; every answer is looked at by the test.
 */
final class Api {

  static final String JSON = "application/json";
  static final String CBOR = "application/cbor";
  static final String LINES = "application/x-ndjson";
  static final String BYTES = "application/octet-stream";
  static final String PROBLEM = "application/problem+json";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final Map<String, String> headers;

  private Api(String base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  /** Without a token. */
  static Api of(RunningStack stack) throws IOException {
    return new Api(stack.address("server"), Map.of());
  }

  /** With this token. */
  Api token(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** With this header; an empty value takes it away. */
  Api with(String header, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(header, value);
    more.values().removeIf(String::isEmpty);
    return new Api(base, more);
  }

  /** The value of a header that every call has. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, BodyPublishers.noBody());
  }

  /** With a body as JSON; none when it is null. */
  Answer call(String method, String path, @Nullable Object body)
      throws IOException, InterruptedException {
    if (body == null) {
      return send(method, path, BodyPublishers.noBody());
    }
    return with("Content-Type", JSON)
        .send(method, path, BodyPublishers.ofByteArray(RunningStack.JSON.writeValueAsBytes(body)));
  }

  /** With these bytes in this form. */
  Answer bytes(String method, String path, String mediaType, byte[] body)
      throws IOException, InterruptedException {
    return with("Content-Type", mediaType).send(method, path, BodyPublishers.ofByteArray(body));
  }

  /** The path begins behind {@code /api/v1}, or is a whole one. */
  Answer send(String method, String path, BodyPublisher body)
      throws IOException, InterruptedException {
    URI address = URI.create(path.startsWith("http") ? path : base + "/api/v1" + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(address).method(method, body);
    headers.forEach(request::header);
    HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    return new Answer(method + " " + path, response);
  }

  /** What came back. */
  record Answer(String call, HttpResponse<byte[]> response) {

    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    byte[] body() {
      return response.body();
    }

    byte[] unpacked() throws IOException {
      return header("Content-Encoding").equals("gzip")
          ? new GZIPInputStream(new ByteArrayInputStream(body())).readAllBytes()
          : body();
    }

    JsonNode json() throws IOException {
      return RunningStack.JSON.readTree(unpacked());
    }

    /** The last part of the problem's type; empty when this is no problem. */
    String problem() throws IOException {
      if (!header("Content-Type").equals(PROBLEM)) {
        return "";
      }
      String type = json().path("type").asText();
      return type.substring(type.lastIndexOf('/') + 1);
    }

    /** Status and problem in one, for comparing; "200" or "404 not-found". */
    String outcome() throws IOException {
      String problem = problem();
      return problem.isEmpty() ? Integer.toString(status()) : status() + " " + problem;
    }

    @Override
    public String toString() {
      return call + " -> " + status() + " " + new String(body(), StandardCharsets.UTF_8);
    }
  }
}
