package io.driftless.client.server;

import java.net.http.HttpResponse.ResponseInfo;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a long listing one page ahead. The headers of a page name the next one (RFC 8288), so it is
 * asked for while this one is still on its way: the server reads rows while it writes others. Of
 * each listing at most one page waits here.
 */
final class PagesAhead {

  private static final Pattern NEXT = Pattern.compile("<(\\?[^>]*)>\\s*;\\s*rel=\"?next\"?");

  private final HttpTransport transport;
  private final Map<String, Ahead> byListing = new ConcurrentHashMap<>();

  PagesAhead(HttpTransport transport) {
    this.transport = transport;
  }

  /**
   * The page at an address; asks for it unless that was done already.
   *
   * @param listing the address without a query
   * @param query with its question mark; empty for the first page
   */
  HttpAnswer page(String listing, String query) throws ServerException {
    Ahead ahead = byListing.remove(listing);
    if (ahead != null && ahead.query.equals(query)) {
      HttpAnswer answer = ahead.taken();
      if (answer != null) {
        return answer;
      }
    }
    return transport.exchange(HttpCall.get(listing + query), head -> begin(listing, next(head)));
  }

  private void begin(String listing, @Nullable String query) {
    if (query != null) {
      Ahead ahead = new Ahead(listing, query);
      byListing.put(listing, ahead);
      ahead.start();
    }
  }

  private static @Nullable String next(ResponseInfo head) {
    for (String link : head.headers().allValues("Link")) {
      Matcher next = NEXT.matcher(link);
      if (next.find()) {
        return next.group(1);
      }
    }
    return null;
  }

  /** A page on its way; the one after it is asked for when this one is taken. */
  private final class Ahead {

    private final String listing;
    private final String query;
    private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    private @Nullable String following;
    private boolean taken;

    Ahead(String listing, String query) {
      this.listing = listing;
      this.query = query;
    }

    void start() {
      Thread thread = new Thread(this::run, "page-ahead");
      thread.setDaemon(true);
      thread.start();
    }

    private void run() {
      try {
        answer.complete(transport.exchange(HttpCall.get(listing + query), this::begun));
      } catch (ServerException | RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }

    private void begun(ResponseInfo head) {
      String next = next(head);
      boolean now;
      synchronized (this) {
        following = next;
        now = taken;
      }
      begin(listing, now ? next : null);
    }

    /** Waits for it; null when it failed, and is to be asked for anew. */
    @Nullable HttpAnswer taken() throws ServerException {
      String next;
      synchronized (this) {
        taken = true;
        next = following;
      }
      begin(listing, next);
      try {
        return answer.get();
      } catch (ExecutionException e) {
        byListing.remove(listing);
        return null;
      } catch (InterruptedException e) {
        throw HttpTransport.interrupted();
      }
    }
  }
}
