package io.driftless.client.engine;

import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are on the disk, by the file system's key and by content; the last one of several.
 */
final class KnownFiles {

  private final Map<Long, NodeId> byKey = new HashMap<>();
  private final Map<Sha256, NodeId> byDigest = new HashMap<>();

  void changed(NodeState before, NodeState after) {
    LocalEntry old = before.local();
    LocalEntry local = after.local();
    if (old != null) {
      byKey.remove(old.stamp().key(), before.id());
      FileContent content = old.content();
      if (content != null) {
        byDigest.remove(content.digest(), before.id());
      }
    }
    if (local != null) {
      if (local.stamp().key() != 0) {
        byKey.put(local.stamp().key(), after.id());
      }
      FileContent content = local.content();
      if (content != null && content.size() > 0 && content.linkTarget() == null) {
        byDigest.put(content.digest(), after.id());
      }
    }
  }

  @Nullable NodeId byKey(long key) {
    return key == 0 ? null : byKey.get(key);
  }

  @Nullable NodeId byDigest(Sha256 digest) {
    return byDigest.get(digest);
  }
}
