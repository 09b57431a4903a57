package io.driftless.client.engine;

import io.driftless.client.files.FileStamp;
import io.driftless.client.files.HeldNames;
import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.PrivateFolder;
import io.driftless.client.files.RealNames;
import io.driftless.client.files.RelPath;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.status.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at places that may have changed. Events only name places; what is there is asked of the
 * disk. One look at a time: folders and entries are collected while one runs, so that a thousand
 * events cost a few looks. The next look runs while what the last one saw is compared.
 */
final class Scanning {

  private static final long GATHER_MILLIS = 15;
  private static final int LOOK_FOLDERS = 64;
  private static final int LOOK_ENTRIES = 2_000;
  private static final long MOVED_MILLIS = 10_000;
  private static final long AGAIN_MILLIS = 5_000;
  private static final int MOST_MOVES = 1_000;
  private static final int LOOK_LISTED = 4_000;

  /** An entry looked at. */
  record Looked(
      RelPath path,
      @Nullable FileStamp stamp,
      @Nullable Set<String> beside,
      @Nullable Exception failure) {
    static Looked failed(RelPath path, Exception failure) {
      return new Looked(path, null, null, failure);
    }
  }

  /** A folder listed. */
  record Listed(RelPath path, LocalFiles.@Nullable Listing listing, @Nullable Exception failure) {}

  /** What a look gave. */
  record Sights(List<Looked> entries, List<Listed> folders, List<RelPath> unfinished) {}

  /** A folder that the engine has renamed. */
  private record Moved(RelPath from, RelPath to, long atMillis) {}

  private final Deque<Moved> moves = new ArrayDeque<>();

  /** Looked at because a folder was renamed while a look was under way; once for each rename. */
  private final Set<RelPath> followed = new LinkedHashSet<>();

  private final Set<RelPath> followedFolders = new LinkedHashSet<>();

  private final Core core;
  private final Sightings sightings;
  private final Set<RelPath> entries = new LinkedHashSet<>();
  private final Deque<RelPath> folders = new ArrayDeque<>();
  private final Set<RelPath> folderSet = new LinkedHashSet<>();

  /** What the client has taken away while the look under way ran. */
  private Set<RelPath> emptied = new HashSet<>();

  /** What it had taken away while the look ran whose sights are being taken. */
  private Set<RelPath> uncertain = Set.of();

  private boolean timer;
  private boolean looking;
  private boolean stopped;

  Scanning(Core core, Sightings sightings) {
    this.core = core;
    this.sightings = sightings;
    sightings.scanWith(this);
  }

  /** An entry may have changed. */
  void entry(RelPath seen) {
    RelPath path = core.names.traits().names().composed(seen);
    if (path.isPrivate()) {
      return;
    }
    if (path.isRoot()) {
      folder(path);
      return;
    }
    entries.add(path);
    RelPath moved = whereNow(path);
    if (moved != null) {
      entries.add(moved);
    }
    schedule();
  }

  /** A folder's entries, and everything beneath, may have changed. */
  void folder(RelPath seen) {
    RelPath path = core.names.traits().names().composed(seen);
    if (!path.isPrivate() && folderSet.add(path)) {
      folders.add(path);
      schedule();
    }
    RelPath moved = whereNow(path);
    if (moved != null && folderSet.add(moved)) {
      folders.add(moved);
      schedule();
    }
  }

  /** A folder was renamed here: what is said of its old place means the new one, too. */
  void folderMoved(RelPath from, RelPath to) {
    moves.add(new Moved(from, to, core.now()));
    followed.clear();
    followedFolders.clear();
    if (moves.size() > MOST_MOVES) {
      moves.remove();
    }
    List.copyOf(entries).forEach(this::entry);
    List.copyOf(folders).forEach(this::folder);
  }

  /** Where a path leads by the renames of the last seconds; null when they do not touch it. */
  private @Nullable RelPath whereNow(RelPath path) {
    long since = core.now() - MOVED_MILLIS;
    RelPath at = path;
    for (Moved move : moves) {
      boolean beneath = at.equals(move.from()) || at.value().startsWith(move.from().value() + "/");
      if (beneath && move.atMillis() >= since) {
        at = new RelPath(move.to().value() + at.value().substring(move.from().value().length()));
      }
    }
    return at.equals(path) ? null : at;
  }

  /** The client has taken away what was at a path: a look under way may have seen it there. */
  void emptied(RelPath path) {
    if (looking) {
      emptied.add(path);
    }
  }

  /** Whether what was seen at a path may be what the client is changing, or has changed since. */
  boolean isUncertain(RelPath path) {
    return core.placing.contains(path) || uncertain.contains(path);
  }

  /** Whether nothing that is seen now may be so. */
  boolean isCertain() {
    return core.placing.isEmpty() && uncertain.isEmpty();
  }

  /** Looks at nothing any more. */
  void stop() {
    stopped = true;
  }

