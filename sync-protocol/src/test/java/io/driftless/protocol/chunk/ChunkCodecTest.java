package io.driftless.protocol.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkCodecTest {

  @Test
  void textIsCompressedAndComesBack() throws DamagedChunkException {
    byte[] raw = TestContent.text(100_000);

    EncodedChunk encoded = ChunkCodec.encode(raw);
    assertThat(encoded.codec()).isEqualTo(ChunkCodec.ZSTD);
    assertThat(encoded.stored().length).isLessThan(20_000);
    assertThat(encoded.codec().decode(encoded.stored(), raw.length)).isEqualTo(raw);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 65_536})
  void noiseStaysRaw(int size) throws DamagedChunkException {
    byte[] raw = TestContent.noise("raw", size);

    EncodedChunk encoded = ChunkCodec.encode(raw);
    assertThat(encoded.codec()).isEqualTo(ChunkCodec.RAW);
    assertThat(encoded.codec().decode(encoded.stored(), size)).isEqualTo(raw);
  }

  @Test
  void chunksOfAllSizesAreEncodedByManyThreadsAtOnce() {
    List<Integer> sizes = IntStream.range(0, 60).map(i -> 1 + i * i * 80).boxed().toList();

    assertThat(sizes.parallelStream().filter(ChunkCodecTest::comesBack)).hasSameSizeAs(sizes);
  }

  private static boolean comesBack(int size) {
    byte[] raw = TestContent.text(size);
    EncodedChunk encoded = ChunkCodec.encode(raw);
    try {
      return Arrays.equals(raw, encoded.codec().decode(encoded.stored(), size));
    } catch (DamagedChunkException e) {
      return false;
    }
  }

  @Test
  void partOfAnArrayIsDecodedInPlace() throws DamagedChunkException {
    EncodedChunk encoded = ChunkCodec.encode(TestContent.text(5_000));
    byte[] around = TestContent.join(new byte[7], TestContent.join(encoded.stored(), new byte[9]));

    assertThat(ChunkCodec.ZSTD.decode(around, 7, encoded.stored().length, 5_000))
        .isEqualTo(TestContent.text(5_000));
  }

  @Test
  void aFrameThatGivesMoreThanDeclaredIsRefusedWithinTheDeclaredBound() {
    byte[] bomb = Zstd.compress(new byte[64 << 20], 1);

    assertThat(bomb.length).isLessThan(10_000);
    assertThatThrownBy(() -> ChunkCodec.ZSTD.decode(bomb, 1_000))
        .isInstanceOf(DamagedChunkException.class);
    assertThatThrownBy(() -> ChunkCodec.ZSTD.decode(bomb, 64 << 20))
        .isInstanceOf(DamagedChunkException.class)
        .hasMessageContaining("67108864");
  }

  @Test
  void aLengthThatLiesIsRefused() {
    EncodedChunk encoded = ChunkCodec.encode(TestContent.text(5_000));

    for (int declared : new int[] {-1, 0, 1, 4_999, 5_001, ChunkingProfile.MAX_CHUNK_BYTES}) {
      assertThatThrownBy(() -> ChunkCodec.ZSTD.decode(encoded.stored(), declared))
          .isInstanceOf(DamagedChunkException.class);
    }
    assertThatThrownBy(() -> ChunkCodec.RAW.decode(new byte[10], 11))
        .isInstanceOf(DamagedChunkException.class);
  }

  @Test
  void rubbishAndTruncatedFramesAreRefused() {
    byte[] stored = ChunkCodec.encode(TestContent.text(5_000)).stored();

    for (int length = 0; length < stored.length; length++) {
      byte[] truncated = Arrays.copyOf(stored, length);
      assertThatThrownBy(() -> ChunkCodec.ZSTD.decode(truncated, 5_000))
          .isInstanceOf(DamagedChunkException.class);
    }
    assertThatThrownBy(() -> ChunkCodec.ZSTD.decode(TestContent.noise("rubbish", 500), 5_000))
        .isInstanceOf(DamagedChunkException.class);
  }

  @Test
  void idsArePartOfTheFormat() {
    assertThat(ChunkCodec.RAW.id()).isZero();
    assertThat(ChunkCodec.ZSTD.id()).isEqualTo(1);
    assertThat(ChunkCodec.ofId(1)).contains(ChunkCodec.ZSTD);
    assertThat(ChunkCodec.ofId(2)).isEmpty();
  }
}
