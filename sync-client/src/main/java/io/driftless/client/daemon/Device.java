package io.driftless.client.daemon;

import io.driftless.client.address.BadAddressException;
import io.driftless.client.engine.Crossings;
import io.driftless.client.home.ClientSettings;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.link.JmsMessageLink;
import io.driftless.client.link.MessageLink;
import io.driftless.client.report.LastStatus;
import io.driftless.client.report.Reports;
import io.driftless.client.report.StatusReport;
import io.driftless.client.schedule.SystemClock;
import io.driftless.client.sequence.CommitSequencer;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.transfer.Bandwidth;
import io.driftless.client.transfer.PassCache;
import io.driftless.client.tree.Selection;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device that syncs, from its start until it is closed: one line to the server, and each linked
 * folder at work on threads of its own.
 */
public final class Device implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Device.class);
  private static final long RENEW_PASSES_SECONDS = 120;
  private static final long LOOK_FOR_FOLDERS_SECONDS = 15;
  private static final long LOOK_FOR_PAUSE_SECONDS = 1;
  private static final long LOOK_FOR_LOCKS_SECONDS = 20;

  private final DeviceHome home;
  private final DeviceParts parts;
  private final Reports reports;
  private final Dispatch dispatch;
  private final MessageLink link;
  private final ScheduledExecutorService timer;
  private final List<ScheduledFuture<?>> timed = new ArrayList<>();
  private volatile ClientSettings settings = ClientSettings.NONE;
  private volatile boolean resting;
  private final List<FolderSlot> slots = new CopyOnWriteArrayList<>();

  /**
   * Starts; the work happens on threads of its own. A folder that is away waits until it is there.
   *
   * @throws HomeException when none of the folders is there
   */
  public Device(DeviceHome home, DeviceIdentity identity, Connections connections)
      throws IOException, BadAddressException, HomeException {
    this.home = home;
    SystemClock clock = new SystemClock();
    ServerCalls calls = connections.calls(identity);
    PassCache passes = new PassCache(calls::sas, clock, connections.overrides().blob());
    LinkedFolders folders = linked();
    reports = new Reports(identity);
    dispatch = new Dispatch(passes::forget);
    BrokerAddresses broker = new BrokerAddresses(home, identity, connections, calls);
    link = new JmsMessageLink(broker.known(), () -> calls.renewLease(identity.device()), broker);
    timer = Executors.newScheduledThreadPool(1, step -> daemon(step, "driftless-timer"));
    ExecutorService requests =
        Executors.newCachedThreadPool(step -> daemon(step, "driftless-transfer"));
    parts =
        new DeviceParts(
            home,
            identity,
            Files.exists(home.running()),
            calls,
            connections.http(),
            passes,
            Bandwidth.unlimited(clock),
            clock,
            new SecureRandom(),
            requests,
            new CommitSequencer(
                new KeptMark(home),
                clock,
                folders.folders().stream().map(LinkedFolder::workspace).toList()),
            link::send,
            new Crossings());
    Files.write(home.running(), new byte[0]);
    if (!folders.folders().isEmpty()) {
      home.indexes().adopt(folders.folders().get(0).workspace());
    }
    apply(home.readSettings());
    begin(folders);
    link.start(dispatch);
    every(RENEW_PASSES_SECONDS, passes::renewAhead);
    every(LOOK_FOR_FOLDERS_SECONDS, this::lookForFolders);
    every(LOOK_FOR_PAUSE_SECONDS, this::endPause);
    every(LOOK_FOR_LOCKS_SECONDS, this::lookForLocks);
    timed.add(timer.schedule(() -> runSafely(this::lookForLocks), 3, TimeUnit.SECONDS));
  }

  private void begin(LinkedFolders folders) throws HomeException {
    StatusReport before = LastStatus.last(home);
    try {
      for (LinkedFolder folder : folders.folders()) {
        slots.add(new FolderSlot(folder, parts, dispatch, rootOf(before, folder)));
      }
      if (isPaused()) {
        return;
      }
      for (FolderSlot slot : slots) {
        slot.start();
      }
      HomeException away = slots.isEmpty() ? null : slots.get(0).away();
      if (away != null
          && slots.stream().allMatch(slot -> slot.away() != null && !slot.isTriedAgain())) {
        throw away;
      }
    } catch (HomeException | RuntimeException e) {
      slots.forEach(FolderSlot::close);
      throw e;
    }
  }

  private static StatusReport.@Nullable Root rootOf(
      @Nullable StatusReport report, LinkedFolder folder) {
    return report == null
        ? null
        : report.roots().stream()
            .filter(root -> root.folder().equals(folder.folder()))
            .findFirst()
            .orElse(null);
  }

  private LinkedFolders linked() throws IOException {
    LinkedFolders folders = home.folders().read();
    return folders == null ? LinkedFolders.NONE : folders;
  }

  private static Thread daemon(Runnable step, String name) {
    Thread thread = new Thread(step, name);
    thread.setDaemon(true);
    return thread;
  }

  private void every(long seconds, Runnable step) {
    timed.add(
        timer.scheduleWithFixedDelay(() -> runSafely(step), seconds, seconds, TimeUnit.SECONDS));
  }

  /** A timer whose step throws is never called again. */
  private static void runSafely(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("A periodic task failed; it is tried again", e);
    }
  }

  /**
   * Folders were linked or unlinked, or settings changed: puts the new folders to work, ends the
   * others, and works by the new settings. Returns when nothing of the ended ones is touched any
   * more.
   */
  public synchronized void reload() throws IOException {
    apply(home.readSettings());
    List<LinkedFolder> wanted = linked().folders();
    for (FolderSlot slot : List.copyOf(slots)) {
      if (!wanted.contains(slot.folder())) {
        slot.close();
        slots.remove(slot);
        dispatch.unlinked(slot.folder().workspace());
        parts.sequencer().forget(slot.folder().workspace());
        parts.passes().forget(slot.folder().workspace());
        LOG.info("{} is synced no more", slot.folder().folder());
      }
    }
    for (LinkedFolder folder : wanted) {
      if (slots.stream().noneMatch(slot -> slot.folder().equals(folder))) {
        slots.add(new FolderSlot(folder, parts, dispatch, null));
      }
    }
    for (FolderSlot slot : slots) {
      if (isPaused()) {
        slot.close();
      } else {
        slot.start();
      }
    }
  }

  private void apply(ClientSettings now) {
    settings = now;
    resting = isPaused();
    parts.bandwidth().up().limit(now.uploadBytesPerSecond());
    parts.bandwidth().down().limit(now.downloadBytesPerSecond());
  }

  private boolean isPaused() {
    return settings.restsAt(parts.clock().wallMillis());
  }

  /** A pause that has an end ends by itself. */
  private void endPause() {
    if (resting && !isPaused()) {
      try {
        reload();
        LOG.info("The pause is over");
      } catch (IOException e) {
        LOG.warn("The folders can't be put to work after the pause; it is tried again", e);
      }
    }
  }

  /** Puts those to work that can be again; called every 15 seconds. */
  synchronized void lookForFolders() {
    if (isPaused()) {
      return;
    }
    for (FolderSlot slot : slots) {
      slot.startIfBack();
    }
  }

  private void lookForLocks() {
    for (FolderSlot slot : slots) {
      FolderSync sync = slot.sync();
      if (sync != null && sync.broken() == null) {
        sync.engine().lookForLocks(parts.identity().account());
      }
    }
  }

  /** What ended the engines; null while at least one works, or may after a while. */
  public @Nullable Throwable broken() {
    Throwable failure = null;
    for (FolderSlot slot : slots) {
      FolderSync sync = slot.sync();
      failure = sync == null ? null : sync.broken();
      if (failure == null || FolderSlot.isStorage(failure)) {
        return null;
      }
    }
    return failure;
  }

  /** Whether no folder is linked any more. */
  public boolean isIdle() {
    return slots.isEmpty();
  }

  /** Deletes that are held are meant. */
  public void confirmDeletes() {
    for (FolderSlot slot : slots) {
      FolderSync sync = slot.sync();
      if (sync != null) {
        sync.engine().confirmDeletes();
      }
    }
  }

  /**
   * The node that is at a path in a folder at work; null when none is known there.
   *
   * @param path below the folder, with '/'
   */
  public @Nullable NodeId nodeAt(WorkspaceId workspace, String path) throws IOException {
    for (FolderSlot slot : slots) {
      FolderSync sync = slot.sync();
      if (sync != null && slot.folder().workspace().equals(workspace)) {
        return sync.nodeAt(path);
      }
    }
    return null;
  }

  /**
   * Leaves folders of a workspace out, or holds them again; answers how they stand then, null when
   * the workspace's folder is not at work.
   *
   * @throws HomeException when a path is none of a folder
   */
  public synchronized @Nullable List<Selection.Folder> select(
      WorkspaceId workspace, FolderChoice choice) throws IOException, HomeException {
    for (FolderSlot slot : slots) {
      FolderSync sync = slot.sync();
      if (sync != null && slot.folder().workspace().equals(workspace)) {
        return sync.select(choice);
      }
    }
    return null;
  }

  /** How the device stands now. */
  public StatusReport report() {
    List<Reports.Standing> standings = new ArrayList<>();
    for (FolderSlot slot : slots) {
      standings.add(slot.standing(isPaused()));
    }
    return reports.report(link.state(), standings, List.of());
  }

  @Override
  public void close() {
    timed.forEach(task -> task.cancel(false));
    timer.shutdownNow();
    link.close();
    boolean sound;
    synchronized (this) {
      sound = slots.stream().noneMatch(FolderSlot::hasBroken);
      slots.forEach(FolderSlot::close);
    }
    parts.requests().shutdownNow();
    try {
      if (sound) {
        Files.deleteIfExists(home.running());
      }
    } catch (IOException e) {
      LOG.warn("The next start checks the databases for nothing", e);
    }
  }
}
