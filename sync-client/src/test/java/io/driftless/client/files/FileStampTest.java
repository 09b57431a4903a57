package io.driftless.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileStampTest {

  private static final FileStamp STAMP = new FileStamp(EntryKind.FILE, 1, 2, 3, 4, false);

  @Test
  void eachPartShouldCountForEquality() {
    assertThat(new FileStamp(EntryKind.FILE, 1, 2, 3, 4, false))
        .isEqualTo(STAMP)
        .hasSameHashCodeAs(STAMP);
    assertThat(new FileStamp(EntryKind.LINK, 1, 2, 3, 4, false)).isNotEqualTo(STAMP);
    assertThat(new FileStamp(EntryKind.FILE, 9, 2, 3, 4, false)).isNotEqualTo(STAMP);
    assertThat(new FileStamp(EntryKind.FILE, 1, 9, 3, 4, false)).isNotEqualTo(STAMP);
    assertThat(new FileStamp(EntryKind.FILE, 1, 2, 9, 4, false)).isNotEqualTo(STAMP);
    assertThat(new FileStamp(EntryKind.FILE, 1, 2, 3, 9, false)).isNotEqualTo(STAMP);
    assertThat(new FileStamp(EntryKind.FILE, 1, 2, 3, 4, true)).isNotEqualTo(STAMP);
  }
}
