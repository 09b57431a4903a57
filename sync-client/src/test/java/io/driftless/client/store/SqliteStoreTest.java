package io.driftless.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.store.StoreBatch.KnownContent;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.ChunkLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {

  @TempDir private Path folder;

  private static Sha256 hash(int i) {
    return new Sha256(i, 2, 3, 4);
  }

  private static NodeState node() {
    FileVersion version = new FileVersion(new VersionNumber(3), 5, hash(1), 77, true, 1, null);
    Place place = new Place(new NodeId(new UUID(1, 2)), "näme");
    return new NodeState(
        new NodeId(new UUID(9, 9)),
        new LocalEntry(
            place,
            "shown",
            NodeKind.FILE,
            new FileStamp(EntryKind.FILE, 5, 6, -1, 8, true),
            new FileContent(5, hash(1), true, 1, hash(2), null)),
        new RemoteEntry(place, NodeKind.FILE, version, new Revision(12), true),
        new SyncedEntry(place, NodeKind.FILE, version),
        new Revision(13));
  }

  private ClientStore open() throws IOException {
    return SqliteFile.open(folder.resolve("index.db"), true).store();
  }

  @Test
  void whatWasWrittenShouldBeThereAfterReopening() throws IOException {
    NodeState node = node();
    ChunkLocation place = new ChunkLocation(hash(5), new PackId(new UUID(3, 4)), 2, 100, 50, 60, 1);
    List<Chunk> chunks = List.of(new Chunk(0, 10, hash(6)), new Chunk(10, 5, hash(7)));
    try (ClientStore store = open()) {
      StoreBatch batch = new StoreBatch();
      batch.node(node);
      batch.value("cursor", new byte[] {1, 2});
      batch.chunk(place);
      batch.content(new KnownContent(hash(8), 1, chunks));
      store.write(batch);
    }
    try (ClientStore store = open()) {
      List<NodeState> nodes = new ArrayList<>();
      store.loadNodes(nodes::add);
      assertThat(nodes).containsExactly(node);
      assertThat(store.loadValues().get("cursor")).containsExactly(1, 2);
      assertThat(store.chunks(List.of(hash(5), hash(1))))
          .containsOnly(java.util.Map.entry(hash(5), place));
      assertThat(store.cut(hash(8), 1)).isEqualTo(chunks);
      assertThat(store.spots(List.of(hash(7))).get(hash(7)))
          .isEqualTo(new ChunkSpot(hash(8), 10, 5));
    }
  }

  @Test
  void emptyNodesAndForgottenChunksShouldBeGone() throws IOException {
    try (ClientStore store = open()) {
      StoreBatch batch = new StoreBatch();
      batch.node(node());
      batch.chunk(new ChunkLocation(hash(5), new PackId(new UUID(3, 4)), 2, 100, 50, 60, 1));
      store.write(batch);
      StoreBatch next = new StoreBatch();
      next.node(NodeState.unknown(node().id()));
      next.forgetChunk(hash(5));
      store.write(next);
      List<NodeState> nodes = new ArrayList<>();
      store.loadNodes(nodes::add);
      assertThat(nodes).isEmpty();
      assertThat(store.chunks(List.of(hash(5)))).isEmpty();
    }
  }

  @Test
  void chunksShouldBeKnownBeforeTheyAreWritten() throws IOException {
    ChunkLocation written = new ChunkLocation(hash(1), new PackId(new UUID(3, 4)), 0, 0, 5, 6, 1);
    ChunkLocation noted = new ChunkLocation(hash(2), new PackId(new UUID(3, 4)), 1, 5, 5, 6, 1);
    try (ClientStore store = open()) {
      StoreBatch first = new StoreBatch();
      first.chunk(written);
      store.write(first);
      StoreBatch open = new StoreBatch();
      open.chunk(noted);
      List<Sha256> asked = List.of(hash(1), hash(2), hash(3));
      assertThat(open.chunksOver(store, asked).values()).containsExactlyInAnyOrder(written, noted);
      open.forgetChunk(hash(1));
      open.forgetChunk(hash(2));
      assertThat(open.chunksOver(store, asked)).isEmpty();
      open.chunk(noted);
      assertThat(open.chunksOver(store, asked).values()).containsExactly(noted);
      store.write(open);
      assertThat(store.chunks(asked).values()).containsExactly(noted);
    }
  }

  @Test
  void damagedDatabaseShouldBePutAsideAndMadeAnew() throws IOException {
    open().close();
    Path file = folder.resolve("index.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < 200; i++) {
      bytes[i] = 'x';
    }
    Files.write(file, bytes);
    SqliteFile.Opened opened = SqliteFile.open(file, true);
    opened.store().close();
    assertThat(opened.rebuilt()).isTrue();
    assertThat(folder.resolve("index.db.damaged")).exists();
  }

  @Test
  void databaseInUseShouldBeRefusedAndLeftAlone() throws IOException {
    try (ClientStore store = open()) {
      StoreBatch batch = new StoreBatch();
      batch.value("a", new byte[1]);
      store.write(batch);
      assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    }
    assertThat(folder.resolve("index.db.damaged")).doesNotExist();
  }
}
