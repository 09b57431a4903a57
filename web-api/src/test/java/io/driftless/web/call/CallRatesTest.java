package io.driftless.web.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.protocol.id.AccountId;
import io.driftless.server.access.RefusedException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallRatesTest {

  private static final AccountId ADA = new AccountId(new UUID(1, 1));
  private static final AccountId GRACE = new AccountId(new UUID(1, 2));

  private final CallRates rates = new CallRates();
  private long now = 1_000;

  private void calls(AccountId account, int count) {
    for (int i = 0; i < count; i++) {
      rates.count(account, 60, now);
    }
  }

  @Test
  void minutesWorthMayComeAtOnceAndThenOneASecond() {
    calls(ADA, 60);
    assertThatThrownBy(() -> calls(ADA, 1))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.more()).containsEntry("retryAfterSeconds", 1L));
    calls(GRACE, 60);
    now += TimeUnit.SECONDS.toNanos(2);
    calls(ADA, 2);
    assertThatThrownBy(() -> calls(ADA, 1)).isInstanceOf(RefusedException.class);
  }

  @Test
  void refusedCallsShouldNotCountAndABucketHoldAMinute() {
    calls(ADA, 60);
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> calls(ADA, 1)).isInstanceOf(RefusedException.class);
    }
    now += TimeUnit.HOURS.toNanos(1);
    assertThatCode(() -> calls(ADA, 60)).doesNotThrowAnyException();
    assertThatThrownBy(() -> calls(ADA, 1)).isInstanceOf(RefusedException.class);
  }

  @Test
  void slowestLimitShouldSayHowLongToWait() {
    rates.count(ADA, 2, now);
    rates.count(ADA, 2, now);
    assertThatThrownBy(() -> rates.count(ADA, 2, now))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.more()).containsEntry("retryAfterSeconds", 30L));
  }

  @Test
  void visitorsOfLinksShouldHaveOneBucketForEachAddress() {
    for (int i = 0; i < CallRates.VISITS_PER_MINUTE; i++) {
      rates.visit("192.0.2.1", now);
    }
    assertThatThrownBy(() -> rates.visit("192.0.2.1", now))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.more()).containsEntry("retryAfterSeconds", 1L));
    assertThatCode(() -> rates.visit("192.0.2.2", now)).doesNotThrowAnyException();
  }
}
