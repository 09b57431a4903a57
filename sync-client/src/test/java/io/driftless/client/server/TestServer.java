package io.driftless.client.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.driftless.client.address.ServerAddress;
import io.driftless.protocol.api.Problem;
import io.driftless.protocol.codec.Codec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A real HTTP server in this process that gives the answers it was told to, in order; the last one
 * of a path stays.
 */
@SuppressWarnings("ArrayRecordComponent") // the records are never compared
public final class TestServer implements AutoCloseable {

  /** A request as it came in. */
  public record Seen(
      String method, String path, String query, Map<String, String> headers, byte[] body) {

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** An answer to give. */
  public record Answer(int status, String contentType, Map<String, String> headers, byte[] body) {}

  public final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = new HashMap<>();

  public TestServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public ServerAddress address() {
    return new ServerAddress(URI.create(url()));
  }

  public TestServer answer(String path, Answer answer) {
    synchronized (answers) {
      answers.computeIfAbsent(path, none -> new ArrayDeque<>()).add(answer);
    }
    return this;
  }

  public TestServer json(String path, Object body) {
    return answer(path, body(200, "application/json", Codec.json(), body));
  }

  public TestServer problem(String path, int status, String code, String detail) {
    Problem problem = new Problem("/problems/" + code, "Title", status, detail, null, null);
    return answer(path, body(status, Problem.MEDIA_TYPE, Codec.json(), problem));
  }

  public static Answer body(int status, String type, ObjectMapper mapper, Object body) {
    try {
      return new Answer(status, type, Map.of(), mapper.writeValueAsBytes(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Answer gzipped(Answer plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream into = new GZIPOutputStream(packed)) {
      into.write(plain.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answer(
        plain.status(),
        plain.contentType(),
        Map.of("Content-Encoding", "gzip"),
        packed.toByteArray());
  }

  private void handle(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    seen.add(
        new Seen(
            exchange.getRequestMethod(),
            uri.getPath(),
            String.valueOf(uri.getQuery()),
            headers,
            exchange.getRequestBody().readAllBytes()));
    Answer answer;
    synchronized (answers) {
      Deque<Answer> left = answers.getOrDefault(uri.getPath(), new ArrayDeque<>());
      answer = left.size() > 1 ? left.poll() : left.peek();
    }
    if (answer == null) {
      answer =
          new Answer(
              404, "text/html", Map.of(), "<h1>Not here</h1>".getBytes(StandardCharsets.UTF_8));
    }
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(
        answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
    exchange.getResponseBody().write(answer.body());
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
