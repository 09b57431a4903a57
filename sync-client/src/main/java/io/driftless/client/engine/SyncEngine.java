package io.driftless.client.engine;

import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.PrivateFolder;
import io.driftless.client.files.RelPath;
import io.driftless.client.link.LinkState;
import io.driftless.client.link.MessageLink;
import io.driftless.client.link.MessageLink.Delivery;
import io.driftless.client.schedule.Lane;
import io.driftless.client.status.Problem;
import io.driftless.client.status.RootStatus;
import io.driftless.client.store.ClientStore;
import io.driftless.client.tree.Selection;
import io.driftless.client.tree.Trees;
import io.driftless.client.tree.TreesView;
import io.driftless.protocol.codec.MalformedMessageException;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one root and one workspace the same. Everything that happens, on the disk, on the line, in
 * a worker, becomes a step on the engine's thread; after some steps comes a turn: what changed is
 * planned, what can be done is handed to workers, what became known is written in one transaction,
 * and only then anybody is told of it.
 *
 * <p>All public methods may be called from any thread.
 */
public final class SyncEngine implements MessageLink.Receiver {

  private static final String LIFE = "life";
  private static final long DISK_MILLIS = 5_000;
  private static final long RESCAN_MILLIS = 60 * 60_000L;

  private final Core core;
  private final Guard guard;
  private final Hashing hashing;
  private final Sightings sightings;
  private final Scanning scanning;
  private final Recipes recipes;
  private final Uploads uploads;
  private final Replaced replaced;
  private final Downloads downloads;
  private final Placing placing;
  private final Changes changes;
  private final Answers answers;
  private final Healing healing;
  private final Commits commits;
  private final Planning planning;
  private final Resync resync;
  private final Journal journal;
  private final StatusView status;
  private final Selecting selecting;
  private final LockedFiles locked;
  private final String marker;
  private LinkState link = new LinkState.Down("connecting", "Not connected yet.");
  private volatile String life = "";
  private final List<Delivery> early = new ArrayList<>();
  private boolean started;
  private boolean scanned;

  /** An engine of a device with one folder, that does nothing yet. */
  public SyncEngine(EnginePorts ports, EngineSettings settings) {
    this(ports, settings, new Crossings());
  }

  /** An engine that does nothing yet; the device's folders share what crosses between them. */
  public SyncEngine(EnginePorts ports, EngineSettings settings, Crossings crossings) {
    marker = settings.workspace() + " " + settings.device();
    core = new Core(ports, settings, crossings);
    guard = new Guard(core, marker);
    hashing = new Hashing(core);
    sightings = new Sightings(core, hashing, guard);
    scanning = new Scanning(core, sightings);
    hashing.scanWith(scanning);
    recipes = new Recipes(core);
    uploads = new Uploads(core, recipes, scanning);
    replaced = new Replaced(core);
    replaced.scanWith(scanning);
    downloads = new Downloads(core, recipes, replaced, scanning, sightings);
    placing = new Placing(core, downloads, replaced, scanning, sightings);
    Comparing comparing = new Comparing(core, recipes, placing);
    changes = new Changes(core, recipes, uploads);
    answers = new Answers(core, uploads, changes);
    healing = new Healing(core, uploads, changes);
    commits = new Commits(core, uploads, changes, answers, guard, healing);
    planning = new Planning(core, hashing, placing, comparing, commits);
    resync = new Resync(core, recipes);
    journal = new Journal(core, recipes, resync);
    locked = new LockedFiles(core, scanning);
    status = new StatusView(core, locked);
    selecting = new Selecting(core);
    answers.wire(journal::read, commits::numberUsed);
    resync.onEpochChange(commits::abandon);
    core.onTurn(this::turn);
  }

  /** What the marker of a root says that belongs to a workspace and device. */
  public static String markerOf(EngineSettings settings) {
    return settings.workspace() + " " + settings.device();
  }

  /**
   * The number of the commit without answer that a database holds whose folder is not at work; null
   * when it holds none.
   */
  public static @Nullable Long inFlightIn(ClientStore store) throws MalformedMessageException {
    return Commits.inFlightIn(store.loadValues());
  }

  /** Makes files writable again that are read-only by locks, as the folder is let go. */
  public static void unlockIn(ClientStore store, LocalFiles files) {
    LockedFiles.letGo(store, files);
  }

  /** Begins: reads the database, cleans up after an earlier run, scans, reads the journal. */
  public void start() {
    core.ports.scheduler().post(this::load);
  }

