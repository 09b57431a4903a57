package io.driftless.client.engine;

import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.RelPath;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.server.ServerException;
import io.driftless.client.transfer.ChunkUpload;
import io.driftless.client.transfer.TransferException;
import io.driftless.client.transfer.TransferWatch;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.ChunkLocation;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the chunks of local contents to the blob store before their changes are committed. Small
 * files share packs. Each pack is noted when it is stored, so that a restart repeats at most those
 * in flight. A large file goes up in stretches; small files pass it on the other worker.
 */
final class Uploads {

  private static final String FRESH = "fresh/";
  private static final int JOBS = 2;
  private static final int JOB_FILES = 1_000;
  private static final long JOB_BYTES = 8L << 20;
  private static final long LARGE_BYTES = 16L << 20;
  private static final long STRETCH_BYTES = 64L << 20;
  private static final long WORTH_ASKING_BYTES = 1L << 20;
  private static final int ASKED_AT_ONCE = 10_000;

  private record Piece(NodeId node, RelPath path, List<Chunk> chunks) {
    long bytes() {
      return chunks.stream().mapToLong(Chunk::length).sum();
    }
  }

  private record Sent(
      List<ChunkLocation> known, Set<NodeId> changed, Map<NodeId, RuntimeException> failed) {}

  private final Core core;
  private final Recipes recipes;
  private final Scanning scanning;
  private final Map<NodeId, Piece> queue = new LinkedHashMap<>();
  private final Set<NodeId> running = new LinkedHashSet<>();
  private final Set<Sha256> underWay = new HashSet<>();
  private final Map<NodeId, Sha256> ready = new HashMap<>();
  private final Map<NodeId, Integer> stuck = new HashMap<>();
  private final Map<PackId, Integer> fresh = new LinkedHashMap<>();
  private int jobs;
  private boolean largeRuns;
  private int failures;
  private long aheadFrom;

  Uploads(Core core, Recipes recipes, Scanning scanning) {
    this.core = core;
    this.recipes = recipes;
    this.scanning = scanning;
  }

  boolean isIdle() {
    return queue.isEmpty() && running.isEmpty();
  }

  void load(Map<String, byte[]> values) {
    values.forEach(
        (name, count) -> {
          if (name.startsWith(FRESH)) {
            int chunks = count.length == Integer.BYTES ? ByteBuffer.wrap(count).getInt() : 1;
            fresh.put(PackId.of(name.substring(FRESH.length())), chunks);
          }
        });
  }

  /** Packs of this device that no applied commit has named yet. */
  Set<PackId> freshPacks() {
    return fresh.keySet();
  }

  /** How many chunks a fresh pack has. */
  int chunksIn(PackId pack) {
    return fresh.getOrDefault(pack, 0);
  }

  /** Packs to be committed now, because too many wait for the commit of their files. */
  List<PackId> ahead() {
    int most = core.settings.packsAhead();
    return fresh.size() <= most || core.now() < aheadFrom
        ? List.of()
        : fresh.keySet().stream().limit(most / 2 + 1).toList();
  }

  /** The server does not take packs ahead just now. */
  void aheadLater(long millis) {
    aheadFrom = core.now() + millis;
    core.ports.scheduler().after(millis, core::wake);
  }

  /** A commit that named these packs was applied. */
  void settled(Set<PackId> packs) {
    for (PackId pack : packs) {
      if (fresh.remove(pack) != null) {
        core.value(FRESH + pack, null);
      }
    }
  }

  /** The server does not have these packs as they should be: all in them is to be sent again. */
  void lost(Set<PackId> packs) {
    packs.forEach(core.batch()::forgetPack);
    settled(packs);
    ready.clear();
  }

  /** Whether all of the node's present content is stored; if not, it is on its way. */
  boolean isReady(NodeId node) {
    LocalEntry local = core.trees.get(node).local();
    FileContent content = local == null ? null : local.content();
    if (content == null) {
      return false;
    }
    if (content.linkTarget() != null
        || content.size() == 0
        || content.digest().equals(ready.get(node))) {
      return true;
    }
    return !running.contains(node) && !want(node, content);
  }

  /** The commit is out, or the content is another one. */
  void forget(NodeId node) {
    ready.remove(node);
  }

