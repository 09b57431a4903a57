package io.driftless.server.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.DeviceId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceIdsTest {

  @ParameterizedTest
  @CsvSource({
    "Ada's Laptop, ada-s-laptop",
    "Büro München, buro-munchen",
    "---, device",
    "日本, device",
    "-a-, a",
    "a very long name of a device that goes on, a-very-long-name-of-a-de",
  })
  void idShouldBeginWithWhatIsReadableOfTheName(String name, String readable) {
    assertThat(DeviceIds.make(name, new Random(1)).value()).matches(readable + "-[a-z2-7]{10}");
  }

  @Test
  void idsOfOneNameShouldDiffer() {
    Random random = new Random(7);
    assertThat(DeviceIds.make("laptop", random)).isNotEqualTo(DeviceIds.make("laptop", random));
  }

  @Test
  void longestNameShouldFitAnId() {
    assertThat(DeviceIds.make("x".repeat(64), new Random(1)).value().length())
        .isLessThanOrEqualTo(DeviceId.MAX_LENGTH);
  }
}
