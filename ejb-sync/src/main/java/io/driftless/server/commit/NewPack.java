package io.driftless.server.commit;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.recipe.ChunkLocation;
import java.util.List;

/**
 * A pack that the commit names first: its row becomes live, each entry becomes a location of its
 * chunk, and chunks that were unknown become claimed, the committing device's own.
 *
 * @param pack which
 * @param entries all of them, in the order of the footer
 */
public record NewPack(PackId pack, List<ChunkLocation> entries) {
  public NewPack {
    entries = List.copyOf(entries);
  }

  /** The bytes that it takes in the blob store, without its footer: what the quota counts. */
  public long storedBytes() {
    return entries.stream().mapToLong(ChunkLocation::storedLength).sum();
  }
}
