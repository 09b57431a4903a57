package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.recipe.Recipe;

/**
 * A version with its recipe, stored or to be stored.
 *
 * @param node whose
 * @param version what the journal says of it
 * @param recipe its chunks; empty for links and empty files
 */
public record StoredVersion(NodeId node, FileVersion version, Recipe recipe) {}
