package io.driftless.client.engine;

import io.driftless.client.files.DiskFullException;
import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.Placer;
import io.driftless.client.files.PrivateFolder;
import io.driftless.client.files.RelPath;
import io.driftless.client.server.ServerException;
import io.driftless.client.transfer.ChunkFetcher;
import io.driftless.client.transfer.TransferWatch;
import io.driftless.client.tree.Place;
import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the content of some files together in temporary files, from the disk where it has the chunks
 * and from packs else, checks every chunk and the whole, and puts each file in place. On a worker.
 */
final class FetchJob {

  private static final long WINDOW_BYTES = 16L << 20;

  /** A chunk of the content, and where it lies in the blob store if known. */
  record Part(Sha256 hash, @Nullable ChunkLocation place) {}

  /** A place on this disk where a chunk may be. */
  record Source(RelPath path, long offset, int length) {}

  /**
   * A file to fetch.
   *
   * @param place where the tree has it
   * @param target where that is on the disk
   * @param expected what stands there; null for nothing
   * @param unique names its temporary file
   */
  record Item(
      NodeId node,
      Place place,
      RelPath target,
      FileVersion version,
      List<Part> parts,
      Map<Sha256, Source> sources,
      Placer.@Nullable Expected expected,
      String unique) {}

  /**
   * What became of one.
   *
   * @param placed null when it failed
   * @param recipe digest of its recipe
   * @param chunks how it is cut
   */
  record Result(
      Item item,
      Placer.@Nullable Placed placed,
      Sha256 recipe,
      List<Chunk> chunks,
      @Nullable IOException failure) {}

  private final LocalFiles files;
  private final EnginePorts ports;
  private final WorkspaceId workspace;
  private final Placer placer;
  private final ChunkFetcher fetcher;

  FetchJob(LocalFiles files, EnginePorts ports, WorkspaceId workspace) {
    this.files = files;
    this.ports = ports;
    this.workspace = workspace;
    this.placer = new Placer(files);
    this.fetcher = ports.transfers().fetcher(workspace, this::locate);
  }

  private Collection<ChunkLocation> locate(List<Sha256> hashes) throws ServerException {
    return ports.server().lookup(workspace, new ChunkLookup(hashes)).found();
  }

  List<Result> run(List<Item> items) {
    List<Result> results = new ArrayList<>(items.size());
    if (items.size() == 1 && items.get(0).version().size() >= Downloads.LARGE_BYTES) {
      results.add(one(items.get(0), new HashMap<>(), true));
      return forced(results);
    }
    Map<Sha256, byte[]> raw = new HashMap<>();
    IOException failure = null;
    try {
      Map<Sha256, ChunkLocation> missing = new LinkedHashMap<>();
      List<Sha256> unplaced = new ArrayList<>();
      for (Item item : items) {
        gather(item, item.parts(), raw, missing, unplaced);
      }
      fetch(missing, unplaced, raw);
    } catch (IOException e) {
      failure = e; // some may have come; a file that lacks none is still put in place
    }
    for (Item item : items) {
      boolean whole = item.parts().stream().allMatch(part -> raw.containsKey(part.hash()));
      results.add(whole || failure == null ? one(item, raw, false) : failed(item, failure));
    }
    return forced(results);
  }

  /** What was put in place outlives a power cut before anybody is told that it is there. */
  private List<Result> forced(List<Result> results) {
    Map<RelPath, Optional<IOException>> forced = new HashMap<>();
    List<Result> safe = new ArrayList<>(results.size());
    for (Result result : results) {
      safe.add(result.placed() instanceof Placer.Done done ? forced(result, done, forced) : result);
    }
    return safe;
  }

  private Result forced(
      Result result, Placer.Done done, Map<RelPath, Optional<IOException>> forced) {
    IOException failure = force(result.item().target().parent(), forced);
    if (failure == null && done.replaced() != null) {
      failure = force(PrivateFolder.REPLACED, forced);
    }
    Placer.Placed looked = new Placer.Changed(done.replaced());
    return failure == null
        ? result
        : new Result(result.item(), looked, result.recipe(), result.chunks(), failure);
  }

  private @Nullable IOException force(RelPath folder, Map<RelPath, Optional<IOException>> forced) {
    if (!forced.containsKey(folder)) {
      try {
        Placer.forceFolders(files, List.of(folder));
        forced.put(folder, Optional.empty());
      } catch (IOException e) {
        forced.put(folder, Optional.of(e));
      }
    }
    return forced.getOrDefault(folder, Optional.empty()).orElse(null);
  }

  private static Result failed(Item item, IOException failure) {
    return new Result(item, null, item.version().digest(), List.of(), failure);
  }

  /** Takes from the disk what is there, and notes what has to be fetched. */
  private void gather(
      Item item,
      List<Part> parts,
      Map<Sha256, byte[]> raw,
      Map<Sha256, ChunkLocation> missing,
      List<Sha256> unplaced)
      throws IOException {
    for (Part part : parts) {
      if (raw.containsKey(part.hash()) || missing.containsKey(part.hash())) {
        continue;
      }
      byte[] here = fromDisk(part.hash(), item.sources().get(part.hash()));
      if (here != null) {
        ports.meter().reused(here.length);
        raw.put(part.hash(), here);
      } else if (part.place() != null) {
        missing.put(part.hash(), part.place());
      } else {
        unplaced.add(part.hash());
      }
    }
  }

  private byte @Nullable [] fromDisk(Sha256 hash, @Nullable Source source) {
    if (source == null) {
      return null;
    }
    try (SeekableByteChannel in = files.read(source.path())) {
      in.position(source.offset());
      ByteBuffer buffer = ByteBuffer.allocate(source.length());
      fill(in, buffer);
      boolean same = !buffer.hasRemaining() && Sha256.digest(buffer.array()).equals(hash);
      return same ? buffer.array() : null;
    } catch (IOException e) {
      return null; // a hint only
    }
  }

