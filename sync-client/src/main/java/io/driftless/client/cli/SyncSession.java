package io.driftless.client.cli;

import io.driftless.client.control.ControlServer;
import io.driftless.client.daemon.Connections;
import io.driftless.client.daemon.Device;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.HomeLock;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.report.LastStatus;
import io.driftless.client.report.StatusReport;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of {@code sync}: takes the lock, runs the device, shows it, and ends in order. */
final class SyncSession {

  private static final Logger LOG = LoggerFactory.getLogger(SyncSession.class);
  private static final long LOOK_MILLIS = 200;

  /** Where nothing changes, looking more often would be most of what an idle client does. */
  private static final long QUIET_LOOK_MILLIS = 1_000;

  private static final long KEEP_MILLIS = 10_000;

  private final Surroundings around;
  private final boolean json;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final OnceWatch onceWatch = new OnceWatch();
  private final IdleMemory memory = IdleMemory.ofProcess();
  private long keepAt;
  private @Nullable StatusReport kept;

  /**
   * A session that has not begun.
   *
   * @param json whether it tells its status for programs
   */
  SyncSession(Surroundings around, boolean json) {
    this.around = around;
    this.json = json;
  }

  int run(boolean once) throws Exception {
    DeviceHome home = around.home();
    DeviceIdentity identity = around.identity(home);
    LinkedFolders folders = Surroundings.folders(home);
    if (folders.folders().isEmpty()) {
      throw new HomeException(
          "no-folder", "No folder is linked yet. Run 'driftless init FOLDER' first.");
    }
    Thread hook = new Thread(this::stopInOrder, "driftless-stop");
    try (HomeLock lock = HomeLock.take(home)) {
      Runtime.getRuntime().addShutdownHook(hook);
      if (!json) {
        tell(identity, folders);
      }
      LOG.info("Starting {} with {}, lock {}", identity, folders.folders(), lock != null);
      long databaseBytes = 0;
      for (LinkedFolder folder : folders.folders()) {
        databaseBytes += home.indexes().bytes(folder.workspace());
      }
      memory.starting(databaseBytes);
      return run(home, identity, once);
    } finally {
      stopped.countDown();
      removeHook(hook);
    }
  }

  private int run(DeviceHome home, DeviceIdentity identity, boolean once) throws Exception {
    Connections connections =
        new Connections(around.http(), around.signOn(home), around.overrides());
    try (Device device = new Device(home, identity, connections);
        ControlServer control = ControlServer.open(home, Wishes.of(device));
        SyncView view = view()) {
      LOG.info("Listening for commands: {}", control != null);
      int code = watch(home, device, view, once);
      StatusReport last = device.report();
      LastStatus.keep(home, last);
      if (stopping.getCount() == 0) {
        view.ended(last);
      }
      return code;
    }
  }

  private int watch(DeviceHome home, Device device, SyncView view, boolean once)
      throws InterruptedException, IOException {
    long pause = LOOK_MILLIS;
    StatusReport last = null;
    while (!stopping.await(pause, TimeUnit.MILLISECONDS)) {
      StatusReport report = device.report();
      view.show(report);
      long now = steadyMillis();
      keep(home, report, now);
      memory.told(!report.equals(last), Work.of(report), now);
      pause = once || !report.equals(last) ? LOOK_MILLIS : QUIET_LOOK_MILLIS;
      last = report;
      if (device.broken() != null) {
        return ExitCode.FAILED;
      }
      if (device.isIdle()) {
        around.out().println("No folder is linked any more. There is nothing to sync.");
        return ExitCode.OK;
      }
      Integer code = once ? onceWatch.settled(report, now) : null;
      if (code != null) {
        return code;
      }
    }
    return ExitCode.OK;
  }

  private void keep(DeviceHome home, StatusReport report, long now) throws IOException {
    if (now >= keepAt && !report.equals(kept)) {
      keepAt = now + KEEP_MILLIS;
      LastStatus.keep(home, report);
      kept = report;
    }
  }

  private void tell(DeviceIdentity identity, LinkedFolders folders) {
    around.out().printf("%s at %s syncs%n", identity.name(), identity.server());
    folders
        .folders()
        .forEach(
            folder ->
                around.out().printf("  %s with '%s'%n", folder.folder(), folder.workspaceName()));
  }

  private SyncView view() {
    if (json) {
      return new JsonView(around);
    }
    if (Boolean.getBoolean("driftless.terminal")) { // the start script knows
      return new BarView(around.out());
    }
    return new PlainView(around.out(), SyncSession::steadyMillis, SystemJournal.takesOutput());
  }

  private void stopInOrder() {
    stopping.countDown();
    try {
      if (!stopped.await(30, TimeUnit.SECONDS)) {
        LOG.warn("The client did not end in order in 30 seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The process is ending already", e);
    }
  }

  private static long steadyMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
