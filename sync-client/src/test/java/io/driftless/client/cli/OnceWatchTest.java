package io.driftless.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.report.StatusReport;
import io.driftless.client.report.StatusReport.Directions;
import io.driftless.client.report.StatusReport.Link;
import io.driftless.client.report.StatusReport.Root;
import io.driftless.client.report.StatusReport.Trouble;
import io.driftless.client.status.Pending;
import io.driftless.client.status.Transferred;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnceWatchTest {

  private static final Trouble WAITS = new Trouble("/f", "a", "not-readable", "Change its rights.");

  private final OnceWatch watch = new OnceWatch();

  private static StatusReport report(String state, boolean up, long pending, Trouble... problems) {
    Root root =
        new Root(
            "/f",
            "w",
            "ada",
            state,
            1,
            new Directions(new Pending(pending, 0), new Pending(0, 0)),
            Transferred.NONE);
    return new StatusReport(
        1, state, "d", "n", "s", 1L, new Link(up, null), List.of(root), List.of(problems));
  }

  @Test
  void upToDateShouldEndWell() {
    assertThat(watch.settled(report("syncing", true, 1), 0)).isNull();
    assertThat(watch.settled(report("up-to-date", true, 0), 1)).isEqualTo(0);
  }

  @Test
  void whatAPersonMustDecideShouldEndAtOnce() {
    assertThat(watch.settled(report("held", true, 1), 0)).isEqualTo(7);
    assertThat(new OnceWatch().settled(report("stopped", true, 1), 0)).isEqualTo(7);
  }

  @Test
  void fileThatWaitsShouldEndOnlyWhenNothingMovesAnyMore() {
    assertThat(watch.settled(report("syncing", true, 2, WAITS), 0)).isNull();
    assertThat(watch.settled(report("syncing", true, 1, WAITS), 14_000)).isNull();
    assertThat(watch.settled(report("syncing", true, 1, WAITS), 28_999)).isNull();
    assertThat(watch.settled(report("syncing", true, 1, WAITS), 29_000)).isEqualTo(7);
  }

  @Test
  void workWithoutProblemsShouldNeverBeBrokenOff() {
    assertThat(watch.settled(report("syncing", true, 1), 0)).isNull();
    assertThat(watch.settled(report("syncing", true, 1), 3_600_000)).isNull();
  }

  @Test
  void serverThatDoesNotAnswerShouldBeToldAfterHalfAMinute() {
    assertThat(watch.settled(report("offline", false, 1), 0)).isNull();
    assertThat(watch.settled(report("syncing", true, 1), 20_000)).isNull();
    assertThat(watch.settled(report("offline", false, 1), 30_000)).isNull();
    assertThat(watch.settled(report("offline", false, 1), 60_000)).isEqualTo(4);
  }
}
