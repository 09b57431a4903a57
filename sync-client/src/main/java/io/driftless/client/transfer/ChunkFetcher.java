package io.driftless.client.transfer;

import io.driftless.client.server.ServerException;
import io.driftless.client.transfer.RangePlan.Range;
import io.driftless.client.transfer.TransferException.Kind;
import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.chunk.DamagedChunkException;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.pack.PackFormat;
import io.driftless.protocol.recipe.ChunkLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fetches chunks of one workspace by range reads and checks each against its digest. Locations are
 * hints: chunks that are not where they should be are looked up again, a few times.
 */
public final class ChunkFetcher {

  private static final int ROUNDS = 4;

  /** Where to ask again for places of chunks: a call to the server. */
  @FunctionalInterface
  public interface Locator {

    /** Places of those of the chunks that are known, in any order. */
    Collection<ChunkLocation> locate(List<Sha256> hashes) throws ServerException;
  }

  /** Takes the chunks. */
  @FunctionalInterface
  public interface Sink {

    /**
     * Takes one chunk; on the thread that fetches, one at a time.
     *
     * @param raw the verified bytes; the sink may keep them
     * @throws IOException ends the fetching and is thrown by it
     */
    void take(Sha256 hash, byte[] raw) throws IOException;
  }

  @SuppressWarnings("ArrayRecordComponent") // carries bytes; never compared
  private record Fetched(Range range, byte @Nullable [] bytes) {}

  private final Transfers transfers;
  private final WorkspaceId workspace;
  private final Locator locator;

  ChunkFetcher(Transfers transfers, WorkspaceId workspace, Locator locator) {
    this.transfers = transfers;
    this.workspace = workspace;
    this.locator = locator;
  }

  /**
   * Fetches chunks, each once, in no stated order. Blocks.
   *
   * @param wanted with places to begin with
   * @throws TransferException when one can't be had; those taken so far were right
   * @throws IOException as the sink throws it
   */
  public void fetch(Collection<ChunkLocation> wanted, Sink sink, TransferWatch watch)
      throws IOException {
    Set<ChunkLocation> tried = new HashSet<>();
    Collection<ChunkLocation> places = wanted;
    for (int round = 1; ; round++) {
      tried.addAll(places);
      List<Sha256> missed = fetchOnce(places, sink, watch);
      if (missed.isEmpty()) {
        return;
      }
      if (round == ROUNDS) {
        throw lost(missed);
      }
      places = placesOf(missed, tried);
    }
  }

  /** One round; answers the chunks that were not where they should be. */
  private List<Sha256> fetchOnce(Collection<ChunkLocation> places, Sink sink, TransferWatch watch)
      throws IOException {
    List<Sha256> missed = new ArrayList<>();
    List<ChunkLocation> possible = new ArrayList<>(places.size());
    for (ChunkLocation place : places) {
      if (isPossible(place)) {
        possible.add(place);
      } else {
        missed.add(place.hash());
      }
    }
    Iterator<Range> ranges = RangePlan.of(possible).iterator();
    try (Window<Fetched> reading = new Window<>(transfers.executor(), transfers.parallel())) {
      while (ranges.hasNext() || !reading.isEmpty()) {
        if (watch.stopped()) {
          throw Retries.stopped();
        }
        if (ranges.hasNext() && !reading.isFull()) {
          Range range = ranges.next();
          reading.add(() -> read(range, watch));
        } else {
          unpack(reading.take(), sink, missed);
        }
      }
    }
    return missed;
  }

  private Fetched read(Range range, TransferWatch watch) throws TransferException {
    try {
      return new Fetched(
          range,
          transfers.store().read(workspace, range.pack(), range.offset(), range.length(), watch));
    } catch (TransferException e) {
      if (e.kind() == Kind.MISSING) {
        return new Fetched(range, null);
      }
      throw e;
    }
  }

  private static void unpack(Fetched fetched, Sink sink, List<Sha256> missed) throws IOException {
    byte[] bytes = fetched.bytes();
    for (ChunkLocation chunk : fetched.range().chunks()) {
      byte[] raw = bytes == null ? null : open(chunk, bytes, fetched.range().offset());
      if (raw == null) {
        missed.add(chunk.hash());
      } else {
        sink.take(chunk.hash(), raw);
      }
    }
  }

  /** The raw bytes of a chunk; null when they are others. */
  private static byte @Nullable [] open(ChunkLocation chunk, byte[] source, long sourceOffset) {
    try {
      ChunkCodec codec = ChunkCodec.ofId(chunk.codec()).orElseThrow();
      int at = (int) (chunk.offset() - sourceOffset);
      byte[] raw = codec.decode(source, at, chunk.storedLength(), chunk.rawLength());
      return Sha256.digest(raw).equals(chunk.hash()) ? raw : null;
    } catch (DamagedChunkException e) {
      return null;
    }
  }

  /** Whether a place can be one at all, so that a lie costs no memory. */
  private static boolean isPossible(ChunkLocation place) {
    return place.offset() >= 0
        && place.storedLength() >= 1
        && place.offset() <= PackFormat.MAX_DATA_BYTES - place.storedLength()
        && place.rawLength() >= 1
        && place.rawLength() <= ChunkingProfile.MAX_CHUNK_BYTES
        && ChunkCodec.ofId(place.codec()).isPresent();
  }

  private Collection<ChunkLocation> placesOf(List<Sha256> missed, Set<ChunkLocation> tried)
      throws TransferException {
    Map<Sha256, ChunkLocation> found = new LinkedHashMap<>();
    try {
      for (ChunkLocation place : locator.locate(missed)) {
        if (!tried.contains(place)) {
          found.put(place.hash(), place);
        }
      }
    } catch (ServerException e) {
      throw new TransferException(
          e.passing() ? Kind.NO_PASS : Kind.REFUSED, e.code(), e.getMessage());
    }
    List<Sha256> lost = missed.stream().filter(hash -> !found.containsKey(hash)).toList();
    if (!lost.isEmpty()) {
      throw lost(lost);
    }
    return found.values();
  }

  private static TransferException lost(List<Sha256> chunks) {
    return new TransferException(
        Kind.MISSING,
        "The blob store lacks %d chunks, among them %s; the server is asked again later."
            .formatted(chunks.size(), chunks.get(0)));
  }
}
