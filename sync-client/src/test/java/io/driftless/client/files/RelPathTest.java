package io.driftless.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelPathTest {

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/etc", "nul\0"})
  void childShouldNotLeadElsewhere(String name) {
    RelPath folder = new RelPath("folder");
    assertThatThrownBy(() -> folder.child(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RelPath.ROOT.child(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void childShouldTakeOddNames() {
    assertThat(RelPath.ROOT.child("...").child("a\\b").value()).isEqualTo(".../a\\b");
  }
}
