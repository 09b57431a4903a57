package io.driftless.bench.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.NodeId;
import io.driftless.stack.Addresses;
import io.driftless.stack.LocalStack;
import io.driftless.stack.PartName;
import io.driftless.stack.StackException;
import io.driftless.stack.StackProgress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes the figures of the jobs and prints them; {@code --help} says how. */
@Command(
    name = "job-benchmark",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the jobs of a local stack, started if it is down: mark, quarantine and sweep on rows of the",
      "database, the scrub beside reads of the same packs, and what running jobs do to commits.",
      "The workspaces it makes stay; use a data folder of its own."
    })
public final class JobBenchmark implements Callable<Integer> {

  private static final int FILE_BYTES = 16 << 20;
  private static final double MIB = 1 << 20;
  private static final long LONGEST_MICROS = 60_000_000;
  private static final String JSON = "application/json";
  private static final String AT_ONCE =
      "{\"kind\":\"collect\",\"workspace\":\"%s\",\"settings\":{\"ageSeconds\":0,\"graceSeconds\":0,"
          + "\"orphanSeconds\":0,\"restSeconds\":0,\"restoreRestSeconds\":0}}";
  private static final String SCRUB =
      "{\"kind\":\"scrub\",\"workspace\":\"%s\",\"settings\":{\"againSeconds\":0,\"bytesPerSecond\":%d}}";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".driftless",
      description = "Data folder of the stack (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".driftless");

  @Option(
      names = "--chunks",
      paramLabel = "N",
      defaultValue = "400000",
      description =
          "Chunks of the collected workspace, and references (default: ${DEFAULT-VALUE}).")
  private int chunks;

  @Option(
      names = "--files",
      paramLabel = "N",
      defaultValue = "32",
      description = "Files of 16 MiB to scrub (default: ${DEFAULT-VALUE}).")
  private int files;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds of commits with jobs, and as many without (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long a round takes (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--people",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Who commit at once, each in a workspace of their own (default: ${DEFAULT-VALUE}).")
  private int people;

  /** Runs it. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new JobBenchmark()).execute(arguments));
  }

  @Override
  public Integer call()
      throws IOException, InterruptedException, StackException, SQLException, ExecutionException {
    try (LocalStack stack = LocalStack.open(data, StackProgress.silent())) {
      boolean wasUp = stack.process(PartName.WILDFLY).isPresent();
      try {
        stack.start();
        measure(stack.addresses());
      } finally {
        if (!wasUp) {
          stack.stop();
        }
      }
    }
    return 0;
  }

  private void measure(Addresses stack)
      throws IOException, InterruptedException, SQLException, ExecutionException {
    ApiCaller api = new ApiCaller(stack.server(), stack.issuer());
    Map<String, String> variables = stack.environment();
    try (Connection database =
        DriverManager.getConnection(
            stack.database(),
            variables.get("DRIFTLESS_DB_USER"),
            variables.get("DRIFTLESS_DB_PASSWORD"))) {
      String packs = scrub(api, database);
      impact(api, packs);
      collect(api, database);
    }
  }

  private static String workspace(ApiCaller api) throws IOException, InterruptedException {
    String body = "{\"name\":\"benchmark " + UUID.randomUUID() + "\"}";
    byte[] made = api.send("POST", "/workspaces", JSON, BodyPublishers.ofString(body));
    return Codec.json().readTree(made).path("workspace").asText();
  }

  private static long run(ApiCaller api, String body) throws IOException, InterruptedException {
    byte[] begun = api.send("POST", "/jobs/runs", JSON, BodyPublishers.ofString(body));
    long run = Codec.json().readTree(begun).path("run").asLong();
    while (true) {
      JsonNode now =
          Codec.json().readTree(api.get("/jobs/runs/" + run, JSON, "identity")).path("run");
      if (now.hasNonNull("endedMillis")) {
        if (!now.path("state").asText().equals("completed")) {
          throw new IOException("The run did not end well: " + now);
        }
        return run;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** How long the steps of a run took, without its start and end. */
  private static double stepSeconds(Connection database, long run, String step)
      throws SQLException {
    try (PreparedStatement query =
        database.prepareStatement(
            "SELECT sum(extract(epoch FROM s.endtime - s.starttime)) FROM step_execution s"
                + " JOIN job_run r ON r.execution_id = s.jobexecutionid"
                + " WHERE r.run_id = ? AND s.stepname = ?")) {
      query.setLong(1, run);
      query.setString(2, step);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return Math.max(row.getDouble(1), 0.001);
      }
    }
  }

  private void collect(ApiCaller api, Connection database)
      throws IOException, InterruptedException, SQLException {
    String workspace = workspace(api);
    long references = JobRows.fill(database, UUID.fromString(workspace), chunks);
    String body = AT_ONCE.formatted(workspace);
    long first = run(api, body);
    say("mark        %,10.0f references/s", references / stepSeconds(database, first, "mark"));
    say("quarantine  %,10.0f chunks/s", chunks / 2.0 / stepSeconds(database, first, "quarantine"));
    long second = run(api, body);
    say("sweep       %,10.0f chunks/s", chunks / 2.0 / stepSeconds(database, second, "sweep"));
  }

