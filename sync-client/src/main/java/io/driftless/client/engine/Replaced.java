package io.driftless.client.engine;

import io.driftless.client.content.ContentReader;
import io.driftless.client.content.ReadContent;
import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.files.HeldNames;
import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.Placer;
import io.driftless.client.files.PrivateFolder;
import io.driftless.client.files.RelPath;
import io.driftless.client.plan.ConflictNames;
import io.driftless.client.plan.PlanContext;
import io.driftless.client.schedule.Lane;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that were replaced or removed here. After a grace time each is checked once more: one
 * that still is what it was goes, since the server has its content; one that somebody wrote into
 * meanwhile becomes a conflicted copy beside where it was. As long as a program has it open, it is
 * kept and looked at from time to time, less and less often: more may be written into it.
 */
final class Replaced {

  private static final Logger LOG = LoggerFactory.getLogger(Replaced.class);
  private static final long GRACE_MILLIS = 3_000;

  /**
   * One to be checked.
   *
   * @param tries how often it could not be, or was open
   */
  private record Kept(
      RelPath path, Sha256 digest, FileStamp stamp, RelPath beside, long dueMillis, int tries) {

    Kept triedAgainAt(long millis) {
      return new Kept(path, digest, stamp, beside, millis, tries + 1);
    }
  }

  /**
   * One that was checked.
   *
   * @param copy where a conflicted copy was made; null when none was
   * @param open whether it stays because a program has it open
   * @param failure why it could not be checked; null when it was
   */
  private record Checked(
      Kept kept, @Nullable RelPath copy, boolean open, @Nullable Exception failure) {}

  /** What is to be done about kept files of an earlier run. */
  private record Found(PrivateFolder.Replaced file, @Nullable RelPath home, RelPath beside) {

    Kept kept(long nowMillis) {
      return new Kept(
          file.path(), file.digest(), file.stamp(), beside, nowMillis + GRACE_MILLIS, 0);
    }
  }

  private final Core core;
  private final Map<RelPath, Kept> waiting = new LinkedHashMap<>();
  private final ContentReader reader;
  private boolean timer;
  private @Nullable Scanning scanning;

  Replaced(Core core) {
    this.core = core;
    this.reader = new ContentReader(core.ports.files(), core.ports.scheduler().clock());
  }

  void scanWith(Scanning scan) {
    scanning = scan;
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }

  /**
   * A file was taken away.
   *
   * @param path where it is kept
   * @param was what it was
   * @param beside where it was
   */
  void keep(RelPath path, Placer.Expected was, RelPath beside) {
    long dueMillis = core.now() + GRACE_MILLIS;
    waiting.put(path, new Kept(path, was.digest(), was.stamp(), beside, dueMillis, 0));
    schedule();
  }

  private void schedule() {
    if (!timer && !waiting.isEmpty()) {
      timer = true;
      long earliest = waiting.values().stream().mapToLong(Kept::dueMillis).min().orElse(0);
      long millis = Math.max(GRACE_MILLIS, earliest - core.now());
      core.ports.scheduler().after(millis, this::checkDue);
    }
  }

  private void checkDue() {
    List<Kept> due = new ArrayList<>();
    for (Kept kept : waiting.values()) {
      if (kept.dueMillis() <= core.now()) {
        due.add(kept);
      }
    }
    PlanContext context = core.planContext();
    core.ports
        .scheduler()
        .work(
            Lane.DOWNLOAD,
            () -> checkAll(core.ports.files(), due, context),
            outcome -> {
              timer = false;
              outcome.get().forEach(this::checked);
              schedule();
              core.wake();
            });
  }

  private void checked(Checked one) {
    Kept kept = one.kept();
    if (one.failure() != null || one.open()) {
      if (one.failure() != null && kept.tries() == 0) {
        LOG.warn("{} can't be checked; it stays, and is tried again", kept.path(), one.failure());
      }
      long millis = Math.max(GRACE_MILLIS, Failures.backoffMillis(kept.tries() + 1));
      waiting.put(kept.path(), kept.triedAgainAt(core.now() + millis));
      return;
    }
    waiting.remove(kept.path());
    if (one.copy() != null && scanning != null) {
      scanning.entry(one.copy());
    }
  }

  private List<Checked> checkAll(LocalFiles files, List<Kept> due, PlanContext context) {
    List<Checked> checked = new ArrayList<>(due.size());
    // Before any content is read: what nobody has open by then stays as it is read.
    Set<RelPath> open = openAmong(files, due.stream().map(Kept::path).toList());
    for (Kept one : due) {
      try {
        checked.add(check(files, one, open.contains(one.path()), context));
      } catch (IOException | RuntimeException e) {
        checked.add(new Checked(one, null, false, e));
      }
    }
    return checked;
  }

  private static Set<RelPath> openAmong(LocalFiles files, List<RelPath> kept) {
    try {
      return files.openElsewhere(kept);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Which files are open can't be told: {}", e.toString());
      return Set.of();
    }
  }

  private Checked check(LocalFiles files, Kept kept, boolean open, PlanContext context)
      throws IOException {
    FileStamp now = files.stat(kept.path());
    if (now == null) {
      return new Checked(kept, null, false, null);
    }
    if (open && now.sameFile(kept.stamp())) {
      return new Checked(kept, null, true, null);
    }
    // By content: an edit in the same tick of the clock leaves size and times as they were.
    ReadContent content = now.sameFile(kept.stamp()) ? reader.read(kept.path(), 0) : null;
    if (isKnown(content, kept.path(), kept.digest())) {
      files.removePrivate(kept.path());
      return new Checked(kept, null, false, null);
    }
    RelPath copy = copyBeside(files, kept.path(), kept.beside(), context);
    return new Checked(kept, copy, false, null);
  }

