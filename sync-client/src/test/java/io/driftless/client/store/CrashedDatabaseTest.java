package io.driftless.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.store.StoreBatch.KnownContent;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.ChunkLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database after a crash at every place of its log: each frame cut off, half written, or
 * missing while later ones are there. What is found must be exactly what the transactions left
 * whose last frame is whole, and what comes after can be written again.
 */
class CrashedDatabaseTest {

  private static final int LOG_HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int TRANSACTIONS = 24;

  @TempDir private Path folder;

  /** What the database holds after so many transactions; the first one makes the tables. */
  private final List<String> states = new ArrayList<>();

  private byte[] log;
  private byte[] file;
  private byte[] closed;
  private int pageSize;

  @BeforeEach
  void writeTransactions() throws IOException {
    states.add("");
    try (ClientStore store = open()) {
      states.add(state(store));
      for (int i = 0; i < TRANSACTIONS; i++) {
        store.write(batch(i));
        states.add(state(store));
      }
      log = Files.readAllBytes(log());
      file = Files.readAllBytes(database());
    }
    closed = Files.readAllBytes(database());
    pageSize = ByteBuffer.wrap(log).getInt(8);
  }

  private Path database() {
    return folder.resolve("index.db");
  }

  private Path log() {
    return folder.resolve("index.db-wal");
  }

  private ClientStore open() throws IOException {
    SqliteFile.Opened opened = SqliteFile.open(database(), true);
    assertThat(opened.rebuilt()).isFalse();
    return opened.store();
  }

  private static Sha256 hash(int i) {
    return new Sha256(0x9e3779b97f4a7c15L * (i + 1), i, 3, 4);
  }

  private static NodeId id(int i) {
    return new NodeId(new UUID(0x7000, i));
  }

  /** Each kind of thing that a transaction can hold, alone and together, small and large. */
  private static StoreBatch batch(int i) {
    StoreBatch batch = new StoreBatch();
    PackId pack = new PackId(new UUID(5, i / 4));
    for (int n = 0; n < 1 + i % 5 * 8; n++) {
      Place place = new Place(NodeId.ROOT, "name " + i + " " + n + "x".repeat(i * 3));
      RemoteEntry row = new RemoteEntry(place, NodeKind.FOLDER, null, new Revision(i + 1), false);
      batch.node(NodeState.unknown(id(i * 100 + n)).withRemote(row));
    }
    batch.value("cursor", new byte[] {(byte) i});
    if (i % 3 == 0) {
      batch.value("commit", new byte[i * 500]);
      batch.node(NodeState.unknown(id((i - 1) * 100)));
    } else if (i % 3 == 1) {
      batch.value("commit", null);
      batch.chunk(new ChunkLocation(hash(i), pack, i, 10, 20, 30, 1));
      batch.forgetChunk(hash(i - 3));
    } else {
      List<Chunk> chunks = IntStream.range(0, 40).mapToObj(n -> new Chunk(n, 1, hash(n))).toList();
      batch.content(new KnownContent(hash(i), 1, chunks));
      batch.forgetPack(new PackId(new UUID(5, i / 8)));
    }
    return batch;
  }

  private static String state(ClientStore store) {
    TreeSet<String> all = new TreeSet<>();
    store.loadNodes(node -> all.add(node.toString()));
    store.loadValues().forEach((name, value) -> all.add(name + Arrays.hashCode(value)));
    List<Sha256> hashes = IntStream.range(0, 60).mapToObj(CrashedDatabaseTest::hash).toList();
    store.chunks(hashes).values().forEach(chunk -> all.add(chunk.toString()));
    store.spots(hashes).forEach((hash, spot) -> all.add(hash + " " + spot));
    hashes.forEach(hash -> all.add("cut " + store.cut(hash, 1)));
    return String.join("\n", all);
  }

  private int frames() {
    return (log.length - LOG_HEADER) / (FRAME_HEADER + pageSize);
  }

  private int frameAt(int frame) {
    return LOG_HEADER + frame * (FRAME_HEADER + pageSize);
  }

  /** How many transactions end within the first so many frames. */
  private int transactions(int frames) {
    int ended = 0;
    for (int frame = 0; frame < frames; frame++) {
      ended += ByteBuffer.wrap(log).getInt(frameAt(frame) + 4) == 0 ? 0 : 1;
    }
    return ended;
  }

  @Test
  void logShouldHoldEachTransactionInSeveralFrames() {
    assertThat(transactions(frames())).isEqualTo(TRANSACTIONS + 1);
    assertThat(frames()).isGreaterThan(4 * TRANSACTIONS);
  }

  @Test
  void everyFrameCutOffHalfWrittenOrMissingShouldLeaveAPrefixOfTheTransactions()
      throws IOException {
    int points = 0;
    for (int frame = 0; frame < frames(); frame++) {
      int begin = frameAt(frame);
      int middle = begin + FRAME_HEADER + pageSize / 2;
      byte[] missing = log.clone();
      Arrays.fill(missing, begin, frameAt(frame + 1), (byte) 0);
      byte[] half = log.clone();
      for (int at = middle; at < frameAt(frame + 1); at++) {
        half[at] ^= 0x5a; // what was there before
      }
      List<byte[]> logs =
          List.of(
              Arrays.copyOf(log, begin),
              Arrays.copyOf(log, begin + FRAME_HEADER / 2),
              Arrays.copyOf(log, middle),
              half,
              missing);
      for (byte[] left : logs) {
        points++;
        recover(file, left, transactions(frame));
      }
    }
    assertThat(points).isEqualTo(5 * frames());
    System.out.println("Crash points of the log: " + points + " in " + frames() + " frames");
  }

  @Test
  void everyPageOfACheckpointShouldLeaveAllTransactions() throws IOException {
    int pages = closed.length / pageSize;
    for (int page = 0; page < pages; page++) {
      byte[] some = Arrays.copyOf(file, Math.max(file.length, closed.length));
      System.arraycopy(closed, 0, some, 0, page * pageSize + pageSize / 2);
      recover(some, log, TRANSACTIONS + 1);
    }
    assertThat(pages).isGreaterThan(4);
  }

  private void recover(byte[] left, byte[] leftLog, int transactions) throws IOException {
    Files.write(database(), left);
    Files.write(log(), leftLog);
    try (ClientStore store = open()) {
      assertThat(state(store)).isEqualTo(states.get(Math.max(1, transactions)));
      for (int i = Math.max(1, transactions) - 1; i < TRANSACTIONS; i++) {
        store.write(batch(i));
      }
      assertThat(state(store)).isEqualTo(states.get(TRANSACTIONS + 1));
    }
  }
}
