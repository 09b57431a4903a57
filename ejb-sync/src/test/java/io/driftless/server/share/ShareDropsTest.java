package io.driftless.server.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.name.NameRules;
import org.junit.jupiter.api.Test;

class ShareDropsTest {

  @Test
  void numberShouldStandBeforeTheEnding() {
    assertThat(ShareDrops.numbered("plan.odt", 2)).isEqualTo("plan (2).odt");
    assertThat(ShareDrops.numbered("plan", 3)).isEqualTo("plan (3)");
    assertThat(ShareDrops.numbered(".profile", 2)).isEqualTo(".profile (2)");
  }

  @Test
  void longestNameShouldStayOne() {
    String name = "ü".repeat(125) + ".html";
    assertThat(NameRules.isLegal(name)).isTrue();
    String numbered = ShareDrops.numbered(name, 12);
    assertThat(NameRules.isLegal(numbered)).isTrue();
    assertThat(numbered).startsWith("üüü").endsWith(" (12).html");
  }
}
