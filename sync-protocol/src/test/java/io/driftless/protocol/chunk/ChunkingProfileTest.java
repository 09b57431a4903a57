package io.driftless.protocol.chunk;

import static io.driftless.protocol.chunk.ChunkingProfile.KIB_256;
import static io.driftless.protocol.chunk.ChunkingProfile.KIB_64;
import static io.driftless.protocol.chunk.ChunkingProfile.MIB_1;
import static io.driftless.protocol.chunk.ChunkingProfile.MIB_4;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunkingProfileTest {

  private static final long GIB = 1L << 30;

  @Test
  void numbersArePartOfTheFormatAndNeverChange() {
    assertThat(ChunkingProfile.values())
        .extracting(p -> "%d:%d".formatted(p.id(), p.averageBytes()))
        .containsExactly("1:65536", "2:262144", "3:1048576", "4:4194304");
    assertThat(ChunkingProfile.ofId(2)).contains(KIB_256);
    assertThat(ChunkingProfile.ofId(0)).isEmpty();
    assertThat(ChunkingProfile.ofId(5)).isEmpty();
  }

  @Test
  void newFileGetsTheProfileOfItsSize() {
    assertThat(ChunkingProfile.forNewFile(0)).isEqualTo(KIB_64);
    assertThat(ChunkingProfile.forNewFile(GIB)).isEqualTo(KIB_64);
    assertThat(ChunkingProfile.forNewFile(GIB + 1)).isEqualTo(KIB_256);
    assertThat(ChunkingProfile.forNewFile(16 * GIB)).isEqualTo(MIB_1);
    assertThat(ChunkingProfile.forNewFile(16 * GIB + 1)).isEqualTo(MIB_4);
    assertThat(ChunkingProfile.forNewFile(Long.MAX_VALUE)).isEqualTo(MIB_4);
  }

  @Test
  void aFileKeepsItsProfileUntilFourTimesPastTheBound() {
    assertThat(ChunkingProfile.forNextVersion(KIB_64, 4 * GIB)).isEqualTo(KIB_64);
    assertThat(ChunkingProfile.forNextVersion(KIB_64, 4 * GIB + 1)).isEqualTo(MIB_1);
    assertThat(ChunkingProfile.forNextVersion(MIB_4, Long.MAX_VALUE)).isEqualTo(MIB_4);
    assertThat(ChunkingProfile.forNextVersion(KIB_256, GIB / 4)).isEqualTo(KIB_256);
    assertThat(ChunkingProfile.forNextVersion(KIB_256, GIB / 4 - 1)).isEqualTo(KIB_64);
    assertThat(ChunkingProfile.forNextVersion(KIB_64, 0)).isEqualTo(KIB_64);
  }

  @Test
  void largestChunkOfAnyProfileIsTheLimit() {
    assertThat(MIB_4.maxBytes()).isEqualTo(ChunkingProfile.MAX_CHUNK_BYTES);
  }
}
