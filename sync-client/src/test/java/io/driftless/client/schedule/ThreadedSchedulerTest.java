package io.driftless.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadedSchedulerTest {

  @Test
  void noStepShouldRunAfterOneThatFailed() throws Exception {
    List<Throwable> broken = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch told = new CountDownLatch(1);
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    try (ThreadedScheduler scheduler =
        new ThreadedScheduler(
            new SystemClock(),
            Map.of(),
            failure -> {
              broken.add(failure);
              told.countDown();
            })) {
      scheduler.post(() -> ran.add("before"));
      CountDownLatch posted = new CountDownLatch(1);
      scheduler.post(
          () -> {
            await(posted);
            throw new IllegalStateException("no space");
          });
      scheduler.post(() -> ran.add("posted before it failed"));
      scheduler.after(1, () -> ran.add("timer"));
      posted.countDown();
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
      CountDownLatch worked = new CountDownLatch(1);
      scheduler.work(
          Lane.SCAN,
          () -> {
            worked.countDown();
            return "done";
          },
          outcome -> ran.add("outcome"));
      assertThat(worked.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ran).containsExactly("before");
    assertThat(broken).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
