package io.driftless.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardSettingsTest {
  @Test
  void readShouldKeepDefaultsWhenNothingIsSet() {
    assertThat(GuardSettings.read(name -> null)).isEqualTo(GuardSettings.DEFAULT);
  }

  @Test
  void readShouldTakeEveryProperty() {
    Map<String, String> set =
        Map.of(
            "driftless.guard.maxMessageBytes", "1000",
            "driftless.guard.messagesPerSecond", "1",
            "driftless.guard.messagesBurst", "2",
            "driftless.guard.bytesPerSecond", "3",
            "driftless.guard.bytesBurst", "4",
            "driftless.guard.packetsPerSecond", "5",
            "driftless.guard.packetsBurst", " 6 ",
            "driftless.guard.trustedUsers", "server, cluster,");
    assertThat(GuardSettings.read(set::get))
        .isEqualTo(
            new GuardSettings(
                1000,
                new GuardSettings.Rate(1, 2),
                new GuardSettings.Rate(3, 4),
                new GuardSettings.Rate(5, 6),
                java.util.Set.of("server", "cluster")));
  }

  @Test
  void readShouldRefuseWhatIsNoLimit() {
    for (String bad : new String[] {"many", "0", "-1"}) {
      assertThatThrownBy(
              () -> GuardSettings.read(name -> name.endsWith("maxMessageBytes") ? bad : null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("maxMessageBytes");
    }
  }
}
