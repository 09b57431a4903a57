package io.driftless.client.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which folder each watch key stands for. A key goes with the folder, not with its name: when a
 * folder is moved, registering it under the new name gives the old key back, and from then on the
 * key stands for the new name. Any thread may use it.
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

  /** By path, as bytes: a folder stands before all that is beneath it. */
  private final NavigableMap<Path, WatchKey> keys = new TreeMap<>();

  WatchedFolders(WatchService service, Registrar registrar) {
    this.service = service;
    this.registrar = registrar;
  }

  /** Watches a folder; answers what the system said when it can't. */
  synchronized @Nullable IOException watch(Path folder) {
    WatchKey key;
    try {
      key = registrar.register(folder, service);
    } catch (IOException e) {
      return e;
    }
    Path before = folders.put(key, folder);
    if (before != null && !before.equals(folder)) {
      keys.remove(before, key);
    }
    keys.put(folder, key);
    return null;
  }

  /** The folder that the key stands for now; null when it is watched no more. */
  synchronized @Nullable Path folderOf(WatchKey key) {
    return folders.get(key);
  }

  /** The system watches this key's folder no more. */
  synchronized void forget(WatchKey key) {
    Path folder = folders.remove(key);
    if (folder != null) {
      keys.remove(folder, key);
    }
  }

  /** Stops watching a folder that went away, and all that was beneath. */
  synchronized void forgetTree(Path folder) {
    String name = folder.toString();
    Iterator<Map.Entry<Path, WatchKey>> from = keys.tailMap(folder, true).entrySet().iterator();
    while (from.hasNext()) {
      Map.Entry<Path, WatchKey> one = from.next();
      if (one.getKey().startsWith(folder)) {
        one.getValue().cancel();
        folders.remove(one.getValue());
        from.remove();
      } else if (!one.getKey().toString().startsWith(name)) {
        return; // "folder-2" stands between "folder" and "folder/inner", but nothing else does
      }
    }
  }

  synchronized int size() {
    return folders.size();
  }
}
