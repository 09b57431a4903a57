package io.driftless.server.commit;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.Recipe;
import java.util.Map;

/**
 * What was read before the lock because it never changes: the footers of the packs and the staged
 * recipes that the request names (see {@link CommitNeeds}).
 *
 * @param packs by id; a pack that is not here counts as absent
 * @param staged by digest; those that are there
 */
public record GivenContent(Map<PackId, PackFooter> packs, Map<Sha256, Recipe> staged) {

  /** Nothing: for requests that name no content. */
  public static final GivenContent NONE = new GivenContent(Map.of(), Map.of());

  public GivenContent {
    packs = Map.copyOf(packs);
    staged = Map.copyOf(staged);
  }
}
