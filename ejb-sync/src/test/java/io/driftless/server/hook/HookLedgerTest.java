package io.driftless.server.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HookLedgerTest {

  @Test
  void waitsShouldDoubleUpToAnHour() {
    assertThat(HookLedger.wait(1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(HookLedger.wait(2)).isEqualTo(Duration.ofSeconds(10));
    assertThat(HookLedger.wait(10)).isEqualTo(Duration.ofSeconds(2_560));
    assertThat(HookLedger.wait(11)).isEqualTo(Duration.ofHours(1));
    assertThat(HookLedger.wait(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(1));
  }

  /** By {@code printf '1700000000.{}' | openssl dgst -sha256 -hmac secret}. */
  @Test
  void signatureShouldBeWhatOthersCompute() {
    assertThat(HookCalls.signature("secret", 1_700_000_000L, "{}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            "t=1700000000,v1=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163");
  }
}
