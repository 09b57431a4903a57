package io.driftless.client.daemon;

import io.driftless.client.address.AddressOverrides;
import io.driftless.client.address.BadAddressException;
import io.driftless.client.address.BrokerAddress;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.engine.EnginePorts;
import io.driftless.client.engine.EngineSettings;
import io.driftless.client.engine.SyncEngine;
import io.driftless.client.files.LinuxFiles;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.link.BrokerLogin;
import io.driftless.client.link.JmsMessageLink;
import io.driftless.client.link.MessageLink;
import io.driftless.client.report.Reports;
import io.driftless.client.report.StatusReport;
import io.driftless.client.report.StatusReport.Trouble;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.RandomIds;
import io.driftless.client.schedule.SystemClock;
import io.driftless.client.schedule.ThreadedScheduler;
import io.driftless.client.server.HttpServerCalls;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.server.TokenSource;
import io.driftless.client.status.RootStatus;
import io.driftless.client.store.ClientStore;
import io.driftless.client.store.SqliteFile;
import io.driftless.client.time.Pause;
import io.driftless.client.transfer.BlobPackStore;
import io.driftless.client.transfer.PassCache;
import io.driftless.client.transfer.TransferMeter;
import io.driftless.client.transfer.Transfers;
import io.driftless.client.watch.FolderWatcher;
import io.driftless.protocol.id.PackId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device that syncs, from its start until it is closed: engine, watcher, transfer and link of one
 * folder, and the threads that they share.
 */
public final class Device implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Device.class);
  private static final long RENEW_PASSES_MINUTES = 2;
  private static final long ANSWER_SECONDS = 10;
  private static final Map<Lane, Integer> WORKERS =
      Map.of(Lane.SCAN, 1, Lane.HASH, 2, Lane.SERVER, 2, Lane.UPLOAD, 2, Lane.DOWNLOAD, 2);

  private final DeviceHome home;
  private final Reports reports;
  private final ThreadedScheduler scheduler;
  private final ClientStore store;
  private final SyncEngine engine;
  private final MessageLink link;
  private final FolderWatcher watcher;
  private final WatchedChanges changes;
  private final ExecutorService requests;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> renewal;
  private volatile @Nullable RootStatus lastStatus;
  private volatile @Nullable Throwable broken;

  /**
   * Starts; the work happens on threads of its own.
   *
   * @throws HomeException when the folder is not there
   */
  public Device(
      DeviceHome home, DeviceIdentity identity, LinkedFolder folder, Connections connections)
      throws IOException, BadAddressException, HomeException {
    this.home = home;
    LinuxFiles files = new LinuxFiles(PresentFolder.check(folder));
    SystemClock clock = new SystemClock();
    SecureRandom random = new SecureRandom();
    ServerCalls calls = connections.calls(identity);
    TransferMeter meter = new TransferMeter(clock);
    PassCache passes = new PassCache(calls::sas, clock, connections.overrides().blob());
    reports = new Reports(identity, List.of(folder));
    requests = Executors.newCachedThreadPool(step -> daemon(step, "driftless-transfer"));
    timer = Executors.newScheduledThreadPool(1, step -> daemon(step, "driftless-timer"));
    scheduler = new ThreadedScheduler(clock, WORKERS, this::engineBroke);
    link =
        new JmsMessageLink(connections.broker(identity), () -> calls.renewLease(identity.device()));
    store = openStore(home);
    engine =
        new SyncEngine(
            new EnginePorts(
                scheduler,
                new RandomIds(clock, random::nextLong),
                files,
                store,
                calls,
                new Transfers(
                    new BlobPackStore(connections.http(), passes, meter, clock, Pause.REAL, random),
                    () -> new PackId(UUID.randomUUID()),
                    requests),
                meter,
                link::send),
            new EngineSettings(
                folder.workspace(),
                identity.device(),
                identity.name(),
                folder.folder(),
                EngineSettings.Guards.DEFAULT));
    changes = new WatchedChanges(engine);
    watcher = FolderWatcher.start(files.root(), PresentFolder::isPrivate, changes);
    engine.start();
    link.start(engine);
    renewal =
        timer.scheduleWithFixedDelay(
            passes::renewAhead, RENEW_PASSES_MINUTES, RENEW_PASSES_MINUTES, TimeUnit.MINUTES);
  }

  /**
   * The ways to the server.
   *
   * @param tokens bearer tokens of the person who signed on
   */
  public record Connections(HttpClient http, TokenSource tokens, AddressOverrides overrides) {

    ServerCalls calls(DeviceIdentity identity) throws BadAddressException {
      ServerAddress server =
          overrides.server() == null ? ServerAddress.of(identity.server()) : overrides.server();
      return new HttpServerCalls(http, server, tokens, identity.device(), Pause.REAL);
    }

    BrokerLogin broker(DeviceIdentity identity) throws BadAddressException {
      BrokerAddress broker =
          overrides.broker() == null ? BrokerAddress.of(identity.broker()) : overrides.broker();
      return new BrokerLogin(broker, identity.device(), identity.secret());
    }
  }

  private static ClientStore openStore(DeviceHome home) throws IOException {
    boolean unclean = Files.exists(home.running());
    SqliteFile.Opened opened = SqliteFile.open(home.database(), unclean);
    if (opened.rebuilt()) {
      LOG.warn("The internal database was damaged; it is made again by comparing with the server");
    }
    Files.write(home.running(), new byte[0]);
    return opened.store();
  }

  private static Thread daemon(Runnable step, String name) {
    Thread thread = new Thread(step, name);
    thread.setDaemon(true);
    return thread;
  }

  private void engineBroke(Throwable failure) {
    LOG.error("The engine stopped after an error", failure);
    broken = failure;
  }

  /** What ended the engine; null while it works. */
  public @Nullable Throwable broken() {
    return broken;
  }

  /** Deletes that are held are meant. */
  public void confirmDeletes() {
    engine.confirmDeletes();
  }

  /** How the device stands now. */
  public StatusReport report() {
    List<Trouble> troubles = new ArrayList<>(changes.troubles());
    Throwable failure = broken;
    if (failure != null) {
      troubles.add(
          new Trouble(
              null,
              "",
              "engine-failed",
              "The client stopped after an error (%s). Start it again; the log has more."
                  .formatted(failure)));
    }
    RootStatus status = failure == null ? status() : lastStatus;
    StatusReport report =
        reports.report(link.state(), status == null ? List.of() : List.of(status), troubles);
    return failure == null && status != null
        ? report
        : report.withState(failure == null ? "syncing" : "stopped");
  }

  private @Nullable RootStatus status() {
    CompletableFuture<RootStatus> asked = engine.status();
    try {
      RootStatus status = asked.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      lastStatus = status;
      return status;
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("The engine did not tell its status", e);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void close() {
    watcher.close();
    renewal.cancel(false);
    timer.shutdownNow();
    link.close();
    scheduler.close();
    requests.shutdownNow();
    store.close();
    try {
      Files.deleteIfExists(home.running());
    } catch (IOException e) {
      LOG.warn("The next start checks the database for nothing", e);
    }
  }
}