  /** Queues what is missing of a content; false when nothing is. */
  private boolean want(NodeId node, FileContent content) {
    if (queue.containsKey(node)) {
      return true;
    }
    RelPath path = core.diskPath(node);
    List<Chunk> cut = recipes.cut(content.digest(), content.size(), content.profile());
    if (path == null) {
      return true;
    }
    if (cut == null) {
      rereadLater(node, path);
      return true;
    }
    Set<Sha256> hashes = new LinkedHashSet<>();
    cut.forEach(chunk -> hashes.add(chunk.hash()));
    // What was stored in this turn is not in the database yet.
    Map<Sha256, ChunkLocation> known = core.batch().chunksOver(core.ports.store(), hashes);
    List<Chunk> missing = cut.stream().filter(chunk -> !known.containsKey(chunk.hash())).toList();
    if (missing.isEmpty()) {
      ready.put(node, content.digest());
      return false;
    }
    queue.put(node, new Piece(node, path, missing));
    core.wake();
    return true;
  }

  /** How the content is cut is not known any more: it is read again. */
  private void rereadLater(NodeId node, RelPath path) {
    LocalEntry local = core.trees.get(node).local();
    if (local != null) {
      core.trees.put(core.trees.get(node).withLocal(local.read(local.stamp(), null)));
    }
    scanning.entry(path);
  }

  void pump() {
    while (jobs < JOBS) {
      List<Piece> batch = nextBatch();
      if (batch.isEmpty()) {
        return;
      }
      start(batch);
    }
  }

  private List<Piece> nextBatch() {
    List<Piece> batch = new ArrayList<>();
    long bytes = 0;
    Iterator<Piece> waiting = queue.values().iterator();
    while (waiting.hasNext() && batch.size() < JOB_FILES && bytes < JOB_BYTES) {
      Piece piece = waiting.next();
      boolean large = piece.bytes() >= LARGE_BYTES;
      if (large && (largeRuns || !batch.isEmpty())) {
        continue;
      }
      if (piece.chunks().stream().anyMatch(chunk -> underWay.contains(chunk.hash()))) {
        continue; // another file brings them; afterwards it is seen what is missing
      }
      waiting.remove();
      batch.add(large ? stretch(piece) : piece);
      bytes += piece.bytes();
      largeRuns |= large;
    }
    return batch;
  }

  private static Piece stretch(Piece piece) {
    List<Chunk> chunks = new ArrayList<>();
    long bytes = 0;
    for (Chunk chunk : piece.chunks()) {
      if (bytes >= STRETCH_BYTES) {
        break;
      }
      chunks.add(chunk);
      bytes += chunk.length();
    }
    return new Piece(piece.node(), piece.path(), chunks);
  }

  private void start(List<Piece> batch) {
    jobs++;
    boolean large = batch.size() == 1 && batch.get(0).bytes() >= LARGE_BYTES;
    for (Piece piece : batch) {
      running.add(piece.node());
      piece.chunks().forEach(chunk -> underWay.add(chunk.hash()));
    }
    core.ports
        .scheduler()
        .work(
            Lane.UPLOAD,
            () -> send(batch),
            outcome -> {
              jobs--;
              largeRuns &= !large;
              sent(batch, outcome);
            });
  }

  private Sent send(List<Piece> batch) throws IOException {
    Map<Sha256, ChunkLocation> known = askServer(batch);
    Set<NodeId> changed = new HashSet<>();
    Map<NodeId, RuntimeException> failed = new HashMap<>();
    LocalFiles files = core.ports.files();
    try (ChunkUpload upload =
        core.ports
            .transfers()
            .upload(
                core.settings.workspace(),
                TransferWatch.NONE,
                pack -> core.ports.scheduler().post(() -> stored(pack)))) {
      for (Piece piece : batch) {
        try {
          if (!add(files, upload, piece, known)) {
            changed.add(piece.node());
          }
        } catch (RuntimeException e) {
          failed.put(piece.node(), Failures.unexpected(piece.path(), e));
        }
      }
      upload.finish();
      return new Sent(List.copyOf(known.values()), changed, failed);
    }
  }

