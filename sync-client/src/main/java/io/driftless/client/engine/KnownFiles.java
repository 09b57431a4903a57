package io.driftless.client.engine;

import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are on the disk, by the file system's key and by content; the last one of several.
 * The names of a file that has more than one (hard links) are known besides.
 */
final class KnownFiles {

  private final Map<Long, NodeId> byKey = new HashMap<>();
  private final Map<Long, Set<NodeId>> sharing = new HashMap<>();
  private final Map<Sha256, NodeId> byDigest = new HashMap<>();

  void changed(NodeState before, NodeState after) {
    LocalEntry old = before.local();
    LocalEntry local = after.local();
    if (old != null) {
      forget(old.stamp().key(), before.id());
      FileContent content = old.content();
      if (content != null) {
        byDigest.remove(content.digest(), before.id());
      }
    }
    if (local != null) {
      if (local.stamp().key() != 0) {
        note(local.stamp().key(), after.id());
      }
      FileContent content = local.content();
      if (content != null && content.size() > 0 && content.linkTarget() == null) {
        byDigest.put(content.digest(), after.id());
      }
    }
  }

  private void note(long key, NodeId node) {
    NodeId other = byKey.put(key, node);
    if (other != null && !other.equals(node)) {
      sharing.computeIfAbsent(key, k -> new LinkedHashSet<>(Set.of(other))).add(node);
    }
  }

  private void forget(long key, NodeId node) {
    byKey.remove(key, node);
    Set<NodeId> names = sharing.get(key);
    if (names != null && names.remove(node)) {
      names.forEach(other -> byKey.put(key, other));
      if (names.size() < 2) {
        sharing.remove(key);
      }
    }
  }

  /** All nodes that are one file with several names; none when it has one. */
  Set<NodeId> sharing(long key) {
    return sharing.getOrDefault(key, Set.of());
  }

  @Nullable NodeId byKey(long key) {
    return key == 0 ? null : byKey.get(key);
  }

  @Nullable NodeId byDigest(Sha256 digest) {
    return byDigest.get(digest);
  }
}
