package io.driftless.client.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which folder each watch key stands for. A key goes with the folder, not with its name: when a
 * folder is moved, registering it under the new name gives the old key back, and from then on the
 * key stands for the new name. Used by one thread at a time.
 */
final class WatchedFolders {

  /** Asks the system to watch a folder; tests make it refuse. */
  @FunctionalInterface
  interface Registrar {
    WatchKey register(Path folder, WatchService service) throws IOException;
  }

  static final Registrar SYSTEM =
      (folder, service) ->
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);

  private final WatchService service;
  private final Registrar registrar;
  private final Map<WatchKey, Path> folders = new HashMap<>();

  /** By path with a slash behind it, so that a folder and all beneath stand together. */
  private final NavigableMap<String, WatchKey> keys = new TreeMap<>();

  WatchedFolders(WatchService service, Registrar registrar) {
    this.service = service;
    this.registrar = registrar;
  }

  /** Watches a folder; answers what the system said when it can't. */
  @Nullable IOException watch(Path folder) {
    WatchKey key;
    try {
      key = registrar.register(folder, service);
    } catch (IOException e) {
      return e;
    }
    Path before = folders.put(key, folder);
    if (before != null && !before.equals(folder)) {
      keys.remove(slashed(before), key);
    }
    keys.put(slashed(folder), key);
    return null;
  }

  /** The folder that the key stands for now; null when it is watched no more. */
  @Nullable Path folderOf(WatchKey key) {
    return folders.get(key);
  }

  /** The system watches this key's folder no more. */
  void forget(WatchKey key) {
    Path folder = folders.remove(key);
    if (folder != null) {
      keys.remove(slashed(folder), key);
    }
  }

  /** Stops watching a folder that went away, and all that was beneath. */
  void forgetTree(Path folder) {
    String from = slashed(folder);
    String to = folder + "0"; // '0' comes right after '/'
    Map<String, WatchKey> gone = keys.subMap(from, true, to, false);
    for (WatchKey key : gone.values()) {
      key.cancel();
      folders.remove(key);
    }
    gone.clear();
  }

  int size() {
    return folders.size();
  }

  private static String slashed(Path folder) {
    return folder + "/";
  }
}
