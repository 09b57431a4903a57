package io.driftless.client.engine;

import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.HashMap;
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

  /** What is new in a folder and not answered yet. */
  private static final class Arriving {
    private final Runnable wake;
    private final Map<Object, Integer> counts = new HashMap<>();
    private boolean scanned;

    Arriving(Runnable wake) {
      this.wake = wake;
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

  /** A node of a folder was this before and is that now. */
  void changed(Object folder, @Nullable NodeState before, NodeState after) {
    Object was = before == null ? null : newness(before);
    Object is = newness(after);
    if (was == null ? is != null : !was.equals(is)) {
      changed(folder, was, is);
    }
  }

  private synchronized void changed(Object folder, @Nullable Object was, @Nullable Object is) {
    Arriving arriving = folders.get(folder);
    if (arriving == null) {
      return;
    }
    if (is != null) {
      arriving.counts.merge(is, 1, Integer::sum);
    }
    if (was != null) {
      arriving.counts.computeIfPresent(was, (key, count) -> count == 1 ? null : count - 1);
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
}