  /** Reads until the buffer is full or the file ends. */
  private static void fill(SeekableByteChannel in, ByteBuffer buffer) throws IOException {
    int read = 0;
    while (buffer.hasRemaining() && read >= 0) {
      read = in.read(buffer);
    }
  }

  private void fetch(
      Map<Sha256, ChunkLocation> missing, List<Sha256> unplaced, Map<Sha256, byte[]> raw)
      throws IOException {
    if (!unplaced.isEmpty()) {
      locate(unplaced).forEach(place -> missing.put(place.hash(), place));
    }
    if (!missing.isEmpty()) {
      fetcher.fetch(missing.values(), raw::put, TransferWatch.NONE);
    }
  }

  private Result one(Item item, Map<Sha256, byte[]> raw, boolean large) {
    RelPath temporary =
        large
            ? PrivateFolder.partPath(item.node(), item.version().digest())
            : PrivateFolder.TEMPORARY.child(item.unique());
    boolean kept = false;
    try {
      List<Chunk> chunks;
      if (item.version().linkTarget() != null) {
        files.makeLink(temporary, item.version().linkTarget());
        chunks = List.of();
      } else {
        chunks = writeFile(item, temporary, raw, large);
        RelPath like = item.expected() == null ? null : item.target();
        files.dress(temporary, like, item.version().executable(), item.version().modifiedNanos());
        files.force(temporary);
      }
      Placer.Placed placed = placer.put(temporary, item.target(), item.expected());
      kept = placed instanceof Placer.Changed && large;
      Recipe recipe = new Recipe(item.parts().stream().map(Part::hash).toList());
      return new Result(item, placed, recipe.digest(), chunks, null);
    } catch (IOException e) {
      kept = large && !(e instanceof DiskFullException);
      return failed(item, e);
    } finally {
      if (!kept) {
        drop(temporary);
      }
    }
  }

  private void drop(RelPath temporary) {
    try {
      files.removePrivate(temporary);
    } catch (IOException e) {
      return; // cleared at the next start
    }
  }

  private List<Chunk> writeFile(
      Item item, RelPath temporary, Map<Sha256, byte[]> raw, boolean large) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    List<Chunk> chunks = new ArrayList<>(item.parts().size());
    try (SeekableByteChannel out = open(temporary, large)) {
      int next = large ? resume(item, out, digest, chunks) : 0;
      while (next < item.parts().size()) {
        int to = large ? windowEnd(item, next) : item.parts().size();
        List<Part> window = item.parts().subList(next, to);
        Map<Sha256, byte[]> source = raw;
        if (large) {
          source = new HashMap<>();
          Map<Sha256, ChunkLocation> missing = new LinkedHashMap<>();
          List<Sha256> unplaced = new ArrayList<>();
          gather(item, window, source, missing, unplaced);
          fetch(missing, unplaced, source);
        }
        write(window, source, out, digest, chunks);
        next = to;
      }
    }
    Sha256 whole = Sha256.ofBytes(digest.digest());
    if (!whole.equals(item.version().digest())) {
      throw new IOException(
          "The chunks of version %s give %s, not %s as declared"
              .formatted(item.version().number(), whole, item.version().digest()));
    }
    return chunks;
  }

  private SeekableByteChannel open(RelPath temporary, boolean large) throws IOException {
    try {
      return files.write(temporary);
    } catch (FileAlreadyExistsException e) {
      if (large) {
        return files.reopen(temporary);
      }
      throw e;
    }
  }

  private static int windowEnd(Item item, int from) {
    long bytes = 0;
    int to = from;
    while (to < item.parts().size() && (to == from || bytes < WINDOW_BYTES)) {
      ChunkLocation place = item.parts().get(to).place();
      bytes += place == null ? 1 << 18 : place.rawLength();
      to++;
    }
    return to;
  }

  /** Takes over what an earlier run wrote, as far as it is right; answers the next part. */
  private int resume(Item item, SeekableByteChannel out, MessageDigest digest, List<Chunk> chunks)
      throws IOException {
    long offset = 0;
    int next = 0;
    long size = out.size();
    while (next < item.parts().size()) {
      Part part = item.parts().get(next);
      ChunkLocation place = part.place();
      if (place == null || offset + place.rawLength() > size) {
        break;
      }
      ByteBuffer buffer = ByteBuffer.allocate(place.rawLength());
      out.position(offset);
      fill(out, buffer);
      if (buffer.hasRemaining() || !Sha256.digest(buffer.array()).equals(part.hash())) {
        break;
      }
      digest.update(buffer.array());
      chunks.add(new Chunk(offset, place.rawLength(), part.hash()));
      offset += place.rawLength();
      next++;
    }
    if (size > offset) {
      out.truncate(offset);
    }
    out.position(offset);
    return next;
  }

  private static void write(
      List<Part> parts,
      Map<Sha256, byte[]> raw,
      SeekableByteChannel out,
      MessageDigest digest,
      List<Chunk> chunks)
      throws IOException {
    long offset = chunks.isEmpty() ? 0 : chunks.get(chunks.size() - 1).end();
    for (Part part : parts) {
      byte[] bytes = raw.get(part.hash());
      if (bytes == null) {
        throw new IOException("Chunk " + part.hash() + " was not fetched");
      }
      digest.update(bytes);
      ByteBuffer from = ByteBuffer.wrap(bytes);
      while (from.hasRemaining()) {
        out.write(from);
      }
      chunks.add(new Chunk(offset, bytes.length, part.hash()));
      offset += bytes.length;
    }
  }
}
