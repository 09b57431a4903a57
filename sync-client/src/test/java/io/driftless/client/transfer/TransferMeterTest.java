package io.driftless.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.schedule.Clock;
import io.driftless.client.status.Transferred;
import org.junit.jupiter.api.Test;

class TransferMeterTest {

  private long nowMillis = 5_000_000;
  private final TransferMeter meter =
      new TransferMeter(
          new Clock() {
            @Override
            public long wallMillis() {
              return 0;
            }

            @Override
            public long steadyMillis() {
              return nowMillis;
            }
          });

  @Test
  void totalsStayAndRatesFade() {
    assertThat(meter.snapshot()).isEqualTo(Transferred.NONE);
    meter.uploaded(800);
    nowMillis += 1_000;
    meter.uploaded(800);
    meter.downloaded(80);
    meter.reused(7);
    assertThat(meter.snapshot()).isEqualTo(new Transferred(1_600, 80, 7, 200, 10));
    nowMillis += 7_000;
    assertThat(meter.snapshot()).isEqualTo(new Transferred(1_600, 80, 7, 100, 10));
    meter.uploaded(8);
    assertThat(meter.snapshot().uploadBytesPerSecond()).isEqualTo(101);
    nowMillis += 60_000;
    assertThat(meter.snapshot()).isEqualTo(new Transferred(1_608, 80, 7, 0, 0));
  }
}
