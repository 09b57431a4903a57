package io.driftless.client.transfer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A blob store in this process that speaks as much of Azure's protocol as the client uses: passes
 * that create or read in one container, no overwriting, transactional MD5, ranges. Fails as a test
 * tells it to.
 */
final class BlobDouble implements AutoCloseable {

  /** What to do to one request. */
  enum Fault {
    /** Cuts the line before anything happened. */
    CUT_BEFORE,
    /** Does it, then cuts the line. */
    CUT_AFTER,
    /** Answers 503. */
    BUSY,
    /** Changes a byte on the way. */
    FLIP,
    /** Sends half and cuts the line. */
    HALF,
    /** Sends a byte too many. */
    MORE,
    /** Answers the whole blob with 200. */
    IGNORE_RANGE,
    /** Never answers. */
    HANG,
    /** Nothing. */
    NONE
  }

  final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  final Set<String> refusedPasses = ConcurrentHashMap.newKeySet();
  volatile boolean keepsMd5 = true;
  volatile int existsStatus = 409;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile int passNumber;

  BlobDouble() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/account/", this::handle);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A pass for 15 minutes from a moment. */
  synchronized Sas pass(WorkspaceId workspace, BlobAccess access, long nowMillis) {
    passNumber++;
    String permission = access == BlobAccess.UPLOAD ? "c" : "r";
    return new Sas(
        address() + "/account/" + workspace,
        "sp=%s&for=%s&sig=%d".formatted(permission, workspace, passNumber),
        nowMillis + 15 * 60 * 1000);
  }

  static String key(WorkspaceId workspace, PackId pack) {
    return workspace + "/" + pack.blobName();
  }

  long count(String method) {
    return requests.stream().filter(request -> request.startsWith(method)).count();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestURI().getPath().substring("/account/".length());
    requests.add(exchange.getRequestMethod() + " " + key);
    Fault fault = faults.isEmpty() ? Fault.NONE : faults.remove();
    byte[] body = exchange.getRequestBody().readAllBytes();
    switch (fault) {
      case CUT_BEFORE -> exchange.close();
      case BUSY -> answer(exchange, 503, "ServerBusy");
      case HANG -> awaitStop();
      default -> {
        if (!isAllowed(exchange, key)) {
          answer(exchange, 403, "AuthorizationFailure");
        } else if (exchange.getRequestMethod().equals("PUT")) {
          put(exchange, key, body, fault);
        } else {
          get(exchange, key, fault);
        }
      }
    }
  }

  private static void awaitStop() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAllowed(HttpExchange exchange, String key) {
    String query = exchange.getRequestURI().getQuery();
    String container = key.substring(0, key.indexOf('/'));
    String permission = exchange.getRequestMethod().equals("PUT") ? "c" : "r";
    return query.contains("sp=" + permission + "&")
        && query.contains("for=" + container + "&")
        && !refusedPasses.contains(query.substring(query.indexOf("sig=") + 4));
  }

  private void put(HttpExchange exchange, String key, byte[] body, Fault fault) throws IOException {
    if (fault == Fault.FLIP) {
      body[0] ^= 1;
    }
    if (!"BlockBlob".equals(exchange.getRequestHeaders().getFirst("x-ms-blob-type"))
        || !"*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      answer(exchange, 400, "InvalidHeaderValue");
    } else if (!md5(body).equals(exchange.getRequestHeaders().getFirst("Content-MD5"))) {
      answer(exchange, 400, "Md5Mismatch");
    } else if (blobs.putIfAbsent(key, body) != null) {
      answer(exchange, existsStatus, "BlobAlreadyExists");
    } else if (fault == Fault.CUT_AFTER) {
      exchange.close();
    } else {
      answer(exchange, 201, null);
    }
  }

  private void get(HttpExchange exchange, String key, Fault fault) throws IOException {
    byte[] blob = blobs.get(key);
    if (blob == null) {
      answer(exchange, 404, "BlobNotFound");
      return;
    }
    if (keepsMd5) {
      exchange.getResponseHeaders().set("Content-MD5", md5(blob));
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(blob.length));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    String[] range =
        exchange.getRequestHeaders().getFirst("Range").substring("bytes=".length()).split("-", -1);
    int from = Integer.parseInt(range[0]);
    int to = Math.min(Integer.parseInt(range[1]) + 1, blob.length);
    if (from > blob.length) { // from the very end it sends nothing with 206, as Azurite does
      answer(exchange, 416, "InvalidRange");
      return;
    }
    boolean whole = fault == Fault.IGNORE_RANGE;
    send(exchange, whole ? 200 : 206, whole ? blob : Arrays.copyOfRange(blob, from, to), fault);
  }

  private static void send(HttpExchange exchange, int status, byte[] part, Fault fault)
      throws IOException {
    byte[] sent = fault == Fault.MORE ? Arrays.copyOf(part, part.length + 1) : part;
    if (fault == Fault.FLIP) {
      sent[sent.length / 2] ^= 1;
    }
    if (sent.length == 0) {
      exchange.getResponseHeaders().set("Content-Length", "0");
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(status, sent.length);
    exchange.getResponseBody().write(sent, 0, fault == Fault.HALF ? sent.length / 2 : sent.length);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static void answer(HttpExchange exchange, int status, String error) throws IOException {
    if (error != null) {
      exchange.getResponseHeaders().set("x-ms-error-code", error);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
