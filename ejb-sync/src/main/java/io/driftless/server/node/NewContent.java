package io.driftless.server.node;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.server.commit.PackFooter;
import java.util.Map;

/**
 * Content that was cut and stored, to become a version.
 *
 * @param profile id of the chunking profile; 0 for empty content
 * @param packs those that were stored for it, with what they hold
 */
public record NewContent(
    long size, Sha256 digest, int profile, Recipe recipe, Map<PackId, PackFooter> packs) {
  public NewContent {
    packs = Map.copyOf(packs);
  }
}
