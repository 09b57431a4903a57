package io.driftless.server.commit;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much one commit may make the server read and hold, whatever few bytes it says it in. Asked
 * before anything is read and expanded.
 */
final class CommitBounds {

  private final Set<PackId> packs = new HashSet<>();
  private final Map<Sha256, Recipe> staged;
  private long chunks;

  private CommitBounds(CommitRequest request, Map<Sha256, Recipe> staged) {
    this.staged = staged;
    packs.addAll(request.packs());
    for (Change change : request.changes()) {
      ops(change).forEach(this::add);
    }
  }

  /** What the request alone asks too much of; null when nothing. */
  static @Nullable String excess(CommitRequest request) {
    return new CommitBounds(request, Map.of()).excess();
  }

  /** What it asks too much of, as far as was read for it; null when nothing. */
  static @Nullable String excess(CommitRequest request, GivenContent given) {
    long entries = 0;
    for (PackFooter footer : given.packs().values()) {
      entries += footer instanceof PackFooter.Found found ? found.entries().size() : 0;
    }
    return entries > Limits.MAX_COMMIT_CHUNKS
        ? "The packs of a commit have at most %d chunks".formatted(Limits.MAX_COMMIT_CHUNKS)
        : new CommitBounds(request, given.staged()).excess();
  }

  /** Whether the versions that it refers to are too long to be read. */
  static @Nullable String excess(long versionChunks) {
    return versionChunks > Limits.MAX_COMMIT_CHUNKS
        ? "The versions that a commit refers to have at most %d chunks, these %d"
            .formatted(Limits.MAX_COMMIT_CHUNKS, versionChunks)
        : null;
  }

  private @Nullable String excess() {
    if (packs.size() > Limits.MAX_COMMIT_PACKS) {
      return "A commit names at most %d packs, this one %d"
          .formatted(Limits.MAX_COMMIT_PACKS, packs.size());
    }
    return chunks > Limits.MAX_COMMIT_CHUNKS
        ? "The recipes of a commit have at most %d chunks, these %d"
            .formatted(Limits.MAX_COMMIT_CHUNKS, chunks)
        : null;
  }

  private void add(RecipeOp op) {
    if (op instanceof RecipeOp.Copy copy) {
      chunks += Math.max(0, copy.count());
    } else if (op instanceof RecipeOp.Run run) {
      packs.add(run.pack());
      chunks += Math.max(0, run.count());
    } else if (op instanceof RecipeOp.Hashes hashes) {
      chunks += hashes.hashes().size();
    } else if (op instanceof RecipeOp.Staged named) {
      chunks += staged.getOrDefault(named.recipe(), Recipe.EMPTY).chunks().size();
    }
  }

  private static List<RecipeOp> ops(Change change) {
    RecipeScript recipe = change instanceof Change.Put put ? put.content().recipe() : null;
    return recipe == null ? List.of() : recipe.ops();
  }
}
