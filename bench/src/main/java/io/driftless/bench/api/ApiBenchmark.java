package io.driftless.bench.api;

import io.driftless.bench.api.Listings.Figures;
import io.driftless.stack.Addresses;
import io.driftless.stack.LocalStack;
import io.driftless.stack.PartName;
import io.driftless.stack.StackException;
import io.driftless.stack.StackProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes the figures and prints them; {@code --help} says how. */
@Command(
    name = "api-benchmark",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the HTTP API of a local stack, started if it is down: a long folder, all changes and the",
      "snapshot of a large workspace, transfers beside the blob store's own, many people at once.",
      "The workspace it makes stays; use a data folder of its own."
    })
public final class ApiBenchmark implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".driftless",
      description = "Data folder of the stack (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".driftless");

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Entries of the workspace (default: ${DEFAULT-VALUE}).")
  private int entries;

  @Option(
      names = "--wide",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many of them lie in one folder (default: ${DEFAULT-VALUE}).")
  private int wide;

  @Option(
      names = "--files",
      paramLabel = "N",
      defaultValue = "16",
      description = "Files of 32 MiB to send and fetch (default: ${DEFAULT-VALUE}).")
  private int files;

  @Option(
      names = "--people",
      paramLabel = "N",
      defaultValue = "50",
      description = "People at once (default: ${DEFAULT-VALUE}).")
  private int people;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long they call, after as long to warm up (default: ${DEFAULT-VALUE}).")
  private int seconds;

  /** Runs it. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ApiBenchmark()).execute(arguments));
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
    LargeWorkspace workspace;
    try (Connection database = database(stack)) {
      say("making a workspace with %,d entries", entries);
      workspace = LargeWorkspace.make(api, database, wide, entries);
    }
    Listings listings = new Listings(api, workspace);
    print("folder of %,d".formatted(wide), listings.children());
    print("snapshot, CBOR", listings.snapshot());
    print("changes, JSON", listings.changes());
    transfers(new Transfers(api, workspace, stack.blobConnection()));
    crowd(new Crowd(api, workspace));
  }

  private static Connection database(Addresses stack) throws SQLException {
    Map<String, String> variables = stack.environment();
    return DriverManager.getConnection(
        stack.database() + "?reWriteBatchedInserts=true",
        variables.get("DRIFTLESS_DB_USER"),
        variables.get("DRIFTLESS_DB_PASSWORD"));
  }

  private static void print(String what, Figures figures) {
    say(
        "%-18s %,9d entries %6.1f s %7.1f MB, page p50 %d ms, p99 %d ms",
        what,
        figures.entries(),
        figures.seconds(),
        figures.bytes() / 1e6,
        figures.pageMillis().getValueAtPercentile(50),
        figures.pageMillis().getValueAtPercentile(99));
  }

  private void transfers(Transfers transfers) throws IOException, InterruptedException {
    transfers.measure(2);
    Transfers.Rates rates = transfers.measure(files);
    say(
        "upload             %6.0f MiB/s, the store alone %.0f",
        rates.upload(), rates.storeUpload());
    say(
        "download           %6.0f MiB/s, the store alone %.0f",
        rates.download(), rates.storeDownload());
  }

  private void crowd(Crowd crowd) throws IOException, InterruptedException, ExecutionException {
    crowd.run(people, seconds);
    Crowd.Times times = crowd.run(people, seconds);
    say("%d people           %6.0f calls a second", people, times.perSecond());
    print("all", times.all());
    times.byCall().forEach((call, micros) -> print(call.name().toLowerCase(Locale.ROOT), micros));
  }

  private static void print(String what, Histogram micros) {
    say(
        "  %-10s %,9d calls, p50 %6.1f ms, p99 %6.1f ms",
        what,
        micros.getTotalCount(),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
