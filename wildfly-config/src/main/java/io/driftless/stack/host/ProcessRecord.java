package io.driftless.stack.host;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process that outlives the one that started it, known by its id and the moment of its start, so
 * that another process which got the same id later is never taken for it, and never signalled.
 *
 * @param pid its id
 * @param identity what distinguishes it from all others with the same id, see {@link
 *     #identityOf(long)}
 * @param startedMillis when it was started, in milliseconds since the epoch, for people
 */
public record ProcessRecord(long pid, String identity, long startedMillis) {

  /** The process of that id as it is now; empty if there is none. */
  public static Optional<ProcessRecord> of(long pid, long startedMillis) {
    return identityOf(pid).map(identity -> new ProcessRecord(pid, identity, startedMillis));
  }

  /** Whether this very process still runs; a zombie does not. */
  @JsonIgnore
  public boolean isAlive() {
    return identityOf(pid).filter(identity::equals).isPresent();
  }

  /**
   * Asks it to end, by a signal such as {@code TERM} or {@code INT}. Does nothing if it is gone.
   */
  public void signal(String name) throws IOException, InterruptedException {
    if (!isAlive()) {
      return;
    }
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(pid))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (kill.waitFor() != 0 && isAlive()) {
      throw new IOException("process " + pid + " could not be sent SIG" + name);
    }
  }

  /** Ends it and all its descendants at once, without asking. */
  public void kill() throws InterruptedException {
    if (!isAlive()) {
      return;
    }
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isEmpty()) {
      return;
    }
    List<ProcessHandle> family = handle.get().descendants().toList();
    handle.get().destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(10_000);
    awaitReaped(5_000);
  }

  /**
   * Waits until nothing is left of its id: PostgreSQL takes even a zombie for the running server.
   */
  private void awaitReaped(long limitMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    while (Files.exists(Path.of("/proc/" + pid)) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Waits until it has ended; false if it has not within the limit. */
  public boolean awaitEnd(long limitMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    while (isAlive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return true;
  }

  /**
   * On Linux the id of the boot and the tick at which the process started, elsewhere its start
   * time; empty if no such process runs.
   */
  private static Optional<String> identityOf(long pid) {
    Path stat = Path.of("/proc/" + pid + "/stat");
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .flatMap(process -> process.info().startInstant())
          .map(Instant::toString);
    }
    try {
      String line = Files.readString(stat);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      if (fields[0].equals("Z") || fields[0].equals("X")) {
        return Optional.empty();
      }
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
      return Optional.of(boot + ":" + fields[19]);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
