package io.driftless.protocol.recipe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import java.util.List;

/** One step of a recipe script; each appends chunks to the recipe. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RecipeOp.Copy.class, name = "copy"),
  @JsonSubTypes.Type(value = RecipeOp.Run.class, name = "run"),
  @JsonSubTypes.Type(value = RecipeOp.Hashes.class, name = "hashes"),
  @JsonSubTypes.Type(value = RecipeOp.Located.class, name = "located"),
  @JsonSubTypes.Type(value = RecipeOp.Staged.class, name = "staged")
})
public sealed interface RecipeOp {

  /**
   * Chunks of the base version's recipe.
   *
   * @param first index of the first chunk, from 0
   * @param count how many, at least 1
   */
  record Copy(int first, int count) implements RecipeOp {}

  /**
   * Neighbouring entries of one pack, in the order of its footer. Device to server.
   *
   * @param pack a pack that the blob store holds
   * @param first index of the first entry, from 0
   * @param count how many, at least 1
   */
  record Run(PackId pack, int first, int count) implements RecipeOp {}

  /** Chunks that the workspace knows already, by hash. Device to server. */
  record Hashes(List<Sha256> hashes) implements RecipeOp {
    public Hashes {
      hashes = List.copyOf(hashes);
    }
  }

  /** Chunks with a place where each can be read. Server to device. */
  record Located(List<ChunkLocation> chunks) implements RecipeOp {
    public Located {
      chunks = List.copyOf(chunks);
    }
  }

  /**
   * The whole recipe, sent ahead over HTTPS because it is too long for a message. Device to server.
   *
   * @param recipe the digest under which it was staged ({@link Recipe#digest})
   */
  record Staged(Sha256 recipe) implements RecipeOp {}
}
