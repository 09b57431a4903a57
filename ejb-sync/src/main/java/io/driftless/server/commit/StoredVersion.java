package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.recipe.Recipe;
import java.util.Set;

/**
 * A version with its recipe, stored or to be stored.
 *
 * @param node whose
 * @param version what the journal says of it
 * @param recipe its chunks; empty for links and empty files
 * @param given those chunks that were not taken from an earlier version of the node; only known
 *     while it is to be stored, else empty
 */
public record StoredVersion(NodeId node, FileVersion version, Recipe recipe, Set<Sha256> given) {}
