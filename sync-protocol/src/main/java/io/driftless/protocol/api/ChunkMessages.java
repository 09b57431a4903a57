package io.driftless.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.ChunkLocation;
import java.util.List;

/** Bodies of the calls about chunks: look-up, passes to the blob store, staged recipes. */
public final class ChunkMessages {

  private ChunkMessages() {}

  /** {@code POST /api/v1/workspaces/{w}/chunks/lookup}: at most 10,000 hashes. */
  public record ChunkLookup(List<Sha256> hashes) {
    public ChunkLookup {
      hashes = List.copyOf(hashes);
    }
  }

  /**
   * Those of the chunks asked for that may be deduplicated against (verified, or the caller's own)
   * or that a member may read.
   *
   * @param found one place for each chunk found; a chunk that is not there has to be uploaded
   */
  public record ChunksFound(List<ChunkLocation> found) {
    public ChunksFound {
      found = List.copyOf(found);
    }
  }

  /** What a pass to the blob store is for. */
  public enum BlobAccess {
    /** Create new packs; neither read nor overwrite. */
    @JsonProperty("upload")
    UPLOAD,
    /** Read packs; no listing. */
    @JsonProperty("download")
    DOWNLOAD
  }

  /** {@code POST /api/v1/workspaces/{w}/sas}. */
  public record SasRequest(BlobAccess access) {}

  /**
   * A shared access signature for the workspace's container.
   *
   * @param containerUrl the container's address, without the signature and without a slash at its
   *     end
   * @param signature the query string that goes behind a blob's address, without '?'
   * @param expiresMillis when it ends, at most 15 minutes ahead
   */
  public record Sas(String containerUrl, String signature, long expiresMillis) {}

  /**
   * {@code PUT /api/v1/workspaces/{w}/recipes/staged}: the body is the recipe's stored form (32
   * bytes a chunk); the answer names it. Kept for a day.
   *
   * @param recipe the digest to name in {@code staged}
   */
  public record StagedRecipe(Sha256 recipe) {}
}
