package io.driftless.server.commit;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.server.commit.CommitReads.VersionKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One workspace as it stood when its lock was taken, seen by one device. Read only, and the same
 * answer to the same question during one commit: the rule never asks it about its own writes. Calls
 * may load lazily; {@link CommitRule#reads} tells most of them ahead. Nobody asks about {@link
 * NodeId#ROOT} but as a parent.
 */
public interface WorkspaceState {

  /** The journal's head. */
  Cursor head();

  /**
   * The commit that wrote a row; null when there is no such row, be it above the head, truncated or
   * {@link Revision#NONE}.
   */
  @Nullable CommitId commitAt(Revision revision);

  /**
   * The revision below which the journal was truncated: a cursor before it can't be continued.
   * {@link Revision#NONE} when nothing was.
   */
  Revision floor();

  /** A node, live or removed; null when unknown. */
  @Nullable NodeState node(NodeId node);

  /** The folder that a folder was merged into; null when the id is no alias. */
  @Nullable NodeId alias(NodeId node);

  /**
   * The node of that exact name in that folder which is not itself removed; there is at most one.
   * The folder itself may be removed.
   */
  @Nullable NodeState liveChild(NodeId parent, String name);

  /**
   * The nodes in a folder that are not themselves removed, any {@code limit} of them if there are
   * more, in a stable order.
   */
  List<NodeState> liveChildren(NodeId parent, int limit);

  /**
   * The nodes whose last row comes after a revision, removed ones left out, any {@code limit} of
   * them if there are more. Their ancestors are asked for next, so load these in bulk.
   */
  List<NodeState> changedAfter(Revision revision, int limit);

  /** A version with its recipe; null when there is none or it was pruned. */
  @Nullable StoredVersion version(NodeId node, VersionNumber version);

  /** How many chunks the recipes of these versions have in all, without reading them. */
  long recipeChunks(Collection<VersionKey> versions);

  /** What is known of these chunks; unknown ones are left out. */
  Map<Sha256, ChunkFacts> chunks(Collection<Sha256> hashes);

  /** A pack that some commit named before, or that a cleanup condemned; null when unknown. */
  @Nullable PackFacts pack(PackId pack);

  /** What stands in the way of the sender's changes. */
  Barriers barriers();

  /** How much may be stored and is. */
  Quota quota();

  /**
   * What the workspace's owner may store.
   *
   * @param limitBytes {@link Long#MAX_VALUE} for no limit
   * @param usedBytes bytes of packs, without footers
   */
  record Quota(long limitBytes, long usedBytes) {}
}
