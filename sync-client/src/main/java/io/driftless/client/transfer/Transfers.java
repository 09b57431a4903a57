package io.driftless.client.transfer;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.pack.PackFormat;
import io.driftless.protocol.recipe.ChunkLocation;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How this device moves chunks.
 *
 * @param store where packs are
 * @param packIds names for new packs: random, never used before
 * @param executor runs single requests; {@code Runnable::run} makes everything happen on the
 *     calling thread, one after the other
 * @param parallel how many requests one upload or download has under way
 * @param packTargetBytes at how many stored bytes a pack is complete
 */
public record Transfers(
    PackStore store,
    Supplier<PackId> packIds,
    Executor executor,
    int parallel,
    int packTargetBytes) {

  /** How many requests are usually enough to fill a line. */
  public static final int USUAL_PARALLEL = 4;

  /** Transfers with the usual bounds. */
  public Transfers(PackStore store, Supplier<PackId> packIds, Executor executor) {
    this(store, packIds, executor, USUAL_PARALLEL, PackFormat.TARGET_BYTES);
  }

  /** Begins an upload of new chunks. */
  public ChunkUpload upload(WorkspaceId workspace, TransferWatch watch) {
    return upload(workspace, watch, pack -> {});
  }

  /**
   * Begins an upload of new chunks.
   *
   * @param stored told the chunks of each pack when it is stored, so that they need not be sent
   *     again whatever happens to the rest; on the thread that adds chunks
   */
  public ChunkUpload upload(
      WorkspaceId workspace, TransferWatch watch, Consumer<List<ChunkLocation>> stored) {
    return new ChunkUpload(this, workspace, watch, stored);
  }

  /** A fetcher of chunks of one workspace. */
  public ChunkFetcher fetcher(WorkspaceId workspace, ChunkFetcher.Locator locator) {
    return new ChunkFetcher(this, workspace, locator);
  }
}