  private void load() {
    core.crossings.began(core, () -> core.ports.scheduler().post(core::wake));
    Map<String, byte[]> values = core.load();
    guard.load(values);
    uploads.load(values);
    commits.load(values);
    healing.load(values);
    locked.load(values);
    if (selecting.load(values)) {
      sightings.afterPowerCut();
    }
    boolean known = core.trees.size() > 0 || core.cursor() != null;
    checkMarker(known, () -> recover(values));
  }

  /** A disk that does not let it is tried again, if it is still the same root. */
  private void recover(Map<String, byte[]> values) {
    lives(values);
    replaced.recover(
        this::begin,
        failure -> waitForDisk(failure, () -> checkMarker(true, () -> recover(values))));
  }

  /** A root without marker is taken only when it was never one of ours. */
  private void checkMarker(boolean known, Runnable then) {
    core.ports
        .scheduler()
        .work(
            Lane.SCAN,
            () -> {
              life = core.ports.files().systemLife();
              String there = new PrivateFolder(core.ports.files()).marked(marker, !known);
              if (marker.equals(there)) {
                core.ports.files().explore();
              }
              return there;
            },
            outcome -> {
              String there = outcome.value();
              Exception failure = outcome.failure();
              if (failure != null && !Failures.isGone(failure)) {
                waitForDisk(failure, () -> checkMarker(known, then));
              } else if (there == null || there.isEmpty()) {
                guard.stop(
                    "root-missing",
                    "The synced folder is gone or empty. Nothing was deleted elsewhere.");
              } else if (!there.equals(marker)) {
                guard.stop("root-other", "The folder belongs to another device or workspace.");
              } else {
                core.pathProblems.remove(RelPath.ROOT);
                core.names.adopt(core.ports.files().traits(), core.trees);
                then.run();
              }
            });
  }

  /** A full or failing disk is no missing root: it is tried again. */
  private void waitForDisk(Exception failure, Runnable again) {
    core.pathProblems.put(RelPath.ROOT, Failures.problem("", failure));
    core.ports.scheduler().after(DISK_MILLIS, again);
    core.wake();
  }

  /** Notes the life of the system; another one than noted means that writes may be lost. */
  private void lives(Map<String, byte[]> values) {
    byte[] before = values.get(LIFE);
    byte[] now = life.getBytes(StandardCharsets.UTF_8);
    if (before != null && !Arrays.equals(before, now)) {
      sightings.afterPowerCut();
    }
    core.value(LIFE, life.isEmpty() ? null : now);
  }

  /** Is not at work any more; the device's other folders wait for nothing here. Any thread. */
  public void ended() {
    core.crossings.ended(core);
  }

  /** Notes that the client is stopped in order; completes when that is on the disk. */
  public CompletableFuture<Void> stopping() {
    CompletableFuture<Void> noted = new CompletableFuture<>();
    core.ports
        .scheduler()
        .post(
            () -> {
              core.value(LIFE, null);
              core.flush();
              noted.complete(null);
            });
    return noted;
  }

  private void begin() {
    started = true;
    scanning.folder(RelPath.ROOT);
    journal.start();
    core.ports.scheduler().after(RESCAN_MILLIS, this::rescan);
    List.copyOf(early).forEach(this::take);
    early.clear();
    linkChanged();
    core.wake();
  }

  private void rescan() {
    scanning.folder(RelPath.ROOT);
    core.ports.scheduler().after(RESCAN_MILLIS, this::rescan);
  }

  // ---- what happens outside

  /** An entry of the root may have been made, changed or removed. */
  public void entryChanged(RelPath path) {
    whenStarted(() -> scanning.entry(path));
  }

  /** Anything in or beneath a folder may have changed. */
  public void treeChanged(RelPath folder) {
    whenStarted(() -> scanning.folder(folder));
  }

  /** Before, nothing may be looked at: whose root it is is not known. Then all is. */
  private void whenStarted(Runnable look) {
    core.ports
        .scheduler()
        .post(
            () -> {
              if (started) {
                look.run();
              }
            });
  }

  @Override
  public void received(Delivery delivery) {
    core.ports.scheduler().post(() -> take(delivery));
  }

  @Override
  public void stateChanged(LinkState state) {
    core.ports
        .scheduler()
        .post(
            () -> {
              link = state;
              if (started) {
                linkChanged();
              }
              core.wake();
            });
  }

  private void linkChanged() {
    if (link.isUp()) {
      commits.linkUp();
      journal.compareHeads();
    } else {
      commits.linkDown();
    }
  }

