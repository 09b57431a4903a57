package io.driftless.protocol.chunk;

import static io.driftless.protocol.chunk.ChunkingProfile.KIB_64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.protocol.id.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerTest {

  @Test
  void cutsArePartOfTheFormatAndNeverChange() {
    List<Chunk> chunks = TestContent.cut(TestContent.noise("golden", 1 << 20), KIB_64);

    assertThat(chunks)
        .extracting(Chunk::length)
        .containsExactly(
            71550, 66858, 68366, 68170, 75848, 66133, 76661, 68133, 75624, 81148, 65739, 51407,
            88700, 78932, 45307);
    assertThat(chunks.get(0).hash().hex())
        .isEqualTo("4eb34823fd88097cde2409a2e985c2e39625c12c4ad0d8cc3e9ccdc72e3d12bc");
  }

  @Test
  void emptyContentHasNoChunksAndTheDigestOfNothing() throws IOException {
    Chunker chunker = new Chunker(InputStream.nullInputStream(), KIB_64);

    assertThat(chunker.next()).isNull();
    assertThat(chunker.next()).isNull();
    assertThat(chunker.sizeBytes()).isZero();
    assertThat(chunker.digest()).isEqualTo(Sha256.digest(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 16_383, 16_384, 16_385, 65_536, 262_143, 262_144, 262_145})
  void contentAtAnEdgeJoinsBack(int size) throws IOException {
    assertJoinsBack(TestContent.noise("edge", size));
    assertJoinsBack(new byte[size]);
  }

  @Test
  void oneByteIsOneChunkWithTheDigestOfTheFile() throws IOException {
    Chunker chunker = new Chunker(new ByteArrayInputStream(new byte[] {7}), KIB_64);

    Chunk only = chunker.next();
    assertThat(only).isEqualTo(new Chunk(0, 1, Sha256.digest(new byte[] {7})));
    assertThat(chunker.next()).isNull();
    assertThat(chunker.digest()).isEqualTo(Sha256.digest(new byte[] {7}));
    assertThat(chunker.sizeBytes()).isEqualTo(1);
  }

  @Test
  void contentWithoutAnyBoundaryIsCutAtTheMaximum() {
    List<Chunk> chunks = TestContent.cut(new byte[600_000], KIB_64);

    assertThat(chunks).extracting(Chunk::length).containsExactly(262_144, 262_144, 75_712);
  }

  @Test
  void readsInDribblesCutAsReadsAtOnce() throws IOException {
    byte[] content = TestContent.noise("dribble", 700_000);
    ReadableByteChannel whole = Channels.newChannel(new ByteArrayInputStream(content));
    ReadableByteChannel dribble =
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer into) throws IOException {
            int limit = into.limit();
            into.limit(Math.min(limit, into.position() + 777));
            int read = whole.read(into);
            into.limit(limit);
            return read;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    Chunker chunker = new Chunker(dribble, KIB_64);

    for (Chunk expected : TestContent.cut(content, KIB_64)) {
      assertThat(chunker.next()).isEqualTo(expected);
    }
    assertThat(chunker.next()).isNull();
  }

  @Test
  void insertingAByteAtTheFrontChangesAtMostTwoChunks() {
    byte[] before = TestContent.noise("shift", 8 << 20);
    byte[] after = TestContent.join(new byte[] {42}, before);

    assertThat(newChunks(before, after)).isLessThanOrEqualTo(2);
  }

  /** By simulation of random cuts: 2.1 chunks until they meet again, plus the edited one. */
  @Test
  void anEditCostsAFewChunksOnTheAverage() {
    byte[] before = TestContent.noise("mean", 4 << 20);
    int edits = 24;
    int changed = 0;
    for (int edit = 0; edit < edits; edit++) {
      changed += newChunks(before, ChunkerProperties.insert(before, edit * 100_000, edit, 100));
    }
    assertThat((double) changed / edits).isLessThan(4);
  }

  @Test
  void averageIsNearTheProfile() {
    int count = TestContent.cut(TestContent.noise("average", 16 << 20), KIB_64).size();

    assertThat((16 << 20) / count).isBetween(58_000, 90_000);
  }

  @ParameterizedTest
  @EnumSource(ChunkingProfile.class)
  void everyProfileHoldsItsBounds(ChunkingProfile profile) {
    byte[] content = TestContent.noise("profile", 3 * profile.maxBytes() / 2 + 12_345);

    List<Chunk> chunks = TestContent.cut(content, profile);
    for (Chunk chunk : chunks.subList(0, chunks.size() - 1)) {
      assertThat(chunk.length()).isBetween(profile.minBytes(), profile.maxBytes());
    }
    assertThat(chunks.get(chunks.size() - 1).end()).isEqualTo(content.length);
  }

  @Test
  void digestBeforeTheEndIsRefused() throws IOException {
    Chunker chunker = new Chunker(new ByteArrayInputStream(new byte[10]), KIB_64);
    assertThatThrownBy(chunker::digest).isInstanceOf(IllegalStateException.class);
    chunker.next();
    assertThatThrownBy(chunker::digest).isInstanceOf(IllegalStateException.class);
  }

  static int newChunks(byte[] before, byte[] after) {
    Set<Chunk> known = new HashSet<>();
    Set<Sha256> hashes = new HashSet<>();
    known.addAll(TestContent.cut(before, KIB_64));
    known.forEach(chunk -> hashes.add(chunk.hash()));
    return (int)
        TestContent.cut(after, KIB_64).stream().filter(c -> !hashes.contains(c.hash())).count();
  }

  static void assertJoinsBack(byte[] content) throws IOException {
    Chunker chunker = new Chunker(new ByteArrayInputStream(content), KIB_64);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (Chunk chunk = chunker.next(); chunk != null; chunk = chunker.next()) {
      assertThat(chunk.offset()).isEqualTo(joined.size());
      byte[] raw = chunker.copy();
      assertThat(Sha256.digest(raw)).isEqualTo(chunk.hash());
      joined.writeBytes(raw);
    }
    assertThat(joined.toByteArray()).isEqualTo(content);
    assertThat(chunker.sizeBytes()).isEqualTo(content.length);
    assertThat(chunker.digest()).isEqualTo(Sha256.digest(content));
  }
}
