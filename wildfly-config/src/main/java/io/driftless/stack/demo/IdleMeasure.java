package io.driftless.stack.demo;

import io.driftless.stack.RealmUser;
import io.driftless.stack.StackException;
import io.driftless.stack.device.LocalDevice;
import io.driftless.stack.signon.DeviceGrant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures what a client costs that has nothing to do: one real device with many small files is
 * settled, stopped and started again, and left alone.
 */
public final class IdleMeasure {

  private static final int FILES_IN_FOLDER = 10;
  private static final int FOLDERS_IN_FOLDER = 100;
  private static final long LOOK_MILLIS = 20;
  private static final long LIMIT_SECONDS = 1_800;
  private static final long REST_SECONDS = 60;
  private static final double TICKS_IN_SECOND = 100;
  private static final String SETTLED = "up-to-date";

  /**
   * What was measured.
   *
   * @param files that were settled
   * @param folders that held them
   * @param sentSeconds from the client's start with all files new until it was up to date
   * @param restartSeconds from its next start until it was up to date
   * @param restartCpuSeconds what that took of a core
   * @param idleSeconds how long it was watched afterwards
   * @param idleCorePercent what it took of a core meanwhile
   * @param residentMib its memory at the end
   * @param residentOwnMib of that, not shared with files such as the Java runtime's
   */
  public record Figures(
      int files,
      int folders,
      double sentSeconds,
      double restartSeconds,
      double restartCpuSeconds,
      long idleSeconds,
      double idleCorePercent,
      double residentMib,
      double residentOwnMib) {}

  private final DemoDevice device;
  private final Path log;
  private final DevicePair.Site site;
  private final Consumer<String> progress;
  private long logStart;
  private @Nullable Path made;

  /** Measures at that site; says what it does as it goes. */
  public IdleMeasure(DevicePair.Site site, Consumer<String> progress) {
    this.site = site;
    this.progress = progress;
    this.log = site.data().resolve("logs").resolve("client-idle.log");
    this.device =
        new DemoDevice(
            "idle",
            new LocalDevice(
                site.project().resolve("driftless"),
                site.data().resolve("devices").resolve("idle"),
                site.folder().resolve("idle")),
            log);
  }

  /**
   * Makes the files, sends them, starts the client anew and watches it.
   *
   * @param files how many
   * @param idleSeconds how long it is watched
   */
  public Figures run(int files, long idleSeconds)
      throws IOException, InterruptedException, StackException {
    progress.accept("a device of grace signs in");
    device.device().enrol(site.server(), RealmUser.named("grace"), new DeviceGrant(site.issuer()));
    Path top = Files.createTempDirectory(device.folder(), "measured-");
    made = top;
    progress.accept("%,d files are made and sent".formatted(files));
    int folders = make(top, files);
    double sent = start();
    device.goOffline();
    progress.accept("the client is started again");
    double restart = start();
    double restartCpu = cpuSeconds();
    progress.accept("it is left alone for %d s".formatted(REST_SECONDS + idleSeconds));
    TimeUnit.SECONDS.sleep(REST_SECONDS);
    double before = cpuSeconds();
    TimeUnit.SECONDS.sleep(idleSeconds);
    double idle = cpuSeconds() - before;
    double resident = memoryMib("VmRSS");
    double own = memoryMib("RssAnon");
    return new Figures(
        files,
        folders,
        sent,
        restart,
        restartCpu,
        idleSeconds,
        100 * idle / idleSeconds,
        resident,
        own);
  }

  /** Ends the client in good order. */
  public void end() throws InterruptedException {
    device.goOffline();
  }

  private static int make(Path top, int files) throws IOException {
    int folders = 0;
    for (int i = 0; i < files; i++) {
      int number = i / FILES_IN_FOLDER;
      Path folder = top.resolve("folder-" + number / FOLDERS_IN_FOLDER).resolve("part-" + number);
      if (i % FILES_IN_FOLDER == 0) {
        Files.createDirectories(folder);
        folders += number % FOLDERS_IN_FOLDER == 0 ? 2 : 1;
      }
      Files.writeString(folder.resolve("file-%06d.txt".formatted(i)), "This is file " + i + "\n");
    }
    return folders;
  }

  /** Starts the client; answers after how many seconds it says that it is up to date. */
  private double start() throws IOException, InterruptedException, StackException {
    logStart = Files.exists(log) ? Files.size(log) : 0;
    long start = System.nanoTime();
    device.goOnline();
    await(() -> lines().contains(SETTLED));
    return (System.nanoTime() - start) / 1e9;
  }

  private List<String> lines() throws IOException {
    byte[] all = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
    int from = (int) Math.min(logStart, all.length);
    return new String(all, from, all.length - from, StandardCharsets.UTF_8).lines().toList();
  }

  private void await(DevicePair.Check check)
      throws IOException, InterruptedException, StackException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!check.holds()) {
      device.mustRun();
      if (System.nanoTime() > deadline) {
        throw new StackException("the client was not done in %d s".formatted(LIMIT_SECONDS));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** The processor time that the client has used so far. */
  private double cpuSeconds() throws IOException, StackException {
    String stat = Files.readString(Path.of("/proc", Long.toString(device.processId()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_IN_SECOND;
  }

  private double memoryMib(String name) throws IOException, StackException {
    String status = Files.readString(Path.of("/proc", Long.toString(device.processId()), "status"));
    Matcher found = Pattern.compile(name + ":\\s+(\\d+) kB").matcher(status);
    if (!found.find()) {
      throw new StackException("the system does not tell " + name + " of the client");
    }
    return Long.parseLong(found.group(1)) / 1024.0;
  }

  /** Takes the files away again, here and there. */
  public void clean() throws IOException, InterruptedException, StackException {
    Path top = made;
    if (top == null) {
      return;
    }
    progress.accept("cleaning up");
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    await(
        () -> {
          device.releaseHeld();
          return device.isUpToDate();
        });
  }
}
