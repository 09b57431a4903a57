package io.driftless.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every point at which a device can end while it places or sends something. */
class CrashPointsTest {

  static Stream<CrashPoints.Story> stories() {
    return CrashPoints.STORIES.stream();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void promisesShouldHoldWhereverTheDeviceEnds(CrashPoints.Story story) {
    boolean all = Long.getLong("driftless.histories", 0) > 0;
    for (String device : all ? List.of("device-b", "device-a") : List.of("device-b")) {
      CrashPoints points = new CrashPoints();
      points.tryAll(story, device);
      assertThat(points.points()).isGreaterThan(7);
    }
  }
}
