package io.driftless.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.api.RetentionMessages.RetentionPolicy;
import io.driftless.server.retention.RetentionRule.File;
import io.driftless.server.retention.RetentionRule.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionRuleTest {

  private static final RetentionPolicy USUAL = new RetentionPolicy(1, 7, 30, 365, 1, 30, false);
  private static final long NOW = Instant.parse("2026-06-17T12:00:00Z").toEpochMilli();

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  /** A file that was saved at these times. */
  private static File saved(Long removed, long... times) {
    List<Held> versions = new ArrayList<>();
    for (int i = 0; i < times.length; i++) {
      Long replaced = i + 1 < times.length ? Long.valueOf(times[i + 1]) : null;
      versions.add(new Held(i + 1, times[i], replaced, false, 10));
    }
    return new File(versions, removed);
  }

  private static List<Integer> pruned(File file, RetentionPolicy policy) {
    return RetentionRule.prunes(file, policy, NOW).stream().map(Held::number).toList();
  }

  private static RetentionPolicy held() {
    return new RetentionPolicy(0, 0, 0, 0, 1, 0, true);
  }

  @Test
  void versionsReplacedWithinADayShouldAllBeKept() {
    File file =
        saved(null, at("2020-01-01T00:00:00Z"), NOW - 3_600_000, NOW - 1_800_000, NOW - 1_000);
    assertThat(pruned(file, USUAL)).as("what was there yesterday is kept").isEmpty();
  }

  @Test
  void olderOnesShouldBeThinnedByHourDayAndWeek() {
    File file =
        saved(
            null,
            at("2026-03-03T10:00:00Z"), // a Tuesday
            at("2026-03-05T10:00:00Z"), // the last of that week
            at("2026-06-01T09:00:00Z"),
            at("2026-06-01T18:00:00Z"), // the last of that day
            at("2026-06-14T10:10:00Z"),
            at("2026-06-14T10:50:00Z"), // the last of that hour
            at("2026-06-14T11:10:00Z"),
            at("2026-06-17T11:59:00Z"));
    assertThat(pruned(file, USUAL)).containsExactly(1, 3, 5);
  }

  @Test
  void beyondAllSpansTheLastOnesShouldBeKept() {
    File file =
        saved(
            null,
            at("2020-01-01T00:00:00Z"),
            at("2020-02-01T00:00:00Z"),
            at("2020-03-01T00:00:00Z"),
            at("2020-04-01T00:00:00Z"));
    assertThat(pruned(file, USUAL)).containsExactly(1, 2, 3);
    assertThat(pruned(file, new RetentionPolicy(1, 7, 30, 365, 3, 30, false))).containsExactly(1);
  }

  @Test
  void removedFileShouldKeepItsContentsForTheTimeOfTheTrash() {
    long day = Duration.ofDays(1).toMillis();
    assertThat(pruned(saved(NOW - 29 * day, NOW - 40 * day), USUAL)).isEmpty();
    assertThat(pruned(saved(NOW - 31 * day, NOW - 40 * day), USUAL)).containsExactly(1);
  }

  @Test
  void pinsAndHoldsShouldKeepWhatIsOld() {
    Held pinned = new Held(1, 0, 1L, true, 10);
    Held plain = new Held(2, 1, 2L, false, 10);
    Held current = new Held(3, 2, null, false, 10);
    File file = new File(List.of(pinned, plain, current), null);
    assertThat(pruned(file, USUAL)).containsExactly(2);
    assertThat(pruned(file, held())).isEmpty();
    File removed = new File(List.of(pinned, plain, current), 5L);
    assertThat(pruned(removed, USUAL)).containsExactly(2, 3);
    assertThat(pruned(removed, held())).isEmpty();
  }

  @Test
  void pruningTwiceShouldPruneNothingMoreAndNeverTheCurrentOne() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      long[] times =
          IntStream.range(0, 1 + random.nextInt(40))
              .mapToLong(i -> NOW - (long) (random.nextDouble() * 4e10))
              .sorted()
              .toArray();
      File file = saved(null, times);
      List<Held> gone = RetentionRule.prunes(file, USUAL, NOW);
      List<Held> left = new ArrayList<>(file.versions());
      left.removeAll(gone);
      assertThat(left).isNotEmpty().contains(file.versions().get(times.length - 1));
      assertThat(RetentionRule.prunes(new File(left, null), USUAL, NOW)).isEmpty();
    }
  }
}
