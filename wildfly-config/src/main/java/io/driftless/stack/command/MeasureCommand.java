package io.driftless.stack.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.stack.LocalStack;
import io.driftless.stack.PartName;
import io.driftless.stack.StackException;
import io.driftless.stack.StackProgress;
import io.driftless.stack.demo.DevicePair;
import io.driftless.stack.demo.IdleMeasure;
import io.driftless.stack.demo.Measure;
import io.driftless.stack.demo.Measure.Figures;
import io.driftless.stack.demo.Measure.Load;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what people notice, with two real devices on this machine. */
@Command(
    name = "measure",
    description = {
      "Start the stack if it is down, and two devices; measure how soon a saved file is on the",
      "other one, how long many small files and a large one take, and what an inserted byte costs."
    })
final class MeasureCommand implements Callable<Integer> {

  private static final long LIMIT_SECONDS = 1_800;
  private static final long MIB = 1 << 20;
  private static final long IDLE_SECONDS = 60;

  @Mixin private StackOptions options = new StackOptions();

  @Option(
      names = "--files",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many small files (default: ${DEFAULT-VALUE}).")
  private int files;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "4096",
      description = "Bytes of each small file (default: ${DEFAULT-VALUE}).")
  private int bytes;

  @Option(
      names = "--large",
      paramLabel = "MIB",
      defaultValue = "1024",
      description =
          "MiB of the large file (default: ${DEFAULT-VALUE}); takes five times as much"
              + " room while it is measured.")
  private int large;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "demo",
      description = "Where the two synced folders lie (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("demo");

  @Option(
      names = "--idle",
      paramLabel = "N",
      description = {
        "Instead: what a device costs that has N small files and nothing to do, and how long",
        "it takes to start again."
      })
  private int idle;

  @Option(names = "--json", description = "The figures as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException, StackException {
    if (files < 1 || bytes < 1 || large < 1 || idle < 0) {
      throw new StackException("--files, --bytes, --large and --idle have to be 1 or more.");
    }
    Console console = new Console();
    LocalStack stack = options.open(json ? StackProgress.silent() : console);
    boolean wasUp = stack.process(PartName.WILDFLY).isPresent();
    return idle > 0 ? idle(console, stack, wasUp) : pair(console, stack, wasUp);
  }

  private int idle(Console console, LocalStack stack, boolean wasUp)
      throws IOException, InterruptedException, StackException {
    IdleMeasure measure =
        new IdleMeasure(Pairs.site(stack, folder), step -> System.err.println("  " + step));
    atEnd(measure::end, wasUp ? null : stack);
    stack.start();
    console.close();
    IdleMeasure.Figures figures = measure.run(idle, IDLE_SECONDS);
    if (json) {
      print(figures);
    } else {
      print(figures, System.out);
    }
    measure.clean();
    return 0;
  }

  private int pair(Console console, LocalStack stack, boolean wasUp)
      throws IOException, InterruptedException, StackException {
    DevicePair pair = Pairs.of(stack, folder, LIMIT_SECONDS);
    atEnd(pair::end, wasUp ? null : stack);
    stack.start();
    console.close();
    Load load = new Load(files, bytes, large * MIB);
    Figures figures = new Measure(pair, load, step -> System.err.println("  " + step)).run();
    if (json) {
      print(figures);
    } else {
      print(figures, System.out);
    }
    return 0;
  }

  private static void print(Object figures) throws IOException {
    System.out.println(
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures));
  }

  private static void print(IdleMeasure.Figures figures, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%nA device with %,d files in %,d folders%n"
            + "  sent everything in           %8.1f s%n"
            + "  started again in             %8.1f s, with %.1f s of a core%n"
            + "  took, with nothing to do,    %8.2f %% of a core over %d s%n"
            + "  held in memory               %8.0f MiB, %.0f of it its own%n",
        figures.files(),
        figures.folders(),
        figures.sentSeconds(),
        figures.restartSeconds(),
        figures.restartCpuSeconds(),
        figures.idleCorePercent(),
        figures.idleSeconds(),
        figures.residentMib(),
        figures.residentOwnMib());
  }

  private static void print(Figures figures, PrintStream out) {
    Load load = figures.load();
    out.printf(
        Locale.ROOT,
        "%nOn the other device after%n"
            + "  a saved file of 10 KiB       %8.0f ms, the slowest of 20 %.0f ms%n"
            + "  %,7d files of %,7d B   %8.1f s, %.0f a second%n"
            + "  a new file of %,6d MiB     %8.1f s, %.0f MiB a second%n"
            + "  a byte at its front          %8.1f s, %,d bytes up, %,d down%n",
        figures.savedMillis(),
        figures.savedWorstMillis(),
        load.files(),
        load.fileBytes(),
        figures.filesSeconds(),
        load.files() / figures.filesSeconds(),
        load.largeBytes() / MIB,
        figures.largeSeconds(),
        load.largeBytes() / (double) MIB / figures.largeSeconds(),
        figures.insertedSeconds(),
        figures.insertedUploadBytes(),
        figures.insertedDownloadBytes());
  }

  /** Something to end in good order. */
  @FunctionalInterface
  private interface Ending {
    void end() throws InterruptedException;
  }

  private static void atEnd(Ending devices, @Nullable LocalStack stack) {
    Thread end = new Thread(() -> end(devices, stack), "orderly-stop");
    Runtime.getRuntime().addShutdownHook(end);
  }

  private static void end(Ending devices, @Nullable LocalStack stack) {
    try {
      devices.end();
      if (stack != null) {
        stack.stop();
      }
    } catch (InterruptedException | StackException e) {
      System.err.println(e.getMessage());
    }
  }
}
