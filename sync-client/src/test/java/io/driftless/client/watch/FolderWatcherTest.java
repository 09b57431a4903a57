package io.driftless.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatcherTest {

  @TempDir Path temp;
  private Path root;
  private FolderWatcher watcher;
  private final RecordedPlaces places = new RecordedPlaces();

  @BeforeEach
  void startWatching() throws IOException {
    root = Files.createDirectory(temp.resolve("root"));
    Files.createDirectories(root.resolve("a/b/c"));
    Files.createDirectories(root.resolve(".driftless/temp"));
    watcher = FolderWatcher.start(root, FolderWatcherTest::isPrivate, places);
    list(watcher, root);
  }

  /** As a scan does. */
  private static void list(FolderWatcher watcher, Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isDirectory)
          .forEach(folder -> watcher.aboutToList(root.relativize(folder)));
    }
  }

  private static boolean isPrivate(Path path) {
    return path.startsWith(".driftless");
  }

  @AfterEach
  void stopWatching() {
    watcher.close();
  }

  @Test
  void newChangedAndRemovedFilesShouldBeReportedAtAnyDepth() throws Exception {
    Path file = root.resolve("a/b/c/file");
    Files.writeString(file, "1");
    places.await("entry a/b/c/file");
    places.clear();
    Files.writeString(file, "2");
    places.await("entry a/b/c/file");
    places.clear();
    Files.delete(file);
    places.await("entry a/b/c/file");
  }

  @Test
  void folderThatAppearsShouldBeWatchedAndReportedWhole() throws Exception {
    Files.createDirectories(root.resolve("new/deep"));
    places.await("tree new");
    places.clear();
    Files.writeString(root.resolve("new/deep/file"), "x");
    places.await(report -> report.equals("entry new/deep/file") || report.startsWith("tree new"));
  }

  @Test
  void movedFolderShouldBeReportedUnderItsNewName() throws Exception {
    Files.move(root.resolve("a"), root.resolve("z"));
    places.await("tree z");
    places.await("entry a");
    places.clear();
    Files.writeString(root.resolve("z/b/c/file"), "x");
    places.await("entry z/b/c/file");
    assertThat(places.reports()).noneMatch(report -> report.startsWith("entry a"));
  }

  @Test
  void nameThatBeginsLikeARemovedFolderShouldStayWatched() throws Exception {
    Files.createDirectory(root.resolve("a-b"));
    places.await("tree a-b");
    Files.move(root.resolve("a"), temp.resolve("elsewhere"));
    places.await("entry a");
    Files.writeString(root.resolve("a-b/file"), "x");
    places.await("entry a-b/file");
  }

  @Test
  void privateFolderShouldNotBeReported() throws Exception {
    Files.writeString(root.resolve(".driftless/temp/x"), "x");
    Files.writeString(root.resolve("last"), "x");
    places.await("entry last");
    assertThat(places.reports()).noneMatch(report -> report.contains(".driftless"));
  }

  @Test
  void lostEventsShouldReportTheFolderWhole() throws Exception {
    // The JDK keeps at most 512 events of a folder; the watcher is held while they pile up.
    AtomicBoolean held = new AtomicBoolean(true);
    RecordedPlaces seen = new RecordedPlaces();
    DirtyPlaces slow = new HoldingPlaces(seen, held);
    Path folder = Files.createDirectories(temp.resolve("other/many"));
    try (FolderWatcher second =
        FolderWatcher.start(folder.getParent(), FolderWatcherTest::isPrivate, slow)) {
      list(second, folder.getParent());
      Files.writeString(folder.getParent().resolve("first"), "x");
      seen.await("entry first");
      for (int i = 0; i < 2_000; i++) {
        Files.createFile(folder.resolve("file" + i));
      }
      release(held);
      seen.await(report -> report.equals("tree many") || report.equals("tree "));
    }
  }

  private static void release(AtomicBoolean held) {
    synchronized (held) {
      held.set(false);
      held.notifyAll();
    }
  }

  @Test
  void folderThatIsNotListedShouldCostNoWatch() throws Exception {
    try (FolderWatcher second = FolderWatcher.start(root, FolderWatcherTest::isPrivate, places)) {
      second.aboutToList(Path.of(""));
      watcher.close();
      Files.writeString(root.resolve("a/b/c/unseen"), "x");
      Files.writeString(root.resolve("seen"), "x");
      places.await("entry seen");
      assertThat(places.reports()).doesNotContain("entry a/b/c/unseen");
    }
  }

  @Test
  void whatCantBeWatchedBecauseItIsGoneOrNotReadableShouldNotPassForALimit() throws Exception {
    Path shut = Files.createDirectory(root.resolve("shut"));
    try (FolderWatcher second =
        FolderWatcher.start(
            root, FolderWatcherTest::isPrivate, places, (folder, service) -> refuse(folder), 50)) {
      second.aboutToList(root.relativize(shut));
      second.aboutToList(Path.of("gone"));
      assertThat(places.reports()).noneMatch(report -> report.startsWith("limited"));
    }
  }

  private static WatchKey refuse(Path folder) throws IOException {
    throw Files.exists(folder)
        ? new AccessDeniedException(folder.toString())
        : new NoSuchFileException(folder.toString());
  }

  @Test
  void systemLimitShouldBeToldAndEndWhenTheSystemCanAgain() throws Exception {
    AtomicBoolean full = new AtomicBoolean(true);
    WatchedFolders.Registrar limited =
        (Path folder, WatchService service) -> registerUnlessFull(folder, service, full);
    Path other = Files.createDirectories(temp.resolve("limited/a")).getParent();
    RecordedPlaces seen = new RecordedPlaces();
    try (FolderWatcher second =
        FolderWatcher.start(other, FolderWatcherTest::isPrivate, seen, limited, 50)) {
      list(second, other);
      seen.await("limited " + FolderWatcher.LIMIT_WORDS);
      seen.await("tree ");
      full.set(false);
      seen.await("complete");
      seen.clear();
      Files.writeString(other.resolve("a/file"), "x");
      seen.await("entry a/file");
    }
  }

  private static WatchKey registerUnlessFull(Path folder, WatchService service, AtomicBoolean full)
      throws IOException {
    if (full.get() && folder.endsWith("a")) {
      throw new IOException("User limit of inotify watches reached");
    }
    return WatchedFolders.SYSTEM.register(folder, service);
  }

  /** Passes reports on, but holds the watcher's thread for as long as it is told. */
  private record HoldingPlaces(RecordedPlaces to, AtomicBoolean held) implements DirtyPlaces {

    @Override
    public void entryChanged(Path entry) {
      to.entryChanged(entry);
      synchronized (held) {
        while (held.get()) {
          try {
            held.wait();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }

    @Override
    public void treeChanged(Path folder) {
      to.treeChanged(folder);
    }

    @Override
    public void watchingLimited(String words) {
      to.watchingLimited(words);
    }

    @Override
    public void watchingComplete() {
      to.watchingComplete();
    }
  }
}