  private String scrub(ApiCaller api, Connection database)
      throws IOException, InterruptedException, SQLException {
    String workspace = workspace(api);
    Random random = new Random(1);
    for (int i = 0; i < files; i++) {
      byte[] content = new byte[FILE_BYTES];
      random.nextBytes(content);
      String path = "/workspaces/%s/nodes/%s/children/f%d".formatted(workspace, NodeId.ROOT, i);
      api.send("PUT", path, "application/octet-stream", BodyPublishers.ofByteArray(content));
    }
    List<String> packs = verified(database, workspace);
    double scrub = 0;
    double raw = 0;
    double mib = 0;
    for (int round = 0; round < rounds; round++) { // in turn: the first of each warms up
      long began = System.nanoTime();
      double bytes = read(api, workspace, packs);
      double took = (System.nanoTime() - began) / 1e9;
      long run = run(api, SCRUB.formatted(workspace, 0));
      if (round > 0 || rounds == 1) {
        mib += bytes / MIB;
        raw += took;
        scrub += stepSeconds(database, run, "scrub");
      }
    }
    say(
        "scrub       %,10.0f MiB/s, raw reads of the packs one by one %.0f",
        mib / scrub, mib / raw);
    return workspace;
  }

  private double read(ApiCaller api, String workspace, List<String> packs)
      throws IOException, InterruptedException {
    JsonNode pass =
        Codec.json()
            .readTree(
                api.send(
                    "POST",
                    "/workspaces/" + workspace + "/sas",
                    JSON,
                    BodyPublishers.ofString("{\"access\":\"download\"}")));
    HttpClient http = HttpClient.newHttpClient();
    double bytes = 0;
    for (String pack : packs) {
      String blob = "%s/%s.pack?%s";
      URI uri =
          URI.create(
              blob.formatted(
                  pass.path("containerUrl").asText(), pack, pass.path("signature").asText()));
      bytes +=
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()).body().length;
    }
    return bytes;
  }

  /** The packs of a workspace, once all are verified. */
  private static List<String> verified(Connection database, String workspace)
      throws SQLException, InterruptedException {
    while (true) {
      List<String> packs = new ArrayList<>();
      boolean all = true;
      try (PreparedStatement query =
          database.prepareStatement(
              "SELECT pack_id, verified_at FROM pack WHERE workspace_id = ?::uuid AND state = 0")) {
        query.setString(1, workspace);
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            packs.add(rows.getString("pack_id"));
            all &= rows.getTimestamp("verified_at") != null;
          }
        }
      }
      if (all) {
        return packs;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /** Rounds of commits in turn: without jobs, with scrub, collect and check one after the other. */
  private void impact(ApiCaller api, String packs)
      throws IOException, InterruptedException, ExecutionException {
    List<String> own = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      own.add(workspace(api));
    }
    commits(api, own); // warms up
    Histogram quiet = new Histogram(LONGEST_MICROS, 3);
    Histogram busy = new Histogram(LONGEST_MICROS, 3);
    for (int round = 0; round < rounds; round++) {
      quiet.add(commits(api, own));
      AtomicBoolean over = new AtomicBoolean();
      ExecutorService jobs = Executors.newSingleThreadExecutor();
      Future<Integer> ran = jobs.submit(() -> jobs(api, packs, over));
      busy.add(commits(api, own));
      over.set(true);
      ran.get();
      jobs.shutdown();
    }
    print("commits without jobs", quiet);
    print("commits with jobs", busy);
    say(
        "median with jobs    %+.0f %%",
        100.0 * busy.getValueAtPercentile(50) / quiet.getValueAtPercentile(50) - 100);
  }

  private static int jobs(ApiCaller api, String packs, AtomicBoolean over)
      throws IOException, InterruptedException {
    int ran = 0;
    while (!over.get()) {
      run(api, SCRUB.formatted(packs, 32L << 20)); // as it is by default
      run(api, "{\"kind\":\"collect\",\"dryRun\":false}");
      run(api, "{\"kind\":\"check\"}");
      ran += 3;
    }
    return ran;
  }

  private Histogram commits(ApiCaller api, List<String> own)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    ExecutorService pool = Executors.newFixedThreadPool(own.size());
    Histogram all = new Histogram(LONGEST_MICROS, 3);
    try {
      List<Future<Histogram>> running = new ArrayList<>();
      for (String workspace : own) {
        running.add(pool.submit(() -> commits(api, workspace, end)));
      }
      for (Future<Histogram> one : running) {
        all.add(one.get());
      }
    } finally {
      pool.shutdownNow();
    }
    return all;
  }

  private static Histogram commits(ApiCaller api, String workspace, long end)
      throws IOException, InterruptedException {
    Histogram micros = new Histogram(LONGEST_MICROS, 3);
    while (System.nanoTime() < end) {
      String body = "{\"parent\":\"%s\",\"name\":\"%s\"}".formatted(NodeId.ROOT, UUID.randomUUID());
      long began = System.nanoTime();
      api.send("POST", "/workspaces/" + workspace + "/nodes", JSON, BodyPublishers.ofString(body));
      micros.recordValue((System.nanoTime() - began) / 1_000);
    }
    return micros;
  }

  private static void print(String what, Histogram micros) {
    say(
        "%-20s %,7d, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms",
        what,
        micros.getTotalCount(),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(95) / 1e3,
        micros.getValueAtPercentile(99) / 1e3);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
