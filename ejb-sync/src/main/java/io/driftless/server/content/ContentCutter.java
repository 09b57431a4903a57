package io.driftless.server.content;

import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.chunk.Chunker;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.chunk.EncodedChunk;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.pack.Pack;
import io.driftless.protocol.pack.PackWriter;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.chunk.PackFooters;
import io.driftless.server.commit.PackFooter;
import io.driftless.server.node.FilePut.Admitted;
import io.driftless.server.node.NewContent;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Cuts a body into chunks as a device would, and stores those that the workspace does not hold in
 * packs. Holds about a pack and {@link #BATCH_BYTES}, however long the body. For one body and one
 * thread.
 */
final class ContentCutter {

  private static final Logger LOG = System.getLogger(ContentCutter.class.getName());

  /** So much is read before it is asked which of its chunks are held. */
  private static final int BATCH_BYTES = 2 << 20;

  private final ChunkStore blobs;
  private final Admitted admitted;
  private final Function<List<Sha256>, Set<Sha256>> held;
  private final List<Sha256> recipe = new ArrayList<>();
  private final Set<Sha256> met = new HashSet<>();
  private final Map<Sha256, byte[]> batch = new LinkedHashMap<>();
  private final Map<PackId, PackFooter> packs = new LinkedHashMap<>();
  private PackWriter writer = new PackWriter();
  private int batchBytes;
  private long storedBytes;

  /**
   * @param held tells which of some chunks need no storing
   */
  ContentCutter(ChunkStore blobs, Admitted admitted, Function<List<Sha256>, Set<Sha256>> held) {
    this.blobs = blobs;
    this.admitted = admitted;
    this.held = held;
  }

  /**
   * Reads the body to its end.
   *
   * @throws IOException as the body throws it
   * @throws RefusedException when it does not fit into the workspace
   */
  NewContent cut(InputStream body, ChunkingProfile profile) throws IOException {
    Chunker chunker = new Chunker(body, profile);
    for (Chunk chunk = chunker.next(); chunk != null; chunk = chunker.next()) {
      recipe.add(chunk.hash());
      if (met.add(chunk.hash())) {
        batch.put(chunk.hash(), chunker.copy());
        batchBytes += chunk.length();
      }
      if (batchBytes >= BATCH_BYTES) {
        storeBatch();
      }
    }
    storeBatch();
    storePack();
    int profileId = recipe.isEmpty() ? 0 : profile.id();
    return new NewContent(
        chunker.sizeBytes(), chunker.digest(), profileId, new Recipe(recipe), packs);
  }

  private void storeBatch() {
    if (batch.isEmpty()) {
      return;
    }
    Set<Sha256> known = held.apply(List.copyOf(batch.keySet()));
    batch.forEach(
        (hash, raw) -> {
          if (!known.contains(hash)) {
            add(hash, ChunkCodec.encode(raw));
          }
        });
    batch.clear();
    batchBytes = 0;
  }

  private void add(Sha256 hash, EncodedChunk chunk) {
    if (!writer.fits(chunk)) {
      storePack();
    }
    writer.add(hash, chunk);
  }

  private void storePack() {
    if (writer.isEmpty()) {
      return;
    }
    storedBytes += writer.dataLength();
    if (storedBytes > admitted.limitBytes() - admitted.usedBytes()) {
      throw new RefusedException(
          Refusal.OVER_QUOTA,
          "The workspace holds %d of %d bytes; this does not fit."
              .formatted(admitted.usedBytes(), admitted.limitBytes()),
          Map.of("limitBytes", admitted.limitBytes(), "usedBytes", admitted.usedBytes()));
    }
    Pack pack = writer.finish();
    writer = new PackWriter();
    PackId id = new PackId(UUID.randomUUID());
    packs.put(id, new PackFooter.Found(PackFooters.locations(id, pack.index().entries())));
    if (!blobs.put(admitted.container(), id, pack.bytes())) {
      throw new IllegalStateException("Pack " + id + " is there already");
    }
  }

  /** Deletes all packs that were stored; only as long as no commit can have named them. */
  void discard() {
    discard(packs.keySet());
  }

  /** Deletes these packs; what fails is left to the cleanup of packs that nobody names. */
  void discard(Collection<PackId> some) {
    for (PackId pack : some) {
      try {
        blobs.delete(admitted.container(), pack);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "Pack " + pack + " of a failed upload is left over", e);
      }
    }
  }
}
