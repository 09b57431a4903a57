package io.driftless.protocol.message;

import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.RecipeScript;
import org.jspecify.annotations.Nullable;

/**
 * A journal row as a device gets it.
 *
 * @param row the node's state after the change
 * @param recipe of the row's version when it is short (see {@link
 *     Limits#MAX_INLINE_RECIPE_CHUNKS}); else null: ask for it
 */
public record ChangedNode(NodeRow row, @Nullable RecipeScript recipe) {}
