package io.driftless.client.daemon;

import io.driftless.client.deed.DeedLog;
import io.driftless.client.engine.EnginePorts;
import io.driftless.client.engine.EngineSettings;
import io.driftless.client.engine.SyncEngine;
import io.driftless.client.files.LinuxFiles;
import io.driftless.client.files.RelPath;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.HomeLock;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.ignore.IgnoreFile;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.RandomIds;
import io.driftless.client.schedule.ThreadedScheduler;
import io.driftless.client.status.Problem;
import io.driftless.client.status.RootStatus;
import io.driftless.client.store.ClientStore;
import io.driftless.client.store.SqliteFile;
import io.driftless.client.store.StoreException;
import io.driftless.client.time.Pause;
import io.driftless.client.transfer.BlobPackStore;
import io.driftless.client.transfer.TransferMeter;
import io.driftless.client.transfer.Transfers;
import io.driftless.client.tree.Selection;
import io.driftless.client.watch.FolderWatcher;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One folder at work, from its start until it is closed: engine, watcher, database, and threads of
 * its own, so that no folder waits for another.
 */
final class FolderSync implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderSync.class);

  /** The code of a folder that waits for its internal database. */
  static final String DATABASE_FAILED = "database-failed";

  private static final long ANSWER_MILLIS = 10_000;
  private static final long LOOK_MILLIS = 250;
  private static final Map<Lane, Integer> WORKERS =
      Map.of(Lane.SCAN, 1, Lane.HASH, 2, Lane.SERVER, 2, Lane.UPLOAD, 2, Lane.DOWNLOAD, 2);

  private final LinkedFolder folder;
  private final DeviceHome home;
  private final HomeLock lock;
  private final ThreadedScheduler scheduler;
  private final ClientStore store;
  private final SyncEngine engine;
  private final FolderWatcher watcher;
  private final WatchedChanges changes;
  private final IgnoreFile ignore;
  private final DeedLog deeds;
  private volatile @Nullable RootStatus lastStatus;
  private volatile @Nullable Throwable broken;
  private volatile boolean closing;

  /**
   * Starts; the work happens on threads of its own.
   *
   * @param meter counts on from what was transferred before a pause
   * @param suspect whether the internal database failed before and is to be looked through
   * @throws HomeException when the folder is not there, another client syncs it, or its internal
   *     database can't be opened
   */
  FolderSync(LinkedFolder folder, DeviceParts device, TransferMeter meter, boolean suspect)
      throws IOException, HomeException {
    this.folder = folder;
    this.home = device.home();
    Path root = PresentFolder.check(folder);
    lock = HomeLock.takeRoot(root);
    deeds = new DeedLog(device.home().deeds(folder.workspace()), device.clock());
    ClientStore opened = null;
    ThreadedScheduler threads = null;
    try {
      opened = openStore(device, suspect);
      threads = new ThreadedScheduler(device.clock(), WORKERS, this::engineBroke);
      store = opened;
      scheduler = threads;
      ignore = new IgnoreFile(root);
      engine = new SyncEngine(ports(root, device, meter), settings(device), device.crossings());
      engine.leaveOut(device.home().readLeftOut(folder.workspace()));
      changes = new WatchedChanges(engine, ignore);
      watcher = FolderWatcher.start(root, PresentFolder::isPrivate, changes);
    } catch (IOException | HomeException | RuntimeException e) {
      if (threads != null) {
        threads.close();
      }
      if (opened != null) {
        opened.close();
      }
      deeds.close();
      lock.close();
      throw e;
    }
    engine.start();
  }

  private EnginePorts ports(Path root, DeviceParts device, TransferMeter meter) throws IOException {
    return new EnginePorts(
        scheduler,
        new RandomIds(device.clock(), device.random()::nextLong),
        new LinuxFiles(root, this::watch),
        store,
        device.calls(),
        new Transfers(
            new BlobPackStore(
                device.http(),
                device.passes(),
                meter,
                device.bandwidth(),
                device.clock(),
                Pause.REAL,
                device.random()),
            () -> new PackId(UUID.randomUUID()),
            device.requests()),
        meter,
        device.sequencer(),
        device.sender(),
        ignore,
        deeds);
  }

  private void watch(RelPath folder) {
    watcher.aboutToList(Path.of(folder.value()));
  }

  private EngineSettings settings(DeviceParts device) {
    return new EngineSettings(
        folder.workspace(),
        device.identity().device(),
        device.identity().name(),
        folder.folder(),
        EngineSettings.Guards.DEFAULT,
        EngineSettings.DEFAULT_PACKS_AHEAD);
  }

  private ClientStore openStore(DeviceParts device, boolean suspect) throws HomeException {
    Path database = device.home().indexes().of(folder.workspace());
    SqliteFile.Opened opened;
    try {
      opened = SqliteFile.open(database, suspect || device.unclean());
    } catch (IOException | StoreException e) {
      LOG.warn("The internal database of {} can't be opened", folder.folder(), e);
      throw new HomeException(
          DATABASE_FAILED,
          "The client's internal database can't be opened (%s). The folder is not synced until it can; it is tried again every 15 seconds."
              .formatted(e.getMessage()));
    }
    if (opened.rebuilt()) {
      LOG.warn(
          "The internal database of {} was damaged; it is made again by comparing with the server",
          folder.folder());
    }
    return opened.store();
  }

  private void engineBroke(Throwable failure) {
    LOG.error("The engine of {} stopped after an error", folder.folder(), failure);
    broken = failure;
    engine.ended();
  }

  /** Takes the folder's messages. */
  SyncEngine engine() {
    return engine;
  }

  /** What ended the engine; null while it works. */
  @Nullable Throwable broken() {
    return broken;
  }

  /** What the watcher can't do. */
  @Nullable Problem limited() {
    return changes.limited();
  }

  /** The node at a path; null when none is known there. */
  @Nullable NodeId nodeAt(String path) throws IOException {
    return answer(engine.nodeAt(new RelPath(path))).orElse(null);
  }

  /** Leaves folders out, or holds them again; answers how the folders stand then. */
  List<Selection.Folder> select(FolderChoice choice) throws IOException, HomeException {
    if (choice.changes()) {
      Set<NodeId> chosen = answer(engine.ask(choice::madeIn)).orThrow();
      home.writeLeftOut(folder.workspace(), chosen); // first: it holds over a crash
      engine.leaveOut(chosen);
    }
    return answer(engine.ask(trees -> new Selection(trees).folders(choice.depth())));
  }

  private <T> T answer(CompletableFuture<T> asked) throws IOException {
    try {
      return asked.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("The engine of " + folder.folder() + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The client is being stopped", e);
    }
  }

  /** How the folder stands; what it told last when the engine does not answer in time. */
  @Nullable RootStatus status() {
    if (broken != null) {
      return lastStatus;
    }
    CompletableFuture<RootStatus> asked = engine.status();
    for (long waited = 0; waited < ANSWER_MILLIS && !closing; waited += LOOK_MILLIS) {
      try {
        RootStatus status = asked.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        lastStatus = status;
        return status;
      } catch (TimeoutException e) {
        LOG.debug("The engine of {} is busy", folder.folder());
      } catch (ExecutionException e) {
        LOG.warn("The engine of {} did not tell its status", folder.folder(), e);
        return lastStatus;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return lastStatus;
      }
    }
    return lastStatus;
  }

  @Override
  public void close() {
    closing = true;
    watcher.close();
    if (broken == null) {
      noteOrderlyStop();
    }
    scheduler.close();
    engine.ended();
    deeds.close();
    store.close();
    lock.close();
  }

  private void noteOrderlyStop() {
    try {
      engine.stopping().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("The next start of {} looks for lost writes for nothing", folder.folder(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
