package io.driftless.client.watch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a folder and all beneath it by the system's own events (inotify on Linux). Links are not
 * followed.
 *
 * <p>How nothing is missed: a folder is watched before it is listed ({@link #aboutToList}), and one
 * that appears is watched first and reported as changed afterwards, so whatever happened before it
 * was watched is found by the scan that follows. Where the system says that it lost events, the
 * folder is reported whole; where it lost them in many folders at once, the root is. When the
 * system can't watch more folders, the root is reported every minute.
 */
public final class FolderWatcher implements AutoCloseable {

  static final String LIMIT_WORDS =
      "The system can't watch more folders, so changes are noticed up to a minute late. Raise the"
          + " limit: sysctl fs.inotify.max_user_watches=1048576 (and max_user_instances).";

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatcher.class);
  private static final long LIMITED_SCAN_MILLIS = 60_000;
  private static final int MANY_OVERFLOWS = 16;

  private final Path root;
  private final Predicate<Path> ignored;
  private final DirtyPlaces dirty;
  private final WatchService service;
  private final WatchedFolders folders;
  private final Thread thread;
  private final long limitedScanMillis;
  private boolean limited;

  private FolderWatcher(
      Path root,
      Predicate<Path> ignored,
      DirtyPlaces dirty,
      WatchedFolders.Registrar registrar,
      long limitedScanMillis)
      throws IOException {
    this.root = root;
    this.ignored = ignored;
    this.dirty = dirty;
    this.limitedScanMillis = limitedScanMillis;
    this.service = root.getFileSystem().newWatchService();
    this.folders = new WatchedFolders(service, registrar);
    this.thread = new Thread(this::run, "driftless-watch");
    thread.setDaemon(true);
  }

  /**
   * Begins to watch; each folder from when it is first told of by {@link #aboutToList}, or appears
   * in one that is watched. Scan the root afterwards.
   *
   * @param ignored relative paths of folders that are neither watched nor reported
   * @throws IOException when the system can't watch at all
   */
  public static FolderWatcher start(Path root, Predicate<Path> ignored, DirtyPlaces dirty)
      throws IOException {
    return start(root, ignored, dirty, WatchedFolders.SYSTEM, LIMITED_SCAN_MILLIS);
  }

  static FolderWatcher start(
      Path root,
      Predicate<Path> ignored,
      DirtyPlaces dirty,
      WatchedFolders.Registrar registrar,
      long limitedScanMillis)
      throws IOException {
    FolderWatcher watcher = new FolderWatcher(root, ignored, dirty, registrar, limitedScanMillis);
    watcher.thread.start();
    return watcher;
  }

  /**
   * A folder is about to be listed: it is watched from now on, so that what happens after its
   * listing is reported. Any thread.
   *
   * @param folder relative to the root
   */
  public void aboutToList(Path folder) {
    Path at = root.resolve(folder);
    IOException answer = ignored.test(folder) ? null : folders.watch(at);
    if (answer != null && isRefusal(at, answer)) {
      refused(answer);
    }
  }

  /** Whether the system can't watch one more, rather than that there is nothing to watch. */
  private static boolean isRefusal(Path folder, IOException answer) {
    return !(answer instanceof AccessDeniedException)
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private synchronized void refused(IOException answer) {
    if (!limited) {
      LOG.warn("Not every folder beneath {} can be watched", root, answer);
      limited = true;
      dirty.watchingLimited(LIMIT_WORDS);
    }
  }

  @Override
  public void close() {
    try {
      service.close();
      thread.join();
    } catch (IOException e) {
      LOG.debug("Closing the watch", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = service.poll(limitedScanMillis, TimeUnit.MILLISECONDS);
        if (key != null) {
          takeAll(key);
        } else if (isLimited()) {
          rescanLimited();
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      LOG.debug("The watch on {} ends", root);
    } catch (RuntimeException e) {
      // The rim of this thread: without events the hourly scan still finds every change.
      LOG.error("The watch on {} ends after an error", root, e);
      dirty.watchingLimited("Changes are noticed late: watching failed (" + e + ").");
    }
  }

  /** Takes a key's events and those that already wait behind it. */
  private void takeAll(WatchKey first) {
    Set<Path> lost = new HashSet<>();
    for (WatchKey key = first; key != null; key = service.poll()) {
      Path folder = folders.folderOf(key);
      List<WatchEvent<?>> events = key.pollEvents();
      if (!key.reset()) {
        folders.forget(key);
      }
      if (folder != null && takeEvents(folder, events)) {
        lost.add(folder);
      }
    }
    if (lost.size() > MANY_OVERFLOWS || lost.contains(root)) {
      treeAppeared(root);
    } else {
      lost.forEach(this::treeAppeared);
    }
  }

  /** Whether events of the folder were lost. */
  private boolean takeEvents(Path folder, List<WatchEvent<?>> events) {
    boolean lost = false;
    for (WatchEvent<?> event : events) {
      if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
        lost = true;
      } else if (event.context() instanceof Path name) {
        take(event.kind(), folder.resolve(name));
      }
    }
    return lost;
  }

  private void take(WatchEvent.Kind<?> kind, Path entry) {
    if (ignored.test(root.relativize(entry))) {
      return;
    }
    if (kind == StandardWatchEventKinds.ENTRY_DELETE) {
      folders.forgetTree(entry);
    } else if (kind == StandardWatchEventKinds.ENTRY_CREATE
        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      treeAppeared(entry);
      return;
    }
    dirty.entryChanged(root.relativize(entry));
  }

  private void treeAppeared(Path folder) {
    watchTree(folder);
    dirty.treeChanged(root.relativize(folder));
  }

  private void rescanLimited() {
    allow();
    watchTree(root);
    tellWhenComplete();
    dirty.treeChanged(root.relativize(root));
  }

  private synchronized boolean isLimited() {
    return limited;
  }

  private synchronized void allow() {
    limited = false;
  }

  private synchronized void tellWhenComplete() {
    if (!limited) {
      dirty.watchingComplete();
    }
  }

  /** Watches every folder beneath; notes when the system can't. */
  private void watchTree(Path top) {
    FolderRegistration registration = new FolderRegistration();
    try {
      Files.walkFileTree(top, registration);
    } catch (IOException e) {
      LOG.info("{} vanished while it was looked through: {}", top, e.toString());
    }
    IOException refused = registration.refused;
    if (refused != null) {
      refused(refused);
    }
  }

  /** Watches each folder before its entries are listed, so that none can appear in between. */
  private final class FolderRegistration extends SimpleFileVisitor<Path> {
    private @Nullable IOException refused;

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (ignored.test(root.relativize(folder))) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      IOException answer = folders.watch(folder);
      if (answer != null && isRefusal(folder, answer)) {
        refused = answer;
        return FileVisitResult.TERMINATE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path entry, IOException e) {
      return FileVisitResult.CONTINUE; // vanished or not readable: the scan tells about that
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }
}
