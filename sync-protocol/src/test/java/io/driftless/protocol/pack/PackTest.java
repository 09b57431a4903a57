package io.driftless.protocol.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.chunk.DamagedChunkException;
import io.driftless.protocol.chunk.EncodedChunk;
import io.driftless.protocol.chunk.TestContent;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackTest {

  private static final byte[] TEXT = TestContent.text(10_000);
  private static final byte[] NOISE = TestContent.noise("pack", 3_000);

  @Test
  void chunksComeBackInOrder() throws IOException {
    Pack pack = Pack.of(packOf(TEXT, NOISE).bytes());

    assertThat(pack.index().entries())
        .extracting(PackEntry::rawLength)
        .containsExactly(10_000, 3_000);
    assertThat(pack.open(0)).isEqualTo(TEXT);
    assertThat(pack.open(1)).isEqualTo(NOISE);
    assertThat(pack.bytes()).hasSize(pack.index().packLength());
  }

  @Test
  void packOfOneByteIsTheShortest() throws IOException {
    Pack pack = packOf(new byte[] {7});

    assertThat(pack.bytes()).hasSize(PackFormat.MIN_PACK_BYTES);
    assertThat(Pack.of(pack.bytes()).open(0)).containsExactly(7);
  }

  @Test
  void largestChunkFitsWhateverTheTarget() throws IOException {
    byte[] raw = TestContent.noise("large", ChunkingProfile.MAX_CHUNK_BYTES);
    PackWriter writer = new PackWriter(1_000);
    EncodedChunk encoded = ChunkCodec.encode(raw);

    assertThat(writer.fits(encoded)).isTrue();
    writer.add(Sha256.digest(raw), encoded);
    Pack pack = writer.finish();

    assertThat(pack.bytes().length).isLessThanOrEqualTo(PackFormat.MAX_PACK_BYTES);
    assertThat(Pack.of(pack.bytes()).open(0)).isEqualTo(raw);
  }

  @Test
  void chunkThatIsThereIsNotAddedAgain() throws IOException {
    PackWriter writer = new PackWriter();

    assertThat(writer.add(Sha256.digest(TEXT), ChunkCodec.encode(TEXT))).isZero();
    assertThat(writer.add(Sha256.digest(NOISE), ChunkCodec.encode(NOISE))).isEqualTo(1);
    assertThat(writer.add(Sha256.digest(TEXT), ChunkCodec.encode(TEXT))).isZero();
    assertThat(writer.entryOf(Sha256.digest(NOISE))).hasValue(1);
    assertThat(writer.entryOf(Sha256.digest(new byte[1]))).isEmpty();
    assertThat(writer.finish().index().entries()).hasSize(2);
  }

  @Test
  void writerIsFullAtItsTargetAndAtTheLimitOfEntries() {
    PackWriter small = new PackWriter(5_000);
    small.add(Sha256.digest(NOISE), ChunkCodec.encode(NOISE));
    byte[] other = TestContent.noise("other", 2_001);
    assertThat(small.fits(ChunkCodec.encode(other))).isFalse();
    assertThatThrownBy(() -> small.add(Sha256.digest(other), ChunkCodec.encode(other)))
        .isInstanceOf(IllegalStateException.class);

    PackWriter many = new PackWriter();
    for (int i = 0; i < PackFormat.MAX_ENTRIES; i++) {
      byte[] raw = TestContent.noise("many" + i, 4);
      many.add(Sha256.digest(raw), ChunkCodec.encode(raw));
    }
    assertThat(many.fits(ChunkCodec.encode(other))).isFalse();
    assertThat(many.finish().index().entries()).hasSize(PackFormat.MAX_ENTRIES);
  }

  @Test
  void emptyPackIsRefused() {
    assertThatThrownBy(() -> new PackWriter().finish())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
  }

  @Test
  void usualFooterTakesOneReadAndALargeOneTwo() throws IOException {
    assertThat(readsOf(1_000)).containsExactly(PackFormat.USUAL_FOOTER_BYTES);
    assertThat(readsOf(2_000))
        .containsExactly(
            PackFormat.USUAL_FOOTER_BYTES,
            2_000 * PackFormat.ENTRY_BYTES + PackFormat.TRAILER_BYTES);
  }

  @Test
  void chunkWithOtherBytesThanDeclaredIsFoundWhenOpened() throws IOException {
    Pack pack = packOf(NOISE, TEXT);
    byte[] damaged = pack.bytes().clone();
    damaged[10] ^= 1;

    Pack read = Pack.of(damaged);
    assertThatThrownBy(() -> read.open(0))
        .isInstanceOf(DamagedChunkException.class)
        .hasMessageContaining(Sha256.digest(NOISE).hex());
    assertThat(read.open(1)).isEqualTo(TEXT);
    PackEntry second = read.index().entries().get(1);
    assertThatThrownBy(() -> second.open(new byte[10], 0))
        .isInstanceOf(DamagedChunkException.class);
  }

  @Test
  void packAloneIsEnoughToRebuildTheChunkTable() throws IOException {
    Pack read = Pack.of(packOf(TEXT, NOISE).bytes());

    for (int i = 0; i < read.index().entries().size(); i++) {
      PackEntry entry = read.index().entries().get(i);
      byte[] stored = Arrays.copyOfRange(read.bytes(), entry.offset(), entry.end());
      assertThat(Sha256.digest(entry.codec().decode(stored, entry.rawLength())))
          .isEqualTo(entry.hash());
    }
  }

  /** Written once by version 1; has a raw and a compressed chunk. Must be readable for ever. */
  @Test
  void goldenPackOfVersion1StillReads() throws IOException {
    Pack golden = Pack.of(golden("pack-v1.bin"));

    assertThat(golden.open(0)).isEqualTo(TestContent.text(300));
    assertThat(golden.open(1)).isEqualTo(TestContent.noise("golden", 100));
    assertThat(golden.index().entries())
        .extracting(PackEntry::codec)
        .containsExactly(ChunkCodec.ZSTD, ChunkCodec.RAW);
  }

  /** Only raw chunks, since a later zstd may write other frames for the same bytes. */
  @Test
  void goldenPackOfVersion1IsWrittenAgainByteForByte() throws IOException {
    assertThat(packOf(new byte[] {1}, TestContent.noise("golden", 100)).bytes())
        .isEqualTo(golden("pack-v1-raw.bin"));
  }

  static Pack packOf(byte[]... chunks) {
    PackWriter writer = new PackWriter();
    for (byte[] chunk : chunks) {
      writer.add(Sha256.digest(chunk), ChunkCodec.encode(chunk));
    }
    return writer.finish();
  }

  private static List<Integer> readsOf(int entries) throws IOException {
    byte[][] chunks = new byte[entries][];
    for (int i = 0; i < entries; i++) {
      chunks[i] = TestContent.noise("reads" + i, 100);
    }
    byte[] bytes = packOf(chunks).bytes();
    List<Integer> reads = new ArrayList<>();
    PackIndex index =
        PackIndex.read(
            new PackTail() {
              @Override
              public long length() {
                return bytes.length;
              }

              @Override
              public byte[] last(int count) {
                reads.add(count);
                return Arrays.copyOfRange(bytes, bytes.length - count, bytes.length);
              }
            });
    assertThat(index.entries()).hasSize(entries);
    return reads;
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = PackTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }
}
