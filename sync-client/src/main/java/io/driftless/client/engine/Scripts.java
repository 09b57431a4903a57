package io.driftless.client.engine;

import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes recipes as the shortest scripts: copies of the base, runs of fresh packs, hashes. */
final class Scripts {

  private Scripts() {}

  /**
   * The script of a content; null when a chunk is neither in the base nor known.
   *
   * @param base how the base version is cut; empty when there is none to copy from
   * @param known where chunks lie
   * @param fresh packs that have to be named by run, because no commit named them yet
   */
  static @Nullable RecipeScript write(
      List<Chunk> content,
      VersionNumber baseVersion,
      List<Chunk> base,
      Map<Sha256, ChunkLocation> known,
      Set<PackId> fresh) {
    Map<Sha256, Integer> inBase = new HashMap<>();
    for (int i = base.size() - 1; i >= 0; i--) {
      inBase.put(base.get(i).hash(), i);
    }
    List<RecipeOp> ops = new ArrayList<>();
    List<Sha256> hashes = new ArrayList<>();
    boolean copies = false;
    int i = 0;
    while (i < content.size()) {
      Sha256 hash = content.get(i).hash();
      Integer from = inBase.get(hash);
      ChunkLocation place = known.get(hash);
      if (from != null) {
        int count = commonRun(content, i, base, from);
        flush(hashes, ops);
        ops.add(new RecipeOp.Copy(from, count));
        copies = true;
        i += count;
      } else if (place == null) {
        return null;
      } else if (fresh.contains(place.pack())) {
        int count = packRun(content, i, place, known, inBase);
        flush(hashes, ops);
        ops.add(new RecipeOp.Run(place.pack(), place.entry(), count));
        i += count;
      } else {
        hashes.add(hash);
        i++;
      }
    }
    flush(hashes, ops);
    Recipe recipe = new Recipe(content.stream().map(Chunk::hash).toList());
    return new RecipeScript(copies ? baseVersion : VersionNumber.NONE, ops, recipe.digest());
  }

  private static int commonRun(List<Chunk> content, int at, List<Chunk> base, int from) {
    int count = 0;
    while (at + count < content.size()
        && from + count < base.size()
        && content.get(at + count).hash().equals(base.get(from + count).hash())) {
      count++;
    }
    return count;
  }

  private static int packRun(
      List<Chunk> content,
      int at,
      ChunkLocation first,
      Map<Sha256, ChunkLocation> known,
      Map<Sha256, Integer> inBase) {
    int count = 1;
    while (at + count < content.size()) {
      Sha256 hash = content.get(at + count).hash();
      ChunkLocation next = known.get(hash);
      boolean follows =
          next != null
              && !inBase.containsKey(hash)
              && next.pack().equals(first.pack())
              && next.entry() == first.entry() + count;
      if (!follows) {
        break;
      }
      count++;
    }
    return count;
  }

  private static void flush(List<Sha256> hashes, List<RecipeOp> ops) {
    if (!hashes.isEmpty()) {
      ops.add(new RecipeOp.Hashes(hashes));
      hashes.clear();
    }
  }

  /** About how many bytes a script takes in a message. */
  static int bytes(@Nullable RecipeScript script) {
    if (script == null) {
      return 0;
    }
    int bytes = 60;
    for (RecipeOp op : script.ops()) {
      bytes += op instanceof RecipeOp.Hashes some ? 20 + 35 * some.hashes().size() : 60;
    }
    return bytes;
  }

  /** The packs that a script names by run. */
  static void addPacks(@Nullable RecipeScript script, Set<PackId> into) {
    if (script != null) {
      for (RecipeOp op : script.ops()) {
        if (op instanceof RecipeOp.Run run) {
          into.add(run.pack());
        }
      }
    }
  }
}