  private void take(Delivery delivery) {
    if (!started && guard.stopped() == null) {
      early.add(delivery); // nothing is noted about a root before it has its marker
      return;
    }
    Message body = delivery.envelope().body();
    if (body instanceof Message.CommitAnswer answer) {
      commits.answered(answer);
      core.afterFlush(delivery::acknowledge);
    } else if (body instanceof Message.Update update) {
      journal.update(update, delivery);
    } else {
      if (body instanceof Message.WorkspaceGone) {
        guard.stop(
            "workspace-gone",
            "You are no longer a member of this workspace. Your files stay on this device.");
      } else if (body instanceof Message.PackRejected rejected) {
        healing.rejected(rejected.pack());
      } else {
        journal.compareHeads();
      }
      core.afterFlush(delivery::acknowledge);
    }
    core.wake();
  }

  /** Makes the files read-only that others have locked, and those writable whose lock is over. */
  public void lookForLocks(AccountId own) {
    whenStarted(() -> locked.look(own));
  }

  /** A person said that the held deletes are meant. */
  public void confirmDeletes() {
    core.ports
        .scheduler()
        .post(
            () -> {
              guard.release();
              core.wake();
            });
  }

  /** The state now. */
  public CompletableFuture<RootStatus> status() {
    CompletableFuture<RootStatus> answer = new CompletableFuture<>();
    core.ports.scheduler().post(() -> answer.complete(statusNow()));
    return answer;
  }

  /** The node that is known at a path, here or else on the server; empty when none is. */
  public CompletableFuture<Optional<NodeId>> nodeAt(RelPath path) {
    return ask(
        trees -> {
          NodeId here = core.nodeAt(path);
          return Optional.ofNullable(
              here == null ? new Selection(trees).nodeAt(path.value()) : here);
        });
  }

  /**
   * Leaves out these folders of the workspace, and no others; before {@link #start} to begin so.
   */
  public void leaveOut(Set<NodeId> folders) {
    core.ports.scheduler().post(() -> selecting.leaveOut(folders));
  }

  /** Asks something of the trees, on the engine's thread. */
  public <T> CompletableFuture<T> ask(Function<TreesView, T> question) {
    return CompletableFuture.supplyAsync(
        () -> question.apply(core.trees), core.ports.scheduler()::post);
  }

  /** The state now; on the engine's thread only. */
  public RootStatus statusNow() {
    return status.now(rests(), link.isUp(), guard, problem());
  }

  /** The trees, to look at; on the engine's thread only. */
  public Trees trees() {
    return core.trees;
  }

  /**
   * What is left to do, as it is called inside; for a report of a fault, on the engine's thread.
   */
  public List<String> unfinished() {
    List<String> left = new ArrayList<>();
    parts().forEach((part, idle) -> left.addAll(idle ? List.of() : List.of(part)));
    core.working.forEach(node -> left.add("working " + core.trees.get(node)));
    core.inFlight.forEach(node -> left.add("in flight " + core.trees.get(node)));
    core.resting.forEach((node, rest) -> left.add("resting " + node + " " + rest));
    core.unsettled.forEach(node -> left.add("unsettled " + core.trees.get(node)));
    return left;
  }

  private @Nullable Problem problem() {
    return link instanceof LinkState.Down down
        ? new Problem("", down.code(), down.reason())
        : journal.problem();
  }

  /** Whether nothing is being done, and nothing is left that could be done now. */
  private boolean rests() {
    return core.dirty.isEmpty() && core.working.isEmpty() && !parts().containsValue(false);
  }

  /** Each part by its name, and whether it has nothing to do. */
  private Map<String, Boolean> parts() {
    Map<String, Boolean> parts = new LinkedHashMap<>();
    parts.put("start", started && scanned);
    parts.put("scanning", scanning.isIdle());
    parts.put("sightings", sightings.isIdle());
    parts.put("hashing", hashing.isIdle());
    parts.put("recipes", recipes.isIdle());
    parts.put("uploads", uploads.isIdle());
    parts.put("downloads", downloads.isIdle());
    parts.put("placing", placing.isIdle());
    parts.put("commits", commits.isIdle());
    parts.put("journal", journal.isCurrent());
    return parts;
  }

  private void turn() {
    if (!started || guard.stopped() != null) {
      core.flush();
      return;
    }
    if (core.working.isEmpty()) {
      sightings.lookAgain(); // what was left alone because of somebody who is done by now
    }
    hashing.pump();
    if (!scanned && scanning.isIdle() && sightings.isIdle()) {
      scanned = true;
      sightings.scannedOnce();
      core.crossings.scanned(core);
    }
    if (scanned && journal.isWhole()) {
      planning.plan();
      if (core.working.isEmpty() && core.inFlight.isEmpty()) {
        planning.planLeftOver();
      }
    }
    core.flush();
    recipes.pump();
    uploads.pump();
    downloads.pump();
    placing.pump();
    if (scanned && journal.isWhole()) {
      commits.pump();
    }
    if (guard.hold() != null) {
      guard.reconsider(rests());
    }
    core.flush();
  }
}
