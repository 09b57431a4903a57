package io.driftless.client.transfer;

import io.driftless.protocol.chunk.EncodedChunk;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.pack.Pack;
import io.driftless.protocol.pack.PackWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fills packs with the chunks of many files, one pack after the other: small files share packs, and
 * the chunks of a large one stand in a row, so that its recipe travels as few runs. A chunk that
 * was added before is not added again. For one thread.
 */
public final class PackAssembler {

  /**
   * A pack that is complete and not stored yet.
   *
   * @param id its name
   * @param pack its bytes and index
   */
  public record ReadyPack(PackId id, Pack pack) {}

  private final Supplier<PackId> ids;
  private final int targetBytes;
  private final Map<Sha256, ChunkPlace> places = new HashMap<>();
  private PackId id;
  private PackWriter open;

  /**
   * An assembler with an empty pack.
   *
   * @param ids names that no pack ever had
   * @param targetBytes at how many stored bytes a pack is complete
   */
  public PackAssembler(Supplier<PackId> ids, int targetBytes) {
    this.ids = ids;
    this.targetBytes = targetBytes;
    this.id = ids.get();
    this.open = new PackWriter(targetBytes);
  }

  /** Where a chunk was put before; null when it was not. */
  public @Nullable ChunkPlace placeOf(Sha256 hash) {
    return places.get(hash);
  }

  /** Whether the open pack has to be {@link #complete completed} before this chunk can be added. */
  public boolean isFullFor(EncodedChunk chunk) {
    return !open.fits(chunk);
  }

  /** Puts a chunk into the open pack, unless it was put somewhere before. */
  public ChunkPlace add(Sha256 hash, EncodedChunk chunk) {
    ChunkPlace known = places.get(hash);
    if (known != null) {
      return known;
    }
    ChunkPlace place = new ChunkPlace(id, open.add(hash, chunk));
    places.put(hash, place);
    return place;
  }

  /** Takes the open pack, full or not, and opens the next; null when nothing is in it. */
  public @Nullable ReadyPack complete() {
    if (open.isEmpty()) {
      return null;
    }
    ReadyPack ready = new ReadyPack(id, open.finish());
    id = ids.get();
    open = new PackWriter(targetBytes);
    return ready;
  }
}
