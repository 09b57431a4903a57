package io.driftless.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final long MIB = 1 << 20;

  private static Work work(long upBytes, long movedBytes) {
    return new Work(upBytes > 0 ? 1 : 0, upBytes, 0, 0, 0, 0, movedBytes);
  }

  @Test
  void largeFileShouldGoFromNothingToAllOfIt() {
    Progress progress = new Progress(work(100 * MIB, 7 * MIB));
    for (long sent = 0; sent <= 100; sent += 10) {
      progress.take(work(100 * MIB, (7 + sent) * MIB));
      assertThat(progress.done()).isEqualTo(sent * MIB);
      assertThat(progress.total()).isEqualTo(100 * MIB);
    }
    progress.take(work(0, 107 * MIB));
    assertThat(progress.done()).isEqualTo(100 * MIB);
    assertThat(progress.total()).isEqualTo(100 * MIB);
  }

  @Test
  void whatComesLaterShouldBeAddedAndNothingEverFall() {
    Progress progress = new Progress(work(10, 0));
    progress.take(work(10, 10));
    progress.take(work(30, 10));
    assertThat(progress.total()).isEqualTo(30);
    assertThat(progress.done()).isEqualTo(10);
    progress.take(work(20, 10)); // the first is done
    assertThat(progress.total()).isEqualTo(30);
    assertThat(progress.done()).isEqualTo(10);
    progress.take(work(20, 25));
    assertThat(progress.done()).isEqualTo(25);
    progress.take(work(0, 25));
    assertThat(progress.done()).isEqualTo(30);
  }

  @Test
  void contentThatIsReusedShouldCountWhenItIsDone() {
    Progress progress = new Progress(work(50, 0));
    progress.take(work(20, 1));
    assertThat(progress.done()).isEqualTo(30);
    progress.take(work(0, 1));
    assertThat(progress.done()).isEqualTo(progress.total()).isEqualTo(50);
  }
}
