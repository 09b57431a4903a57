package io.driftless.client.engine;

import io.driftless.client.content.ContentReader;
import io.driftless.client.content.ReadContent;
import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
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
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that were replaced or removed here. After a grace time each is checked once more: one
 * that still is what it was goes, since the server has its content; one that somebody wrote into
 * meanwhile becomes a conflicted copy beside where it was.
 */
final class Replaced {

  private static final Logger LOG = LoggerFactory.getLogger(Replaced.class);
  private static final long GRACE_MILLIS = 3_000;

  private record Kept(
      RelPath path, Sha256 digest, FileStamp stamp, RelPath beside, long dueMillis) {}

  /**
   * What came of a check.
   *
   * @param done kept files that are gone from where they were kept; others are checked again
   * @param made conflicted copies
   */
  private record Checked(List<RelPath> done, List<RelPath> made) {}

  private record Home(RelPath path, @Nullable Sha256 digest) {}

  /** What is to be done about kept files of an earlier run. */
  private record Found(PrivateFolder.Replaced file, @Nullable RelPath home, RelPath beside) {}

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
   * @param place where it was
   */
  void keep(RelPath path, Placer.Expected was, Place place) {
    RelPath at = core.diskPath(place);
    RelPath beside = at == null ? new RelPath(place.name()) : at;
    long dueMillis = core.now() + GRACE_MILLIS;
    waiting.put(path, new Kept(path, was.digest(), was.stamp(), beside, dueMillis));
    schedule();
  }

  private void schedule() {
    if (!timer && !waiting.isEmpty()) {
      timer = true;
      core.ports.scheduler().after(GRACE_MILLIS, this::checkDue);
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
            () -> checkAll(reader, core.ports.files(), due, context),
            outcome -> {
              timer = false;
              Checked checked = outcome.get();
              checked.done().forEach(waiting::remove);
              if (scanning != null) {
                checked.made().forEach(scanning::entry);
              }
              schedule();
              core.wake();
            });
  }

  private static Checked checkAll(
      ContentReader reader, LocalFiles files, List<Kept> due, PlanContext context) {
    Checked checked = new Checked(new ArrayList<>(), new ArrayList<>());
    for (Kept one : due) {
      try {
        RelPath copy = check(reader, files, one, context);
        if (copy != null) {
          checked.made().add(copy);
        }
        checked.done().add(one.path());
      } catch (IOException e) {
        LOG.warn("{} is checked again in a moment", one.path(), e);
      }
    }
    return checked;
  }

  /** Answers where a conflicted copy was made; null when the file was as it had been. */
  private static @Nullable RelPath check(
      ContentReader reader, LocalFiles files, Kept kept, PlanContext context) throws IOException {
    FileStamp now = files.stat(kept.path());
    if (now == null) {
      return null;
    }
    // By content: an edit in the same tick of the clock leaves size and times as they were.
    ReadContent content = now.sameFile(kept.stamp()) ? reader.read(kept.path(), 0) : null;
    if (isKnown(content, kept.path(), kept.digest())) {
      files.removePrivate(kept.path());
      return null;
    }
    return copyBeside(files, kept.path(), kept.beside(), context);
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
    while (true) {
      String name =
          ConflictNames.free(beside.name(), context.device(), context.date(), taken::contains);
      try {
        files.move(from, folder.child(name));
        files.forceFolder(folder);
        return folder.child(name);
      } catch (FileAlreadyExistsException e) {
        taken.add(name);
      }
    }
  }

  /**
   * Cleans up after an earlier run, before anything is scanned: a file that was taken away and
   * whose place is empty goes back, since the crash came before its successor.
   *
   * @param then what to do afterwards
   */
  void recover(Runnable then) {
    PlanContext context = core.planContext();
    Set<RelPath> wantedParts = wantedParts();
    Map<NodeId, Home> homes = new LinkedHashMap<>();
    Map<NodeId, RelPath> besides = new LinkedHashMap<>();
    for (NodeState node : core.trees.all()) {
      RelPath home = node.local() == null ? null : core.diskPath(node.id());
      if (home != null) {
        homes.put(node.id(), new Home(home, digestOf(node)));
      } else {
        besides.put(node.id(), beside(node));
      }
    }
    core.ports
        .scheduler()
        .work(
            Lane.SCAN,
            () -> {
              PrivateFolder folder = new PrivateFolder(core.ports.files());
              folder.prepare();
              folder.clearTemporary(wantedParts::contains);
              List<Kept> later = new ArrayList<>();
              for (PrivateFolder.Replaced file : folder.replaced()) {
                Home home = homes.get(file.node());
                RelPath beside =
                    home != null
                        ? home.path()
                        : besides.getOrDefault(file.node(), new RelPath("recovered file"));
                // Only while the tree still speaks of the old content was nothing put there.
                boolean unfinished = home != null && file.digest().equals(home.digest());
                try {
                  recover(new Found(file, unfinished ? beside : null, beside), context);
                } catch (IOException e) {
                  LOG.warn("{} is checked again in a moment", file.path(), e);
                  later.add(new Kept(file.path(), file.digest(), file.stamp(), beside, core.now()));
                }
              }
              return later;
            },
            outcome -> {
              outcome.get().forEach(kept -> waiting.put(kept.path(), kept));
              schedule();
              then.run();
            });
  }

  private void recover(Found found, PlanContext context) throws IOException {
    LocalFiles files = core.ports.files();
    RelPath kept = found.file().path();
    RelPath home = found.home();
    if (home != null && files.stat(home) == null && isFolder(files, home.parent())) {
      files.move(kept, home);
      files.forceFolder(home.parent());
      return;
    }
    ReadContent content = reader.read(kept, 0);
    if (isKnown(content, kept, found.file().digest())) {
      files.removePrivate(kept);
    } else {
      copyBeside(files, kept, found.beside(), context);
    }
  }

  private static @Nullable Sha256 digestOf(NodeState node) {
    LocalEntry local = node.local();
    return local == null || local.content() == null ? null : local.content().digest();
  }

  private Set<RelPath> wantedParts() {
    Set<RelPath> wanted = new HashSet<>();
    for (NodeState node : core.trees.all()) {
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
    RelPath at = core.diskPath(place);
    return at == null ? new RelPath(place.name()) : at;
  }
}
