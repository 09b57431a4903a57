package io.driftless.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.Watchable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFoldersTest {

  @TempDir private Path temp;

  @Test
  void treeThatWentAwayShouldTakeNoOtherFolderAlong() throws Exception {
    List<Path> watched = new ArrayList<>();
    for (String name : List.of("a", "a/inner", "a/inner/b", "a b", "a-2", "a-2/inner", "a0", "A")) {
      watched.add(Files.createDirectories(temp.resolve(name)));
    }
    try (WatchService service = temp.getFileSystem().newWatchService()) {
      List<Path> cancelled = new ArrayList<>();
      WatchedFolders folders =
          new WatchedFolders(
              service,
              (folder, to) ->
                  new ToldKey(WatchedFolders.SYSTEM.register(folder, to), folder, cancelled));
      watched.forEach(folders::watch);
      assertThat(folders.size()).isEqualTo(8);
      folders.forgetTree(temp.resolve("a"));
      assertThat(cancelled).containsExactlyElementsOf(watched.subList(0, 3));
      assertThat(folders.size()).isEqualTo(5);
      folders.forgetTree(temp.resolve("none"));
      assertThat(folders.size()).isEqualTo(5);
    }
  }

  /** Tells when it is cancelled. */
  private static final class ToldKey implements WatchKey {
    private final WatchKey key;
    private final Path folder;
    private final List<Path> cancelled;

    ToldKey(WatchKey key, Path folder, List<Path> cancelled) {
      this.key = key;
      this.folder = folder;
      this.cancelled = cancelled;
    }

    @Override
    public boolean isValid() {
      return key.isValid();
    }

    @Override
    public List<WatchEvent<?>> pollEvents() {
      return key.pollEvents();
    }

    @Override
    public boolean reset() {
      return key.reset();
    }

    @Override
    public void cancel() {
      cancelled.add(folder);
      key.cancel();
    }

    @Override
    public Watchable watchable() {
      return key.watchable();
    }
  }
}
