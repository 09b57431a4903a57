package io.driftless.protocol.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.Sha256;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GearTableTest {

  @Test
  void tableIsPartOfTheFormatAndNeverChanges() {
    ByteBuffer bytes = ByteBuffer.allocate(256 * Long.BYTES);
    LongBuffer longs = bytes.asLongBuffer();
    longs.put(GearTable.create());

    assertThat(Sha256.digest(bytes.array()).hex())
        .isEqualTo("be32414b3700837ef56f18c13d7ea732675babd24fb78dd2a25280ef2411c348");
    assertThat(Long.toHexString(GearTable.create()[0])).isEqualTo("5d257cab7a2d2ac");
    assertThat(Long.toHexString(GearTable.create()[255])).isEqualTo("e23e827eaefaf752");
  }

  @Test
  void allEntriesDiffer() {
    assertThat(Arrays.stream(GearTable.create()).distinct().count()).isEqualTo(256);
  }
}
