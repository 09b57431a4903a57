package io.driftless.bench.api;

import static java.util.Objects.requireNonNull;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.id.NodeId;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Many people at once, each calling again as soon as answered: half of the calls tell about a node,
 * three in ten list a folder of 100, one in ten asks for changes, one in ten uploads 4 KiB.
 */
final class Crowd {

  private static final int LONGEST_SECONDS = 120;
  private static final int DIGITS = 3;
  private static final int UPLOAD_BYTES = 4_096;
  private static final int TENTHS = 10;

  /** The kinds of calls and how they went. */
  enum Call {
    NODE,
    CHILDREN,
    CHANGES,
    UPLOAD
  }

  /** Times in microseconds, by kind of call. */
  record Times(Map<Call, Histogram> byCall, double seconds) {
    Histogram all() {
      Histogram all = histogram();
      byCall.values().forEach(all::add);
      return all;
    }

    double perSecond() {
      return all().getTotalCount() / seconds;
    }
  }

  private final ApiCaller api;
  private final LargeWorkspace workspace;
  private final String path;

  Crowd(ApiCaller api, LargeWorkspace workspace) {
    this.api = api;
    this.workspace = workspace;
    this.path = "/workspaces/" + workspace.id();
  }

  Times run(int people, int seconds) throws IOException, InterruptedException, ExecutionException {
    Map<Call, Histogram> sum = histograms();
    ExecutorService pool = Executors.newFixedThreadPool(people);
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    try {
      List<Future<Map<Call, Histogram>>> running = new ArrayList<>();
      for (int i = 0; i < people; i++) {
        running.add(pool.submit(() -> callUntil(end)));
      }
      for (Future<Map<Call, Histogram>> one : running) {
        one.get().forEach((call, times) -> sum.merge(call, times, Crowd::sum));
      }
    } finally {
      pool.shutdownNow();
    }
    return new Times(sum, (System.nanoTime() - begin) / 1e9);
  }

  private Map<Call, Histogram> callUntil(long end) throws IOException, InterruptedException {
    Map<Call, Histogram> times = histograms();
    while (System.nanoTime() < end) {
      Call call = any();
      long begin = System.nanoTime();
      call(call);
      requireNonNull(times.get(call)).recordValue((System.nanoTime() - begin) / 1_000);
    }
    return times;
  }

  private static Call any() {
    int tenth = ThreadLocalRandom.current().nextInt(TENTHS);
    if (tenth < 5) {
      return Call.NODE;
    }
    if (tenth < 8) {
      return Call.CHILDREN;
    }
    return tenth < 9 ? Call.CHANGES : Call.UPLOAD;
  }

  private void call(Call call) throws IOException, InterruptedException {
    String json = "application/json";
    switch (call) {
      case NODE -> api.get(path + "/nodes/" + workspace.smallFolder(), json, "identity");
      case CHILDREN ->
          api.get(path + "/nodes/" + workspace.smallFolder() + "/children", json, "identity");
      case CHANGES -> api.get(path + "/changes?cursor=latest", ApiConventions.CBOR, "identity");
      default -> upload();
    }
  }

  private void upload() throws IOException, InterruptedException {
    byte[] content = new byte[UPLOAD_BYTES];
    ThreadLocalRandom random = ThreadLocalRandom.current();
    random.nextBytes(content);
    String name = Long.toHexString(random.nextLong());
    api.send(
        "PUT",
        path + "/nodes/" + NodeId.ROOT + "/children/" + name,
        "application/octet-stream",
        BodyPublishers.ofByteArray(content));
  }

  private static Map<Call, Histogram> histograms() {
    Map<Call, Histogram> all = new EnumMap<>(Call.class);
    for (Call call : Call.values()) {
      all.put(call, histogram());
    }
    return all;
  }

  private static Histogram sum(Histogram one, Histogram other) {
    one.add(other);
    return one;
  }

  private static Histogram histogram() {
    return new Histogram(TimeUnit.SECONDS.toMicros(LONGEST_SECONDS), DIGITS);
  }
}
