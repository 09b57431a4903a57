package io.driftless.simulator;

import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import io.driftless.server.commit.InMemoryWorkspace;
import io.driftless.server.commit.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Recipes as the server sends them. */
final class Recipes {

  private Recipes() {}

  /** A row as a device gets it. */
  static ChangedNode changed(InMemoryWorkspace workspace, NodeRow row, boolean bare) {
    if (bare || row.kind() != NodeKind.FILE || row.version() == null) {
      return new ChangedNode(row, null);
    }
    StoredVersion stored = workspace.version(row.node(), row.version().number());
    boolean isShort =
        stored != null && stored.recipe().chunks().size() <= Limits.MAX_INLINE_RECIPE_CHUNKS;
    return new ChangedNode(row, isShort ? script(workspace, stored.recipe(), null) : null);
  }

  /** A recipe with places, as far as it does not begin like the base. */
  static RecipeScript script(
      InMemoryWorkspace workspace, Recipe recipe, @Nullable StoredVersion base) {
    List<Sha256> chunks = recipe.chunks();
    int same = 0;
    if (base != null) {
      List<Sha256> before = base.recipe().chunks();
      while (same < Math.min(before.size(), chunks.size())
          && before.get(same).equals(chunks.get(same))) {
        same++;
      }
    }
    List<RecipeOp> ops = new ArrayList<>();
    if (same > 0) {
      ops.add(new RecipeOp.Copy(0, same));
    }
    List<ChunkLocation> located = new ArrayList<>();
    for (Sha256 chunk : chunks.subList(same, chunks.size())) {
      located.add(
          Objects.requireNonNull(workspace.chunks().get(chunk)).locations().iterator().next());
    }
    if (!located.isEmpty()) {
      ops.add(new RecipeOp.Located(located));
    }
    VersionNumber from = same > 0 && base != null ? base.version().number() : VersionNumber.NONE;
    return new RecipeScript(from, ops, recipe.digest());
  }
}
