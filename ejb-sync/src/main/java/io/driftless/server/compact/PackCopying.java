package io.driftless.server.compact;

import io.driftless.protocol.chunk.DamagedChunkException;
import io.driftless.protocol.chunk.EncodedChunk;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.pack.Pack;
import io.driftless.protocol.pack.PackEntry;
import io.driftless.protocol.pack.PackFormatException;
import io.driftless.protocol.pack.PackIndex;
import io.driftless.protocol.pack.PackWriter;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.blob.MissingPackException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Copies chunks of some packs into new ones, without any lock. Each chunk is compared with its
 * digest before it is copied, and each new pack is read back before it counts. What is stored here
 * and then not committed is an orphan like any other.
 */
final class PackCopying {

  private final ChunkStore blobs;
  private final String container;
  private final List<Copy> copies = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private PackWriter filling = new PackWriter();
  private long readBytes;

  PackCopying(ChunkStore blobs, String container) {
    this.blobs = blobs;
    this.container = container;
  }

  /** A new pack in the store. */
  record Copy(PackId pack, PackIndex index) {}

  /** Copies these chunks of a pack; those that are damaged stay where they are. */
  void copy(PackId from, Set<Sha256> wanted) {
    try {
      long length = blobs.length(container, from).orElse(0);
      if (length == 0) {
        throw new MissingPackException("it is gone");
      }
      byte[] bytes = blobs.read(container, from, 0, (int) length);
      readBytes += length;
      copy(from, Pack.of(bytes), wanted);
    } catch (MissingPackException | PackFormatException e) {
      problems.add("Pack %s can't be copied: %s".formatted(from, e.getMessage()));
    }
  }

  private void copy(PackId from, Pack pack, Set<Sha256> wanted) {
    List<PackEntry> entries = pack.index().entries();
    for (int i = 0; i < entries.size(); i++) {
      PackEntry entry = entries.get(i);
      if (!wanted.contains(entry.hash()) || isCopied(entry.hash())) {
        continue;
      }
      try {
        pack.open(i);
        add(pack, entry);
      } catch (DamagedChunkException e) {
        problems.add("Pack %s, entry %d: %s".formatted(from, i, e.getMessage()));
      }
    }
  }

  private boolean isCopied(Sha256 hash) {
    return filling.entryOf(hash).isPresent()
        || copies.stream()
            .anyMatch(
                copy ->
                    copy.index().entries().stream().anyMatch(entry -> entry.hash().equals(hash)));
  }

  private void add(Pack pack, PackEntry entry) {
    EncodedChunk chunk =
        new EncodedChunk(
            entry.codec(),
            Arrays.copyOfRange(pack.bytes(), entry.offset(), entry.end()),
            entry.rawLength());
    if (!filling.fits(chunk)) {
      store();
    }
    filling.add(entry.hash(), chunk);
  }

  private void store() {
    Pack full = filling.finish();
    filling = new PackWriter();
    PackId id = new PackId(UUID.randomUUID());
    if (!blobs.put(container, id, full.bytes())) {
      throw new IllegalStateException("There is a pack " + id + " already");
    }
    if (!Arrays.equals(blobs.read(container, id, 0, full.bytes().length), full.bytes())) {
      throw new IllegalStateException("Pack " + id + " reads back as something else");
    }
    copies.add(new Copy(id, full.index()));
  }

  /** All new packs, the last one too. */
  List<Copy> finish() {
    if (!filling.isEmpty()) {
      store();
    }
    return copies;
  }

  /** How many bytes were read. */
  long readBytes() {
    return readBytes;
  }

  /** What could not be copied, and why. */
  List<String> problems() {
    return problems;
  }
}
