package io.driftless.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.schedule.Clock;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private long now = 10_000;

  private final TokenBucket bucket =
      new TokenBucket(
          new Clock() {
            @Override
            public long wallMillis() {
              return now;
            }

            @Override
            public long steadyMillis() {
              return now;
            }
          });

  @Test
  void withoutLimitNobodyShouldWait() {
    assertThat(bucket.take(Long.MAX_VALUE / 2)).isZero();
  }

  @Test
  void rateShouldHoldOverTime() {
    bucket.limit(1_000);
    long moved = 0;
    long start = now;
    while (now - start < 60_000) {
      moved += 700;
      now += bucket.take(700);
    }
    assertThat(moved * 1_000 / (now - start)).isBetween(950L, 1_050L);
  }

  @Test
  void restShouldNotEndInABurst() {
    bucket.limit(1_000);
    now += 3_600_000;
    assertThat(bucket.take(250)).isZero();
    assertThat(bucket.take(1_000)).isEqualTo(1_000);
  }

  @Test
  void severalShouldShareTheRate() {
    bucket.limit(1_000);
    bucket.take(1_000);
    assertThat(bucket.take(1_000)).isGreaterThanOrEqualTo(1_750);
  }

  @Test
  void newLimitShouldForgetOldDebts() {
    bucket.limit(10);
    bucket.take(10_000);
    bucket.limit(1_000_000);
    assertThat(bucket.take(1_000)).isZero();
    bucket.limit(0);
    assertThat(bucket.take(1L << 40)).isZero();
  }
}
