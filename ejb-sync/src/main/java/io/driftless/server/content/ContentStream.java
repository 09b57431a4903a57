package io.driftless.server.content;

import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.chunk.DamagedChunkException;
import io.driftless.protocol.pack.PackEntry;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.blob.MissingPackException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A part of a version's content on its way out: neighbouring chunks are read from their pack in one
 * range, each chunk is compared with its digest before a byte of it goes out, and the next range is
 * read while one is written. A chunk that can't be read where it should be is read at its other
 * places. Holds two ranges of {@link #RANGE_BYTES}, or two chunks when these are longer. For one
 * thread, once.
 */
public final class ContentStream {

  /** So many chunks are located by one statement. */
  private static final int SLICE = 512;

  private static final int RANGE_BYTES = 1 << 20;
  private static final int GAP_BYTES = 1 << 15;

  private final Source source;
  private final ChunkStore blobs;
  private final ExecutorService executor;
  private final OpenContent content;
  private final long to;
  private long position;
  private Run first = Run.NONE;

  // Only whoever loads touches these: at first the caller, then one task after the other.
  private final Deque<ChunkLocation> located = new ArrayDeque<>();
  private int nextChunk;
  private long loaded;

  /** Where chunks lie. */
  interface Source {
    /** A place for each of some neighbouring chunks, in their order. */
    List<ChunkLocation> slice(int first, int count);

    /** All places of the chunk that this is one of. */
    List<ChunkLocation> others(ChunkLocation place);
  }

  /**
   * Some neighbouring chunks of one pack.
   *
   * @param begin the offset of the first of them in the content
   * @param stored the bytes of the pack from the first to the last of them; null when they could
   *     not be read there
   */
  @SuppressWarnings("ArrayRecordComponent") // carries bytes; never compared
  private record Run(long begin, List<ChunkLocation> chunks, byte @Nullable [] stored) {
    static final Run NONE = new Run(0, List.of(), null);
  }

  ContentStream(
      Source source,
      ChunkStore blobs,
      ExecutorService executor,
      OpenContent content,
      ContentRange range) {
    this.source = source;
    this.blobs = blobs;
    this.executor = executor;
    this.content = content;
    this.position = range.from();
    this.to = range.to();
  }

  /**
   * Finds the beginning and reads what comes first, so that what fails at once can still be told.
   *
   * @throws io.driftless.server.access.RefusedException when the beginning can't be read
   */
  void prepare() {
    if (position == to) {
      return;
    }
    while (true) {
      locate();
      ChunkLocation next = located.getFirst();
      if (loaded + next.rawLength() > position) {
        break;
      }
      located.removeFirst();
      loaded += next.rawLength();
    }
    first = load();
    if (open(first, first.chunks().get(0)) == null) {
      throw ContentReading.lost();
    }
  }

  /**
   * Writes it.
   *
   * @throws IOException when it can't be written, or a chunk can't be read; less was written then
   */
  public void writeTo(OutputStream out) throws IOException {
    Run run = first;
    first = Run.NONE;
    while (!run.chunks().isEmpty()) {
      Future<Run> next = executor.submit(this::load);
      try {
        write(run, out);
      } catch (IOException | RuntimeException e) {
        next.cancel(false);
        throw e;
      }
      run = result(next);
    }
    if (position != to) {
      throw new IOException(
          "Version %s of node %s ends at byte %d, not %d"
              .formatted(content.version().number(), content.node(), position, to));
    }
  }

  private void write(Run run, OutputStream out) throws IOException {
    long at = run.begin();
    for (ChunkLocation chunk : run.chunks()) {
      byte[] raw = open(run, chunk);
      if (raw == null) {
        throw new IOException(
            "Chunk %s of node %s can't be read anywhere".formatted(chunk.hash(), content.node()));
      }
      int skip = (int) Math.max(0, position - at);
      int end = (int) Math.min(raw.length, to - at);
      out.write(raw, skip, end - skip);
      at += raw.length;
      position = Math.min(at, to);
    }
  }

  /** The next run, empty behind the last one. */
  private Run load() {
    long begin = loaded;
    List<ChunkLocation> chunks = new ArrayList<>();
    while (loaded < to) {
      locate();
      ChunkLocation next = located.getFirst();
      if (!chunks.isEmpty() && !follows(chunks, next)) {
        break;
      }
      chunks.add(located.removeFirst());
      loaded += next.rawLength();
    }
    return chunks.isEmpty() ? Run.NONE : new Run(begin, chunks, read(chunks));
  }

  private static boolean follows(List<ChunkLocation> chunks, ChunkLocation next) {
    ChunkLocation last = chunks.get(chunks.size() - 1);
    long gap = next.offset() - end(last);
    return next.pack().equals(last.pack())
        && gap >= 0
        && gap <= GAP_BYTES
        && end(next) - chunks.get(0).offset() <= RANGE_BYTES;
  }

  private static long end(ChunkLocation chunk) {
    return chunk.offset() + chunk.storedLength();
  }

  private void locate() {
    if (located.isEmpty()) {
      int count = Math.min(SLICE, content.chunks() - nextChunk);
      if (count <= 0) {
        throw new IllegalStateException(
            "The chunks of node %s end at byte %d".formatted(content.node(), loaded));
      }
      located.addAll(source.slice(nextChunk, count));
      nextChunk += count;
    }
  }

  private byte @Nullable [] read(List<ChunkLocation> chunks) {
    ChunkLocation begin = chunks.get(0);
    int length = (int) (end(chunks.get(chunks.size() - 1)) - begin.offset());
    try {
      return blobs.read(content.container(), begin.pack(), begin.offset(), length);
    } catch (MissingPackException e) {
      return null; // its other places are tried one by one
    }
  }

  /** The raw bytes of a chunk, compared with its digest; null when no place has them. */
  private byte @Nullable [] open(Run run, ChunkLocation chunk) {
    byte[] stored = run.stored();
    if (stored != null) {
      int at = (int) (chunk.offset() - run.chunks().get(0).offset());
      byte[] raw = opened(chunk, stored, at);
      if (raw != null) {
        return raw;
      }
    }
    for (ChunkLocation other : source.others(chunk)) {
      byte[] raw = readAlone(other);
      if (raw != null) {
        return raw;
      }
    }
    return null;
  }

  private byte @Nullable [] readAlone(ChunkLocation chunk) {
    byte[] stored = read(List.of(chunk));
    return stored == null ? null : opened(chunk, stored, 0);
  }

  private static byte @Nullable [] opened(ChunkLocation chunk, byte[] stored, int at) {
    ChunkCodec codec = ChunkCodec.ofId(chunk.codec()).orElse(null);
    if (codec == null) {
      return null;
    }
    try {
      return new PackEntry(
              chunk.hash(), (int) chunk.offset(), chunk.storedLength(), chunk.rawLength(), codec)
          .open(stored, at);
    } catch (DamagedChunkException e) {
      return null;
    }
  }

  private static Run result(Future<Run> next) throws IOException {
    try {
      return next.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a chunk was read", e);
    } catch (ExecutionException e) {
      throw new IOException("The rest can't be read", e.getCause());
    }
  }
}
