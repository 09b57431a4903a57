package io.driftless.protocol.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import org.junit.jupiter.api.Test;

class FileVersionTest {

  private static final VersionNumber ONE = new VersionNumber(1);
  private static final VersionNumber TWO = new VersionNumber(2);
  private static final Sha256 A = new Sha256(1, 2, 3, 4);
  private static final Sha256 B = new Sha256(1, 2, 3, 5);
  private static final FileVersion VERSION = new FileVersion(ONE, 1, A, 2, false, 3, null);

  @Test
  void eachPartShouldCountForEquality() {
    assertThat(new FileVersion(new VersionNumber(1), 1, A, 2, false, 3, null))
        .isEqualTo(VERSION)
        .hasSameHashCodeAs(VERSION);
    assertThat(new FileVersion(TWO, 1, A, 2, false, 3, null)).isNotEqualTo(VERSION);
    assertThat(new FileVersion(ONE, 9, A, 2, false, 3, null)).isNotEqualTo(VERSION);
    assertThat(new FileVersion(ONE, 1, B, 2, false, 3, null)).isNotEqualTo(VERSION);
    assertThat(new FileVersion(ONE, 1, A, 9, false, 3, null)).isNotEqualTo(VERSION);
    assertThat(new FileVersion(ONE, 1, A, 2, true, 3, null)).isNotEqualTo(VERSION);
    assertThat(new FileVersion(ONE, 1, A, 2, false, 9, null)).isNotEqualTo(VERSION);
    assertThat(new FileVersion(ONE, 1, A, 2, false, 3, "to")).isNotEqualTo(VERSION);
  }
}
