package io.driftless.bench.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.message.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.HdrHistogram.Histogram;

/** Reads long listings to their end, page after page, as portals and new devices do. */
final class Listings {

  private static final int DIGITS = 3;
  private static final byte GZIP_FIRST = 0x1f;
  private static final byte GZIP_SECOND = (byte) 0x8b;
  private static final String JSON = "application/json";

  /**
   * How a listing went.
   *
   * @param bytes as they travelled, packed
   * @param pageMillis the time of each page
   */
  record Figures(long entries, double seconds, long bytes, Histogram pageMillis) {}

  /**
   * A listing.
   *
   * @param first its first page's address
   * @param more what is before the mark of any further page
   * @param items the name of the entries in a page
   * @param mark a page's mark of the next one; missing on the last
   */
  private record Listing(
      String first, String more, String items, String type, UnaryOperator<JsonNode> mark) {}

  /** A page on its way; the query of the next is there before the body. */
  private record Asked(long since, Future<String> next, Future<byte[]> body) {}

  private final ApiCaller api;
  private final String path;
  private final LargeWorkspace workspace;

  Listings(ApiCaller api, LargeWorkspace workspace) {
    this.api = api;
    this.workspace = workspace;
    this.path = "/workspaces/" + workspace.id();
  }

  /** The folder with very many files, as a portal shows it. */
  Figures children() throws IOException, InterruptedException {
    String list = path + "/nodes/" + workspace.wideFolder() + "/children";
    return read(new Listing(list, list + "?page=", "nodes", JSON, page -> page.path("nextPage")));
  }

  /**
   * All live nodes, as a new device asks for them: each page as soon as the headers of the one
   * before name it.
   */
  Figures snapshot() throws IOException, InterruptedException {
    Histogram pages = new Histogram(DIGITS);
    long begin = System.nanoTime();
    long entries = 0;
    long bytes = 0;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Asked page = ask(threads, "");
      while (page != null) {
        String next = page.next().get();
        Asked following = next.isEmpty() ? null : ask(threads, next);
        byte[] packed = page.body().get();
        pages.recordValue((System.nanoTime() - page.since()) / 1_000_000);
        bytes += packed.length;
        entries += unpack(packed, ApiConventions.CBOR).path("nodes").size();
        page = following;
      }
    } catch (ExecutionException e) {
      throw new IOException(e);
    } finally {
      threads.shutdownNow();
    }
    return new Figures(entries, (System.nanoTime() - begin) / 1e9, bytes, pages);
  }

  private Asked ask(ExecutorService threads, String query) {
    CompletableFuture<String> next = new CompletableFuture<>();
    return new Asked(
        System.nanoTime(),
        next,
        threads.submit(
            () -> {
              try {
                return api.get(
                    path + "/snapshot" + query,
                    ApiConventions.CBOR,
                    head -> next.complete(linkIn(head)));
              } catch (IOException e) {
                next.completeExceptionally(e);
                throw e;
              }
            }));
  }

  /** The query of the next page; empty after the last. */
  private static String linkIn(HttpHeaders head) {
    String link = head.firstValue("Link").orElse("");
    return link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
  }

  /** All changes since the beginning, as a portal reads them. */
  Figures changes() throws IOException, InterruptedException {
    JsonNode latest = unpack(api.get(path + "/changes?cursor=latest", JSON, "gzip"), JSON);
    Cursor start = Cursor.start(Cursor.ofToken(latest.path("cursor").asText()).epoch());
    String more = path + "/changes?limit=" + Limits.MAX_PAGE_ROWS + "&cursor=";
    return read(
        new Listing(
            more + start.token(), more, "changes", JSON, page -> page.path(cursorIfMore(page))));
  }

  private static String cursorIfMore(JsonNode page) {
    return page.path("hasMore").asBoolean() ? "cursor" : "";
  }

  private Figures read(Listing listing) throws IOException, InterruptedException {
    Histogram pages = new Histogram(DIGITS);
    long begin = System.nanoTime();
    long entries = 0;
    long bytes = 0;
    String address = listing.first();
    while (true) {
      long since = System.nanoTime();
      byte[] packed = api.get(address, listing.type(), "gzip");
      JsonNode page = unpack(packed, listing.type());
      pages.recordValue((System.nanoTime() - since) / 1_000_000);
      entries += page.path(listing.items()).size();
      bytes += packed.length;
      String mark = listing.mark().apply(page).asText("");
      if (mark.isEmpty() || mark.equals("null")) {
        return new Figures(entries, (System.nanoTime() - begin) / 1e9, bytes, pages);
      }
      address = listing.more() + URLEncoder.encode(mark, UTF_8);
    }
  }

  private static JsonNode unpack(byte[] packed, String type) throws IOException {
    ObjectMapper form = type.equals(JSON) ? Codec.json() : Codec.cbor();
    if (packed.length < 2 || packed[0] != GZIP_FIRST || packed[1] != GZIP_SECOND) {
      return form.readTree(packed); // short answers travel as they are
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return form.readTree(in);
    }
  }
}
