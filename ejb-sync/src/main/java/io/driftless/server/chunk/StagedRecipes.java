package io.driftless.server.chunk;

import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeScript;
import io.driftless.server.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recipes that are too long for a message and were sent ahead over HTTPS; kept for a day. */
@ApplicationScoped
public class StagedRecipes {

  /** How long one is kept. */
  public static final Duration KEPT = Duration.ofDays(1);

  @PersistenceContext private EntityManager store;
  @Inject private Clock clock;

  /**
   * Keeps a recipe, in the caller's transaction, and drops those of the workspace that are too old.
   *
   * @param stored 32 bytes a chunk
   * @return the digest to name it by
   * @throws IllegalArgumentException when it is no recipe or too long
   */
  public Sha256 stage(WorkspaceId workspace, @Nullable DeviceId device, byte[] stored) {
    if (stored.length > RecipeScript.MAX_CHUNKS * Sha256.BYTES) {
      throw new IllegalArgumentException(
          "A recipe has at most %d chunks".formatted(RecipeScript.MAX_CHUNKS));
    }
    Sha256 digest = Recipe.ofBytes(stored).digest();
    Instant now = clock.instant();
    Sql sql = Sql.of(store);
    sql.update(
        "DELETE FROM staged_recipe WHERE workspace_id = ? AND created_at < ?",
        workspace.value(),
        now.minus(KEPT));
    sql.update(
        "INSERT INTO staged_recipe (workspace_id, digest, recipe, device_id, created_at)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (workspace_id, digest)"
            + " DO UPDATE SET created_at = EXCLUDED.created_at",
        workspace.value(),
        digest.bytes(),
        stored,
        device == null ? null : device.value(),
        now);
    return digest;
  }

  /**
   * Those of these recipes that are there, in the caller's transaction; none beyond the one that
   * exceeds {@link Limits#MAX_COMMIT_CHUNKS}.
   */
  public Map<Sha256, Recipe> find(WorkspaceId workspace, Set<Sha256> digests) {
    if (digests.isEmpty()) {
      return Map.of();
    }
    Sql sql = Sql.of(store);
    List<Sha256> there =
        sql.list(
            "SELECT digest FROM staged_recipe WHERE workspace_id = ? AND digest = ANY (?)",
            row -> Sha256.ofBytes(row.getBytes("digest")),
            workspace.value(),
            digests.stream().map(Sha256::bytes).toArray(byte[][]::new));
    Map<Sha256, Recipe> found = new HashMap<>();
    long chunks = 0;
    for (Sha256 digest : there) {
      Recipe recipe =
          sql.first(
              "SELECT recipe FROM staged_recipe WHERE workspace_id = ? AND digest = ?",
              row -> Recipe.ofBytes(row.getBytes("recipe")),
              workspace.value(),
              digest.bytes());
      if (recipe != null) {
        found.put(digest, recipe);
        chunks += recipe.chunks().size();
      }
      if (chunks > Limits.MAX_COMMIT_CHUNKS) {
        break;
      }
    }
    return found;
  }
}
