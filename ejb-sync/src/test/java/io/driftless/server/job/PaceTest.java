package io.driftless.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void restShouldFillTheTimeThatAPieceMayTake() {
    assertThat(Pace.restMillis(1_000, 500, 300)).isEqualTo(1_700);
    assertThat(Pace.restMillis(1_000, 500, 2_500)).isZero();
    assertThat(Pace.restMillis(1_000, 0, 0)).as("no limit").isZero();
    assertThat(Pace.restMillis(1_000, 1, 0)).isEqualTo(Pace.MOST_MILLIS);
  }

  @Test
  void piecesShouldTakeAsLongAsTheRateSays() {
    Pace pace = new Pace();
    long began = System.nanoTime();
    pace.rest(50, 1_000);
    pace.rest(50, 1_000);
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(95));
  }
}
