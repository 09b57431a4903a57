package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import java.util.Set;

/**
 * What the rule will ask its {@link WorkspaceState} about, as far as the request tells, so that it
 * can be loaded in bulk. A forecast: more is asked when ancestors were removed or names are taken,
 * and some of this is never asked.
 *
 * @param nodes targets and parents; each is looked up by id and, if unknown or removed, as an
 *     alias, and so are all its ancestors
 * @param places where a live child is looked for
 * @param versions whose recipe is copied from or brought back
 * @param chunks named by hash or through a pack
 * @param packs named
 */
public record CommitReads(
    Set<NodeId> nodes,
    Set<Place> places,
    Set<VersionKey> versions,
    Set<Sha256> chunks,
    Set<PackId> packs) {

  /** A name in a folder. */
  public record Place(NodeId parent, String name) {}

  /** A version of a node. */
  public record VersionKey(NodeId node, VersionNumber version) {}
}
