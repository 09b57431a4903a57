package io.driftless.stack.part;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.stack.PartName;
import io.driftless.stack.StackException;
import io.driftless.stack.StackProgress;
import io.driftless.stack.host.Ports;
import io.driftless.stack.host.PrivateFiles;
import io.driftless.stack.host.ProcessRecord;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts and ends one part of one stack. The process it starts is nobody's child for long: it has a
 * session of its own, so that neither Ctrl-C nor the launcher's end reaches it, and is found again
 * by its {@link ProcessRecord}.
 */
public final class PartSupervisor {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long STOP_LIMIT_MILLIS = 60_000;
  private static final long POLL_MILLIS = 200;
  private static final int TAIL_LINES = 20;

  private final PartRecipe recipe;
  private final PartContext context;

  /** Supervises the part that the recipe describes. */
  public PartSupervisor(PartRecipe recipe, PartContext context) {
    this.recipe = recipe;
    this.context = context;
  }

  /** Which part it is. */
  public PartName name() {
    return recipe.name();
  }

  /**
   * A start of the part, as it is kept in the data folder.
   *
   * @param pid see {@link ProcessRecord}
   * @param identity see {@link ProcessRecord}
   * @param startedMillis see {@link ProcessRecord}
   * @param tookMillis how long it took to be ready, once it was
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Run(long pid, String identity, long startedMillis, @Nullable Long tookMillis) {

    static Run of(ProcessRecord process, @Nullable Long tookMillis) {
      return new Run(process.pid(), process.identity(), process.startedMillis(), tookMillis);
    }

    ProcessRecord process() {
      return new ProcessRecord(pid, identity, startedMillis);
    }
  }

  /** The last start, if its process still runs; empty when the part is stopped. */
  public Optional<Run> run() throws IOException {
    Path file = context.folder().process(name());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(JSON.readValue(file.toFile(), Run.class))
        .filter(run -> run.process().isAlive());
  }

  /** The running process; empty when the part is stopped. */
  public Optional<ProcessRecord> process() throws IOException {
    return run().map(Run::process);
  }

  private void keep(Run run) throws IOException {
    PrivateFiles.write(context.folder().process(name()), JSON.writeValueAsBytes(run));
  }

  /** Whether it runs and answers. */
  public boolean isReady() throws IOException {
    try {
      return process().isPresent() && recipe.isReady();
    } catch (StackException never) {
      return false;
    }
  }

  /**
   * Whether it runs but has to be started anew: it will never be ready, or the build replaced it.
   */
  private boolean isUseless() throws IOException {
    try {
      if (process().isEmpty()) {
        return false;
      }
      recipe.isReady();
      return recipe.isOutdated();
    } catch (StackException never) {
      return true;
    }
  }

  /** Starts it unless it runs well and is what was built last, and waits until it is ready. */
  public void start(StackProgress progress)
      throws IOException, InterruptedException, StackException {
    long begin = System.nanoTime();
    if (isUseless()) {
      stop(progress);
    }
    Optional<Run> running = run();
    ProcessRecord process = running.isPresent() ? running.get().process() : launch(progress);
    awaitReady(process);
    recipe.settle(progress);
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    if (running.isEmpty() || running.get().tookMillis() == null) {
      keep(Run.of(process, took));
    }
    progress.ready(name(), took);
  }

  /** Whether the ports of the part can be had, if it does not run yet. */
  public void checkPorts() throws IOException, StackException {
    if (process().isPresent()) {
      return;
    }
    for (int port : context.settings().ports(name())) {
      if (!Ports.isFree(port)) {
        throw new StackException(
            "Port "
                + port
                + " of "
                + name().label()
                + " is taken by process "
                + Ports.owner(port).orElse("(which one, the system does not tell)")
                + ". End that one and try again: a data folder keeps its ports.");
      }
    }
  }

  private ProcessRecord launch(StackProgress progress)
      throws IOException, InterruptedException, StackException {
    checkPorts();
    PartRecipe.Launch launch = recipe.prepare(progress);
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(launch.command());
    Files.createDirectories(context.folder().logs());
    Path log = context.folder().output(name());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(Files.createDirectories(context.folder().of(name())).toFile());
    builder.environment().putAll(launch.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Process started = builder.start();
    try {
      ProcessRecord process =
          ProcessRecord.of(started.pid(), System.currentTimeMillis())
              .orElseThrow(() -> new StackException(name().label() + " ended at once" + tail(log)));
      keep(Run.of(process, null));
      return process;
    } catch (IOException notKept) {
      started.destroyForcibly();
      throw notKept;
    }
  }

  private void awaitReady(ProcessRecord process)
      throws IOException, InterruptedException, StackException {
    Duration limit = recipe.startLimit();
    long deadline = System.nanoTime() + limit.toNanos();
    while (!recipe.isReady()) {
      if (!process.isAlive()) {
        throw new StackException(
            name().label() + " ended while it started" + tail(context.folder().output(name())));
      }
      if (System.nanoTime() > deadline) {
        throw new StackException(
            name().label()
                + " did not answer within "
                + limit.toSeconds()
                + " s"
                + tail(context.folder().output(name())));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /**
   * Ends it in good order; if it does not within a minute, at once. Does nothing if it is stopped.
   */
  public void stop(StackProgress progress) throws IOException, InterruptedException {
    Optional<ProcessRecord> process = process();
    if (process.isPresent()) {
      progress.working(name(), "stopping");
      process.get().signal(recipe.stopSignal());
      if (!process.get().awaitEnd(STOP_LIMIT_MILLIS)) {
        progress.note(name().label() + " did not end within a minute and was killed.");
        process.get().kill();
      }
    }
    Files.deleteIfExists(context.folder().process(name()));
  }

  /** Ends it by SIGKILL, with all its own processes: what a crash does. */
  public void kill() throws IOException, InterruptedException {
    Optional<ProcessRecord> process = process();
    if (process.isPresent()) {
      process.get().kill();
    }
    Files.deleteIfExists(context.folder().process(name()));
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return ". Its log "
          + log
          + " ends:\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException unreadable) {
      return "; its log " + log + " can't be read";
    }
  }
}
