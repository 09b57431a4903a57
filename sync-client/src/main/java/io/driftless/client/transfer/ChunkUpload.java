package io.driftless.client.transfer;

import io.driftless.client.transfer.PackAssembler.ReadyPack;
import io.driftless.client.transfer.TransferException.Kind;
import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.chunk.EncodedChunk;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.recipe.ChunkLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The upload of the new chunks of some files: add them all, then {@link #finish}. Packs are sent
 * while further chunks are added, a few at a time; adding waits when they are slower. One small
 * file is one small pack, sent by {@code finish} at once. For one thread. Close it in any case.
 */
public final class ChunkUpload implements AutoCloseable {

  private final PackStore store;
  private final WorkspaceId workspace;
  private final TransferWatch watch;
  private final PackAssembler packs;
  private final Window<List<ChunkLocation>> sending;
  private final Consumer<List<ChunkLocation>> listener;
  private final List<ChunkLocation> stored = new ArrayList<>();

  ChunkUpload(
      Transfers transfers,
      WorkspaceId workspace,
      TransferWatch watch,
      Consumer<List<ChunkLocation>> listener) {
    this.store = transfers.store();
    this.workspace = workspace;
    this.watch = watch;
    this.listener = listener;
    this.packs = new PackAssembler(transfers.packIds(), transfers.packTargetBytes());
    this.sending = new Window<>(transfers.executor(), transfers.parallel());
  }

  /** Where a chunk was put by {@link #add} before; null when it was not, and has to be read. */
  public @Nullable ChunkPlace placeOf(Sha256 hash) {
    return packs.placeOf(hash);
  }

  /**
   * Adds a chunk; may send a pack and wait for an earlier one.
   *
   * @param hash the digest that the file's recipe names
   * @param raw the bytes just read; compared with the digest, since the file may have changed
   * @return where it will be once {@link #finish} returned; null when the bytes are others
   * @throws TransferException when a pack can't be stored; the upload is over
   */
  public @Nullable ChunkPlace add(Sha256 hash, byte[] raw) throws TransferException {
    ChunkPlace known = packs.placeOf(hash);
    if (known != null) {
      return known;
    }
    if (!Sha256.digest(raw).equals(hash)) {
      return null;
    }
    EncodedChunk encoded = ChunkCodec.encode(raw);
    if (packs.isFullFor(encoded)) {
      send(packs.complete());
    }
    return packs.add(hash, encoded);
  }

  /**
   * Sends what is left and waits until everything is stored.
   *
   * @return all chunks added since the beginning, where they lie
   */
  public List<ChunkLocation> finish() throws TransferException {
    send(packs.complete());
    while (!sending.isEmpty()) {
      takeStored();
    }
    return List.copyOf(stored);
  }

  private void takeStored() throws TransferException {
    List<ChunkLocation> pack = sending.take();
    stored.addAll(pack);
    listener.accept(pack);
  }

  /** Calls off what is still on its way; what is stored and never committed is cleaned up there. */
  @Override
  public void close() {
    sending.close();
  }

  private void send(@Nullable ReadyPack ready) throws TransferException {
    if (ready == null) {
      return;
    }
    if (watch.stopped()) {
      throw new TransferException(Kind.STOPPED, "The upload was stopped.");
    }
    if (sending.isFull()) {
      takeStored();
    }
    PackId id = ready.id();
    sending.add(
        () -> {
          store.put(workspace, id, ready.pack().bytes(), watch);
          return ready.pack().index().locations(id);
        });
  }
}