  /** A pack is stored, whatever becomes of the rest of its upload. */
  private void stored(List<ChunkLocation> pack) {
    for (ChunkLocation location : pack) {
      core.batch().chunk(location);
      int count = fresh.merge(location.pack(), 1, Integer::sum);
      core.value(FRESH + location.pack(), ByteBuffer.allocate(Integer.BYTES).putInt(count).array());
    }
    core.wake();
  }

  /** Chunks that others have brought already, where there is enough to be saved. */
  private Map<Sha256, ChunkLocation> askServer(List<Piece> batch) throws ServerException {
    List<Sha256> hashes = new ArrayList<>();
    for (Piece piece : batch) {
      if (piece.bytes() >= WORTH_ASKING_BYTES) {
        piece.chunks().forEach(chunk -> hashes.add(chunk.hash()));
      }
    }
    Map<Sha256, ChunkLocation> known = new HashMap<>();
    for (int from = 0; from < hashes.size(); from += ASKED_AT_ONCE) {
      List<Sha256> some = hashes.subList(from, Math.min(hashes.size(), from + ASKED_AT_ONCE));
      core.ports
          .server()
          .lookup(core.settings.workspace(), new ChunkLookup(some))
          .found()
          .forEach(place -> known.put(place.hash(), place));
    }
    return known;
  }

  private boolean add(
      LocalFiles files, ChunkUpload upload, Piece piece, Map<Sha256, ChunkLocation> known)
      throws TransferException {
    try (SeekableByteChannel in = files.read(piece.path())) {
      for (Chunk chunk : piece.chunks()) {
        if (known.containsKey(chunk.hash())) {
          core.ports.meter().reused(chunk.length());
        } else if (upload.placeOf(chunk.hash()) == null
            && upload.add(chunk.hash(), bytes(in, chunk)) == null) {
          return false;
        }
      }
      return true;
    } catch (TransferException e) {
      throw e;
    } catch (IOException e) {
      return false; // gone, shorter or unreadable: a look tells
    }
  }

  private static byte[] bytes(SeekableByteChannel in, Chunk chunk) throws IOException {
    in.position(chunk.offset());
    ByteBuffer buffer = ByteBuffer.allocate(chunk.length());
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        throw new EOFException("The file became shorter");
      }
    }
    return buffer.array();
  }

  private void sent(List<Piece> batch, Outcome<Sent> outcome) {
    for (Piece piece : batch) {
      running.remove(piece.node());
      piece.chunks().forEach(chunk -> underWay.remove(chunk.hash()));
    }
    Sent sent = outcome.value();
    if (sent == null) {
      failed(batch, outcome.failure());
    } else {
      failures = 0;
      sent.known().forEach(core.batch()::chunk);
      batch.forEach(piece -> brought(piece, sent));
    }
    touchSharing(batch);
    batch.forEach(piece -> core.touch(piece.node()));
  }

  private void brought(Piece piece, Sent sent) {
    NodeId node = piece.node();
    RuntimeException failure = sent.failed().get(node);
    if (failure != null) {
      rest(node, stuck.merge(node, 1, Integer::sum), failure);
      return;
    }
    stuck.remove(node);
    if (sent.changed().contains(node)) {
      core.rest(node, 100, "changing", "The file is being changed.");
      // Even if it looks as before: it does not hold what was read.
      rereadLater(node, piece.path());
    }
  }

  /** What waited because others brought the same chunks is looked at anew. */
  private void touchSharing(List<Piece> batch) {
    Set<Sha256> brought = new HashSet<>();
    for (Piece piece : batch) {
      piece.chunks().forEach(chunk -> brought.add(chunk.hash()));
    }
    for (Piece piece : List.copyOf(queue.values())) {
      if (piece.chunks().stream().anyMatch(chunk -> brought.contains(chunk.hash()))) {
        queue.remove(piece.node());
        core.touch(piece.node());
      }
    }
  }

  private void failed(List<Piece> batch, @Nullable Exception failure) {
    if (failure == null) {
      return;
    }
    failures++;
    batch.forEach(piece -> rest(piece.node(), failures, failure));
  }

  private void rest(NodeId node, int count, Exception failure) {
    core.rest(node, Failures.backoffMillis(count), Failures.code(failure), Failures.words(failure));
  }
}