  /** Whether nothing is waiting to be looked at. */
  boolean isIdle() {
    return !looking && !timer && entries.isEmpty() && folders.isEmpty();
  }

  private void schedule() {
    if (!timer && !looking && !stopped) {
      timer = true;
      core.ports.scheduler().after(GATHER_MILLIS, this::look);
    }
  }

  private void look() {
    timer = false;
    if (stopped || looking) {
      return;
    }
    List<RelPath> single = take(entries.iterator(), LOOK_ENTRIES);
    List<RelPath> listed = new ArrayList<>();
    while (!folders.isEmpty() && listed.size() < LOOK_FOLDERS) {
      RelPath folder = folders.remove();
      folderSet.remove(folder);
      listed.add(folder);
    }
    if (single.isEmpty() && listed.isEmpty()) {
      return;
    }
    looking = true;
    emptied = new HashSet<>();
    LocalFiles files = core.ports.files();
    HeldNames held = core.names.traits().names();
    core.ports
        .scheduler()
        .work(Lane.SCAN, () -> look(files, held, single, listed), outcome -> looked(outcome));
  }

  private static List<RelPath> take(Iterator<RelPath> from, int most) {
    List<RelPath> taken = new ArrayList<>();
    while (from.hasNext() && taken.size() < most) {
      taken.add(from.next());
      from.remove();
    }
    return taken;
  }

  private static Sights look(
      LocalFiles files, HeldNames held, List<RelPath> single, List<RelPath> listed) {
    List<Looked> entries = new ArrayList<>();
    RealNames names = new RealNames(files, held);
    for (RelPath path : single) {
      try {
        entries.add(new Looked(path, names.stat(path), names.beside(path), null));
      } catch (IOException e) {
        entries.add(Looked.failed(path, e));
      } catch (RuntimeException e) {
        entries.add(Looked.failed(path, Failures.unexpected(path, e)));
      }
    }
    List<Listed> folders = new ArrayList<>();
    List<RelPath> unfinished = new ArrayList<>();
    int count = 0;
    for (RelPath path : listed) {
      if (count > LOOK_LISTED) {
        unfinished.add(path);
        continue;
      }
      try {
        LocalFiles.Listing listing = files.list(path).as(held);
        count += listing.entries().size();
        folders.add(new Listed(path, listing, null));
      } catch (IOException e) {
        folders.add(new Listed(path, null, e));
      } catch (RuntimeException e) {
        folders.add(new Listed(path, null, Failures.unexpected(path, e)));
      }
    }
    return new Sights(entries, folders, unfinished);
  }

  private void looked(Outcome<Sights> outcome) {
    looking = false;
    if (stopped) {
      return;
    }
    Sights sights = outcome.get();
    uncertain = emptied;
    sights.unfinished().forEach(this::folder);
    lookOn(); // the disk is read while what was seen is compared
    for (Listed listed : sights.folders()) {
      if (listed.listing() != null) {
        sightings.listed(listed.path(), listed.listing());
      } else if (listed.failure() != null) {
        failed(listed.path(), listed.failure(), true);
      }
      RelPath moved = whereNow(listed.path());
      if (moved != null && followedFolders.add(moved)) {
        folder(moved);
      }
    }
    for (Looked looked : sights.entries()) {
      if (looked.failure() != null) {
        failed(looked.path(), looked.failure(), false);
      } else {
        sightings.looked(looked.path(), looked.stamp(), looked.beside());
        RelPath moved = whereNow(looked.path());
        if (moved != null && followed.add(moved)) {
          entries.add(moved);
        }
      }
    }
    lookOn();
    uncertain = Set.of();
    sightings.settle();
    core.wake();
  }

  private void lookOn() {
    if (!looking && !(entries.isEmpty() && folders.isEmpty())) {
      look();
    }
  }

  private void failed(RelPath path, Exception failure, boolean whole) {
    boolean gone =
        failure instanceof NoSuchFileException || failure instanceof NotDirectoryException;
    if (gone && path.isRoot()) {
      sightings.rootGone();
    } else if (gone && whole) {
      sightings.notListed(path);
    } else if (gone) {
      entry(path);
    } else {
      core.pathProblems.put(path, Failures.problem(path.value(), failure));
      if (!(failure instanceof AccessDeniedException)) {
        core.ports.scheduler().after(AGAIN_MILLIS, () -> again(path, whole));
      }
    }
  }

  private void again(RelPath path, boolean whole) {
    if (whole) {
      folder(path);
    } else {
      entry(path);
    }
  }

  /** A problem of a name that is no node. */
  void problem(RelPath path, String code, String words) {
    core.pathProblems.put(path, new Problem(path.value(), code, words));
  }

  /** The client's own folder, seen from the root. */
  static boolean isOwn(RelPath path) {
    return path.equals(RelPath.PRIVATE) || path.equals(PrivateFolder.TEMPORARY);
  }
}
