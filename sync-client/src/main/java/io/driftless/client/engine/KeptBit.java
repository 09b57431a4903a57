package io.driftless.client.engine;

import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.FileVersion;
import org.jspecify.annotations.Nullable;

/**
 * The executable bit on a disk that keeps none: what was read there has the bit that was agreed on
 * last, so that its absence is no change of the user, and a new content keeps it.
 */
final class KeptBit {

  private final Core core;

  KeptBit(Core core) {
    this.core = core;
  }

  /** What was read of a node, with the bit as it was agreed last, or as the server has it. */
  FileContent of(NodeState node, FileContent read) {
    SyncedEntry synced = node.synced();
    RemoteEntry remote = node.remote();
    FileVersion known =
        synced != null ? synced.version() : remote != null ? remote.version() : null;
    return core.names.traits().executableBit() || known == null
        ? read
        : read.executable(known.executable());
  }

  /** The bit that goes with a content that was made from a version; null: from none. */
  boolean sent(FileContent content, @Nullable FileVersion from) {
    if (from == null || core.names.traits().executableBit()) {
      return content.executable();
    }
    return from.executable();
  }

  /** Device and server have agreed on a version of what the device read. */
  void agreed(NodeId id, FileVersion version) {
    NodeState node = core.trees.get(id);
    LocalEntry local = node.local();
    FileContent content = local == null ? null : local.content();
    if (local != null && content != null && !core.names.traits().executableBit()) {
      FileContent agreed = content.executable(version.executable());
      core.trees.put(node.withLocal(local.read(local.stamp(), agreed)));
    }
  }
}
