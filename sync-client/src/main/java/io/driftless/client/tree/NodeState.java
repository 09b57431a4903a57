package io.driftless.client.tree;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.node.NodeKind;
import org.jspecify.annotations.Nullable;

/**
 * One node in the three trees.
 *
 * @param id which
 * @param local null when it is not on the disk
 * @param remote null when the journal knows nothing of it; a removed node's row is kept while it
 *     means anything
 * @param synced null when device and server never agreed on it
 * @param awaited the journal must be read up to here before the node is planned again; NONE when it
 *     need not wait
 */
public record NodeState(
    NodeId id,
    @Nullable LocalEntry local,
    @Nullable RemoteEntry remote,
    @Nullable SyncedEntry synced,
    Revision awaited) {

  /** A node of which nothing is known. */
  public static NodeState unknown(NodeId id) {
    return new NodeState(id, null, null, null, Revision.NONE);
  }

  /** With another local side. */
  public NodeState withLocal(@Nullable LocalEntry other) {
    return new NodeState(id, other, remote, synced, awaited);
  }

  /** With another remote side. */
  public NodeState withRemote(@Nullable RemoteEntry other) {
    return new NodeState(id, local, other, synced, awaited);
  }

  /** With another merge base. */
  public NodeState withSynced(@Nullable SyncedEntry other) {
    return new NodeState(id, local, remote, other, awaited);
  }

  /** Waiting for the journal up to this revision. */
  public NodeState awaiting(Revision revision) {
    return new NodeState(id, local, remote, synced, revision);
  }

  /** Whether nothing at all is known of it. */
  public boolean isEmpty() {
    return local == null && remote == null && synced == null && awaited.equals(Revision.NONE);
  }

  /** What kind of node it is; null when nothing is known. */
  public @Nullable NodeKind kind() {
    return local != null
        ? local.kind()
        : remote != null ? remote.kind() : synced != null ? synced.kind() : null;
  }

  /** Whether it is a folder on any side. */
  public boolean isFolder() {
    return kind() == NodeKind.FOLDER;
  }
}
