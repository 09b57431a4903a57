package io.driftless.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.guard.GuardSettings.Rate;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  private final TokenBucket bucket = new TokenBucket(new Rate(10, 20), 0);

  @Test
  void takeShouldGrantTheBurstAndNotOneMore() {
    assertThat(bucket.take(20, 0)).isTrue();
    assertThat(bucket.take(1, 0)).isFalse();
  }

  @Test
  void takeShouldGrantWhatRefilledAndNotOneMore() {
    bucket.take(20, 0);
    assertThat(bucket.take(10, SECOND)).isTrue();
    assertThat(bucket.take(1, SECOND)).isFalse();
    assertThat(bucket.take(1, SECOND + SECOND / 10)).isTrue();
  }

  @Test
  void refusedTakeShouldCostNothing() {
    assertThat(bucket.take(21, 0)).isFalse();
    assertThat(bucket.take(20, 0)).isTrue();
  }

  @Test
  void refillShouldStopAtTheBurst() {
    bucket.take(20, 0);
    assertThat(bucket.take(21, 1_000 * SECOND)).isFalse();
    assertThat(bucket.isFull(1_000 * SECOND)).isTrue();
  }

  @Test
  void timeThatRunsBackShouldChangeNothing() {
    bucket.take(20, SECOND);
    assertThat(bucket.take(1, 0)).isFalse();
    assertThat(bucket.take(10, 2 * SECOND)).isTrue();
  }

  @Test
  void ratesShouldForgetDevicesThatAreFullAgain() {
    DeviceRates rates = new DeviceRates(GuardSettings.DEFAULT, 0);
    for (int i = 0; i < 1_000; i++) {
      rates.takeMessage("device-" + i, 0);
    }
    assertThat(rates.size()).isEqualTo(1_000);
    rates.takeMessage("device-0", 61 * SECOND);
    assertThat(rates.size()).isEqualTo(1);
  }

  @Test
  void ratesShouldNotChargeOneDeviceForAnother() {
    DeviceRates rates = new DeviceRates(GuardSettings.DEFAULT, 0);
    while (rates.takeMessage("greedy", 0)) {
      assertThat(rates.takeBytes("greedy", 1, 0)).isTrue();
    }
    assertThat(rates.takeMessage("modest", 0)).isTrue();
  }
}
