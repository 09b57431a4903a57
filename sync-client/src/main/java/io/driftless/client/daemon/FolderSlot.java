package io.driftless.client.daemon;

import io.driftless.client.engine.SyncEngine;
import io.driftless.client.files.RelPath;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.report.Reports.Standing;
import io.driftless.client.report.StatusReport;
import io.driftless.client.status.DeviceState;
import io.driftless.client.status.Pending;
import io.driftless.client.status.Problem;
import io.driftless.client.status.RootStatus;
import io.driftless.client.status.Transferred;
import io.driftless.client.store.ClientStore;
import io.driftless.client.store.SqliteFile;
import io.driftless.client.store.StoreException;
import io.driftless.client.transfer.TransferMeter;
import io.driftless.protocol.id.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A linked folder's place in the device: at work, resting because a person asked, or not to be
 * synced now because it is away. One thread at a time starts and closes it; any may look.
 */
final class FolderSlot implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderSlot.class);

  private static final Set<String> TRIED_AGAIN = Set.of(FolderSync.DATABASE_FAILED, "io-error");
  private static final String NOT_STARTED =
      "The folder can't be put to work (%s); it is tried again every 15 seconds.";

  private final LinkedFolder folder;
  private final DeviceParts device;
  private final Dispatch dispatch;
  private final TransferMeter meter;
  private volatile @Nullable FolderSync sync;
  private volatile @Nullable HomeException away;
  private volatile RootStatus last;
  private volatile boolean suspect;

  /** Whether the sequencer knows what is in flight, although the folder was not at work yet. */
  private boolean told;

  /**
   * A folder that is not at work yet.
   *
   * @param before what an earlier client told of the folder
   */
  FolderSlot(
      LinkedFolder folder,
      DeviceParts device,
      Dispatch dispatch,
      StatusReport.@Nullable Root before) {
    this.folder = folder;
    this.device = device;
    this.dispatch = dispatch;
    this.meter = new TransferMeter(device.clock());
    this.last = stopped(folder, before);
  }

  private static RootStatus stopped(LinkedFolder folder, StatusReport.@Nullable Root before) {
    Pending nothing = new Pending(0, 0);
    return new RootStatus(
        folder.workspace(),
        folder.folder(),
        DeviceState.STOPPED,
        before == null ? Revision.NONE : new Revision(before.revision()),
        before == null ? nothing : before.pending().up(),
        before == null ? nothing : before.pending().down(),
        Transferred.NONE,
        List.of());
  }

  LinkedFolder folder() {
    return folder;
  }

  /** The folder at work; null when it rests or is away. */
  @Nullable FolderSync sync() {
    return sync;
  }

  /** Why it is not at work although it should be; null when it is, or rests. */
  @Nullable HomeException away() {
    return away;
  }

  /**
   * Puts the folder to work, unless it is; one that is away, or whose internal database can't be
   * opened, waits. What is wrong with one folder ends no other.
   */
  void start() {
    if (sync != null) {
      return;
    }
    try {
      FolderSync started = new FolderSync(folder, device, meter, suspect);
      sync = started;
      away = null;
      told = true;
      dispatch.add(folder.workspace(), started.engine());
      LOG.info("{} is synced with the workspace {}", folder.folder(), folder.workspace());
    } catch (HomeException e) {
      if (away == null) {
        LOG.warn("{} is not synced now: {}", folder.folder(), e.getMessage());
      }
      away = e;
      tellInFlight();
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} can't be put to work; it is tried again", folder.folder(), e);
      away = new HomeException("io-error", NOT_STARTED.formatted(e));
    }
  }

  /**
   * While a folder is away the server keeps the answer to its commit in flight, but not all answers
   * of the device's other folders: its database, which is in the home, tells which that is.
   */
  private void tellInFlight() {
    Path database = device.home().indexes().of(folder.workspace());
    if (told || isTriedAgain()) {
      return;
    }
    try {
      Long inFlight = null;
      if (Files.exists(database)) {
        try (ClientStore store = SqliteFile.open(database, false).store()) {
          inFlight = SyncEngine.inFlightIn(store);
        }
      }
      device.sequencer().resumed(folder.workspace(), inFlight);
      told = true;
    } catch (IOException | StoreException e) {
      LOG.warn("What {} has in flight can't be told; the server keeps all", folder.folder(), e);
    }
  }

  /** Whether it waits for what goes on by itself, such as room for its internal database. */
  boolean isTriedAgain() {
    HomeException why = away;
    return why != null && TRIED_AGAIN.contains(why.code());
  }

  /**
   * Puts a folder to work that was away and is there again, and one whose internal database could
   * not be written: what it knew is stored whole as of some moment before, so it goes on from
   * there.
   */
  void startIfBack() {
    FolderSync now = sync;
    try {
      if (now != null && isStorage(now.broken())) {
        LOG.info("The internal database of {} is tried again", folder.folder());
        suspect = true;
        close();
      } else if (now != null && isAway(last) && PresentFolder.isThere(folder)) {
        LOG.info("{} is back", folder.folder());
        close();
      } else if (now != null && !isAway(last) && !PresentFolder.isThere(folder)) {
        now.engine().treeChanged(RelPath.ROOT); // no event tells of a folder that is moved away
      }
      if (sync == null) {
        start();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} can't be put to work; it is tried again", folder.folder(), e);
      away = new HomeException("io-error", NOT_STARTED.formatted(e));
    }
  }

  /**
   * Whether an engine of it failed, or its database was not even opened: it is looked through at
   * the next start.
   */
  boolean hasBroken() {
    FolderSync now = sync;
    return suspect || isTriedAgain() || (now != null && now.broken() != null);
  }

  /** Whether a person can end what ended the engine: no space, mostly. */
  static boolean isStorage(@Nullable Throwable failure) {
    return failure instanceof StoreException || failure instanceof UncheckedIOException;
  }

  private static String storageWords(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return "The client's internal database can't be written (%s). Make room on its disk; it is tried again every 15 seconds."
        .formatted(cause.getMessage());
  }

  private static boolean isAway(RootStatus status) {
    return status.state() == DeviceState.STOPPED
        && status.problems().stream().anyMatch(at -> at.code().equals("root-missing"));
  }

  /** How the folder stands now. */
  Standing standing(boolean paused) {
    FolderSync now = sync;
    if (now == null) {
      HomeException why = away;
      return new Standing(
          folder,
          paused
              ? with(last, DeviceState.PAUSED, List.of())
              : with(
                  last,
                  DeviceState.STOPPED,
                  why == null
                      ? List.of()
                      : List.of(new Problem("", why.code(), why.getMessage()))));
    }
    RootStatus told = now.status();
    Throwable failure = now.broken();
    if (failure != null) {
      return new Standing(folder, with(last, DeviceState.STOPPED, List.of(failed(failure))));
    }
    if (told == null) {
      return new Standing(folder, with(last, DeviceState.SYNCING, List.of()));
    }
    last = told;
    Problem limited = now.limited();
    if (limited == null) {
      return new Standing(folder, told);
    }
    List<Problem> problems = new ArrayList<>(List.of(limited));
    problems.addAll(told.problems());
    return new Standing(folder, with(told, told.state(), problems));
  }

  private static Problem failed(Throwable failure) {
    if (isStorage(failure)) {
      return new Problem("", FolderSync.DATABASE_FAILED, storageWords(failure));
    }
    return new Problem(
        "",
        "engine-failed",
        "The client stopped after an error (%s). Start it again; the log has more."
            .formatted(failure));
  }

  private RootStatus with(RootStatus status, DeviceState state, List<Problem> problems) {
    return new RootStatus(
        status.workspace(),
        status.root(),
        state,
        status.revision(),
        status.up(),
        status.down(),
        meter.snapshot(),
        problems);
  }

  @Override
  public void close() {
    FolderSync now = sync;
    if (now != null) {
      dispatch.remove(folder.workspace());
      sync = null;
      now.close();
    }
  }
}
