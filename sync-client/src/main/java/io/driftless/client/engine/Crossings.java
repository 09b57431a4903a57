package io.driftless.client.engine;

import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files on their way from one folder of a device to another. Workspaces share nothing, so such a
 * move is an add there and a remove here; the remove waits until the add is answered, so that at
 * every moment one of the two workspaces has the file. What is new in a folder is known by its
 * content, and by its size and time before it was read. Shared by the engines of a device; any
 * thread.
 */
public final class Crossings {

  /** So long it is remembered what has come into a folder. */
  private static final long CAME_MILLIS = 60_000;

  /** What is new in a folder and not answered yet, and what was so lately. */
  private static final class Arriving {
    private final Runnable wake;
    private final Map<Object, Integer> counts = new HashMap<>();
    private final Map<Object, Long> came = new LinkedHashMap<>();
    private boolean scanned;

    Arriving(Runnable wake) {
      this.wake = wake;
    }

    void remember(Object key, boolean matters, long now) {
      Iterator<Long> oldest = came.values().iterator();
      while (oldest.hasNext() && oldest.next() < now - CAME_MILLIS) {
        oldest.remove();
      }
      if (matters) {
        came.remove(key);
        came.put(key, now);
      }
    }
  }

  /** A file that was not read yet. */
  private record Unread(long size, long modifiedNanos) {}

  private final Map<Object, Arriving> folders = new LinkedHashMap<>();

  /**
   * A folder begins to be looked through.
   *
   * @param wake called when another folder may go on
   */
  synchronized void began(Object folder, Runnable wake) {
    folders.put(folder, new Arriving(wake));
  }

  /** A folder was looked through. */
  synchronized void scanned(Object folder) {
    Arriving arriving = folders.get(folder);
    if (arriving != null && !arriving.scanned) {
      arriving.scanned = true;
      wakeOthers(folder);
    }
  }

  /** A folder is not at work any more: nothing waits for it. */
  synchronized void ended(Object folder) {
    folders.remove(folder);
    wakeOthers(folder);
  }

  private void wakeOthers(Object folder) {
    folders.forEach(
        (other, arriving) -> {
          if (other != folder) {
            arriving.wake.run();
          }
        });
  }

  /** A node of a folder was this before and is that now, at a time in milliseconds. */
  void changed(Object folder, @Nullable NodeState before, NodeState after, long now) {
    Object was = before == null ? null : newness(before);
    Object is = newness(after);
    if (was == null ? is != null : !was.equals(is)) {
      changed(folder, was, is, now);
    }
  }

  private synchronized void changed(
      Object folder, @Nullable Object was, @Nullable Object is, long now) {
    Arriving arriving = folders.get(folder);
    if (arriving == null) {
      return;
    }
    if (is != null) {
      arriving.counts.merge(is, 1, Integer::sum);
    }
    if (was != null) {
      arriving.counts.computeIfPresent(was, (key, count) -> count == 1 ? null : count - 1);
      arriving.remember(was, folders.size() > 1, now);
      wakeOthers(folder);
    }
  }

  /** What a new file is known by; null for all else. */
  private static @Nullable Object newness(NodeState node) {
    LocalEntry local = node.local();
    if (local == null
        || node.remote() != null
        || node.synced() != null
        || local.kind() != NodeKind.FILE
        || local.stamp().size() == 0) {
      return null;
    }
    FileContent content = local.content();
    return content == null
        ? new Unread(local.stamp().size(), local.stamp().modifiedNanos())
        : content.digest();
  }

  /** Whether anything may be on its way into another folder than this one. */
  synchronized boolean isAny(Object folder) {
    return folders.entrySet().stream()
        .anyMatch(
            one ->
                one.getKey() != folder
                    && (!one.getValue().scanned || !one.getValue().counts.isEmpty()));
  }

  /** Whether this content may be on its way into another folder than this one. */
  synchronized boolean isArriving(Object folder, FileVersion version) {
    Sha256 digest = version.digest();
    Unread unread = new Unread(version.size(), version.modifiedNanos());
    return folders.entrySet().stream()
        .filter(one -> one.getKey() != folder)
        .map(Map.Entry::getValue)
        .anyMatch(
            other ->
                !other.scanned
                    || other.counts.containsKey(digest)
                    || other.counts.containsKey(unread));
  }

  /** Whether this content is new in another folder than this one, or was so within a minute. */
  synchronized boolean hasCome(Object folder, FileVersion version, long now) {
    Sha256 digest = version.digest();
    Unread unread = new Unread(version.size(), version.modifiedNanos());
    return folders.entrySet().stream()
        .filter(one -> one.getKey() != folder)
        .map(Map.Entry::getValue)
        .anyMatch(
            other ->
                other.counts.containsKey(digest)
                    || other.counts.containsKey(unread)
                    || other.came.getOrDefault(digest, Long.MIN_VALUE) >= now - CAME_MILLIS);
  }
}
