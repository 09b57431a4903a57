package io.driftless.client.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.driftless.client.address.ServerAddress;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server whose pages end only when the next one was asked for. */
class PagesAheadTest {

  private static final WorkspaceId SPACE = new WorkspaceId(new UUID(3, 4));
  private static final Cursor CURSOR = Cursor.start(new ServerEpoch(new UUID(1, 2)));
  private static final long PATIENCE_SECONDS = 20;

  /** Each page's mark of the next. */
  private static final Map<String, String> NEXT = Map.of("", "b=", "b=", "c");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, CountDownLatch> begun = new ConcurrentHashMap<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private HttpServerCalls calls;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    calls =
        new HttpServerCalls(
            HttpServerCalls.newHttpClient(),
            new ServerAddress(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
            new TokenSource() {
              @Override
              public String token() {
                return "token";
              }

              @Override
              public void refused(String token) {}
            },
            new DeviceId("laptop-1"),
            millis -> {});
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void nextPageShouldBeAskedForWhileThisOneIsOnItsWay() throws Exception {
    SnapshotPage first = calls.snapshot(SPACE, null);
    assertThat(asked).containsExactly("", "b="); // no further ahead
    SnapshotPage second = calls.snapshot(SPACE, first.nextPage());
    SnapshotPage third = calls.snapshot(SPACE, second.nextPage());
    assertThat(third.nextPage()).isNull();
    assertThat(asked).containsExactly("", "b=", "c");
  }

  @Test
  void pageThatFailedAheadShouldBeAskedForAgain() throws Exception {
    refused.add("b=");
    SnapshotPage first = calls.snapshot(SPACE, null);
    assertThat(calls.snapshot(SPACE, first.nextPage()).nextPage()).isEqualTo("c");
    assertThat(asked).containsExactly("", "b=", "b=", "c");
  }

  @Test
  void listingThatBeginsAgainShouldNotGetThePageAhead() throws Exception {
    calls.snapshot(SPACE, null);
    SnapshotPage first = calls.snapshot(SPACE, null);
    assertThat(calls.snapshot(SPACE, first.nextPage()).nextPage()).isEqualTo("c");
    assertThat(asked).containsExactly("", "b=", "", "b=", "c");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    String page = query == null ? "" : query.substring("page=".length());
    asked.add(page);
    latch(page).countDown();
    String next = NEXT.get(page);
    if (refused.remove(page)) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    byte[] body = Codec.cbor().writeValueAsBytes(new SnapshotPage(CURSOR, next, List.of()));
    exchange.getResponseHeaders().set("Content-Type", "application/cbor");
    if (next != null) {
      exchange
          .getResponseHeaders()
          .set("Link", "<?page=" + next.replace("=", "%3D") + ">; rel=\"next\"");
    }
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body, 0, 1);
      out.flush();
      await(next);
      out.write(body, 1, body.length - 1);
    }
  }

  /** A page that nobody asks for while this one is sent breaks the answer off. */
  private void await(@Nullable String next) throws IOException {
    try {
      if (next != null && !latch(next).await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("Nobody asked for the page " + next);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private CountDownLatch latch(String page) {
    return begun.computeIfAbsent(page, none -> new CountDownLatch(1));
  }
}
