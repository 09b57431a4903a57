package io.driftless.protocol.recipe;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import java.util.ArrayList;
import java.util.List;

/**
 * A recipe as it travels: steps that rebuild it from a base version, from packs whose footers both
 * ends can read, and from single hashes. So one byte inserted into a gigabyte costs some hundred
 * bytes here.
 *
 * @param base the version of the same node that {@link RecipeOp.Copy} refers to; NONE when no step
 *     copies
 * @param ops in the order of the content; none for empty content
 * @param digest {@link Recipe#digest} of the result
 */
public record RecipeScript(VersionNumber base, List<RecipeOp> ops, Sha256 digest) {

  /** The most chunks that a recipe may have, in either direction. */
  public static final int MAX_CHUNKS = 1 << 18;

  public RecipeScript {
    ops = List.copyOf(ops);
  }

  /** What a script refers to. Each throws {@link BadRecipeException} when it can't. */
  public interface Source {
    /** The recipe of the base version. */
    Recipe base(VersionNumber version);

    /** The chunk at an entry of a pack. */
    Sha256 entry(PackId pack, int entry);

    /** A recipe that was staged before. */
    Recipe staged(Sha256 digest);
  }

  /**
   * Expands the script and checks the result's digest.
   *
   * @throws BadRecipeException when a step reaches outside what it names, the result is too long or
   *     its digest differs
   */
  public Recipe expand(Source source) {
    List<Sha256> chunks = new ArrayList<>();
    for (RecipeOp op : ops) {
      append(op, source, chunks);
      if (chunks.size() > MAX_CHUNKS) {
        throw new BadRecipeException("A recipe has at most " + MAX_CHUNKS + " chunks");
      }
    }
    Recipe recipe = new Recipe(chunks);
    if (!recipe.digest().equals(digest)) {
      throw new BadRecipeException("The recipe expands to " + recipe.digest() + ", not " + digest);
    }
    return recipe;
  }

  private void append(RecipeOp op, Source source, List<Sha256> chunks) {
    if (op instanceof RecipeOp.Copy copy) {
      List<Sha256> from = source.base(base).chunks();
      checkRange(copy.first(), copy.count(), from.size());
      chunks.addAll(from.subList(copy.first(), copy.first() + copy.count()));
    } else if (op instanceof RecipeOp.Run run) {
      checkRange(run.first(), run.count(), MAX_CHUNKS);
      for (int i = 0; i < run.count(); i++) {
        chunks.add(source.entry(run.pack(), run.first() + i));
      }
    } else if (op instanceof RecipeOp.Hashes hashes) {
      chunks.addAll(hashes.hashes());
    } else if (op instanceof RecipeOp.Located located) {
      located.chunks().forEach(chunk -> chunks.add(chunk.hash()));
    } else if (op instanceof RecipeOp.Staged staged) {
      chunks.addAll(source.staged(staged.recipe()).chunks());
    }
  }

  private static void checkRange(int first, int count, int size) {
    if (first < 0 || count < 1 || first > size - count) {
      throw new BadRecipeException(
          "Entries %d to %d are outside of the %d there are"
              .formatted(first, (long) first + count - 1, size));
    }
  }
}