  /** Whether the server has what a kept file holds. */
  private static boolean isKnown(@Nullable ReadContent content, RelPath kept, Sha256 digest) {
    return content != null
        && content.content().digest().equals(digest)
        && !PrivateFolder.isMoving(kept);
  }

  private static boolean isFolder(LocalFiles files, RelPath path) throws IOException {
    FileStamp stamp = path.isRoot() ? null : files.stat(path);
    return path.isRoot() || (stamp != null && stamp.kind() == EntryKind.FOLDER);
  }

  private static RelPath copyBeside(
      LocalFiles files, RelPath from, RelPath beside, PlanContext context) throws IOException {
    RelPath folder = isFolder(files, beside.parent()) ? beside.parent() : RelPath.ROOT;
    Set<String> taken = new HashSet<>();
    HeldNames held = context.names().traits().names();
    while (true) {
      String travels =
          ConflictNames.free(
              held.travelling(beside.name()), context.device(), context.date(), taken::contains);
      String name = held.shown(travels, 0).orElseGet(() -> held.shownCut(travels, 0));
      try {
        files.move(from, folder.child(name));
        files.forceFolder(folder);
        return folder.child(name);
      } catch (FileAlreadyExistsException e) {
        taken.add(travels);
      }
    }
  }

  /**
   * Cleans up after an earlier run, before anything is scanned: a file that was taken away and
   * whose place is empty goes back, since the crash came before its successor.
   *
   * @param then what to do afterwards
   * @param failed what to do instead when the disk did not let it
   */
  void recover(Runnable then, Consumer<Exception> failed) {
    PrivateFolder folder = new PrivateFolder(core.ports.files());
    core.ports
        .scheduler()
        .work(
            Lane.SCAN,
            () -> {
              folder.prepare();
              return folder.replaced();
            },
            outcome -> {
              List<PrivateFolder.Replaced> found = outcome.value();
              if (found == null) {
                failed.accept(Objects.requireNonNull(outcome.failure()));
              } else {
                recover(folder, found, then, failed);
              }
            });
  }

  private void recover(
      PrivateFolder folder,
      List<PrivateFolder.Replaced> found,
      Runnable then,
      Consumer<Exception> failed) {
    PlanContext context = core.planContext();
    Set<RelPath> wantedParts = wantedParts();
    List<Found> all = found.stream().map(this::found).toList();
    core.ports
        .scheduler()
        .work(
            Lane.SCAN,
            () -> {
              folder.clearTemporary(wantedParts::contains);
              return recover(all, context);
            },
            outcome -> {
              List<Found> stay = outcome.value();
              if (stay == null) {
                failed.accept(Objects.requireNonNull(outcome.failure()));
                return;
              }
              stay.forEach(one -> waiting.put(one.file().path(), one.kept(core.now())));
              schedule();
              then.run();
            });
  }

  /** What is known of where a kept file belongs. */
  private Found found(PrivateFolder.Replaced file) {
    NodeState node = core.trees.get(file.node());
    RelPath home = node.local() == null ? null : core.diskPath(node.id());
    RelPath beside = home == null ? beside(node) : home;
    // Only while the tree still speaks of the old content was nothing put there.
    boolean unfinished = home != null && file.digest().equals(digestOf(node));
    return new Found(file, unfinished ? home : null, beside);
  }

  /** On a worker; answers those that stay for a while. */
  private List<Found> recover(List<Found> all, PlanContext context) {
    Set<RelPath> open =
        openAmong(core.ports.files(), all.stream().map(one -> one.file().path()).toList());
    List<Found> stay = new ArrayList<>();
    for (Found one : all) {
      try {
        if (!recover(one, open.contains(one.file().path()), context)) {
          continue;
        }
      } catch (IOException | RuntimeException e) {
        LOG.warn("{} is checked again in a moment", one.file().path(), e);
      }
      stay.add(one);
    }
    return stay;
  }

  /** Answers whether it stays, because a program has it open. */
  private boolean recover(Found found, boolean open, PlanContext context) throws IOException {
    LocalFiles files = core.ports.files();
    RelPath kept = found.file().path();
    RelPath home = found.home();
    if (home != null && files.stat(home) == null && isFolder(files, home.parent())) {
      files.move(kept, home);
      files.forceFolder(home.parent());
      return false;
    }
    ReadContent content = reader.read(kept, 0);
    if (!isKnown(content, kept, found.file().digest())) {
      copyBeside(files, kept, found.beside(), context);
      return false;
    }
    if (!open) {
      files.removePrivate(kept);
    }
    return open;
  }

  private static @Nullable Sha256 digestOf(NodeState node) {
    LocalEntry local = node.local();
    return local == null || local.content() == null ? null : local.content().digest();
  }

  private Set<RelPath> wantedParts() {
    Set<RelPath> wanted = new HashSet<>();
    for (NodeState node : core.trees.loose()) { // what is at rest needs no part
      RemoteEntry remote = node.remote();
      if (remote != null && remote.version() != null && !remote.version().equals(agreed(node))) {
        wanted.add(PrivateFolder.partPath(node.id(), remote.version().digest()));
      }
    }
    return wanted;
  }

  private static @Nullable Object agreed(NodeState node) {
    SyncedEntry synced = node.synced();
    return synced == null ? null : synced.version();
  }

  private RelPath beside(NodeState node) {
    Place place =
        node.remote() != null
            ? node.remote().place()
            : node.synced() != null ? node.synced().place() : null;
    if (place == null) {
      return new RelPath("recovered file");
    }
    RelPath at = core.paths.of(node.id(), place);
    return at == null ? new RelPath(core.names.nameFor(node.id(), place)) : at;
  }
}
