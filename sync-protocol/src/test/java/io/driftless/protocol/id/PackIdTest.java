package io.driftless.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PackIdTest {

  @Test
  void blobNameLeadsBackToThePackAndNothingElseDoes() {
    PackId pack = new PackId(new UUID(0xabc, 7));

    assertThat(PackId.ofBlobName(pack.blobName())).contains(pack);
    assertThat(PackId.ofBlobName(pack.toString())).isEmpty();
    assertThat(PackId.ofBlobName(pack.blobName().toUpperCase(Locale.ROOT))).isEmpty();
    assertThat(PackId.ofBlobName("1-2-3-4-5.pack")).isEmpty();
    assertThat(PackId.ofBlobName(".pack")).isEmpty();
  }
}
