package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/** Waits until devices hold the same and say so. */
final class Together {

  private static final long POLL_MILLIS = 100;

  private Together() {}

  /**
   * Returns the tree that all hold, once each says that it is up to date; fails with the difference
   * after so many seconds.
   */
  static SortedMap<String, String> await(int seconds, TestDevice first, TestDevice... others)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!same(first, others) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    for (TestDevice device : others) {
      int left = (int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime()));
      first.awaitState(left, "up-to-date");
      device.awaitState(left, "up-to-date");
      assertThat(Tree.of(device.folder)).as(device.name).isEqualTo(Tree.of(first.folder));
    }
    return Tree.of(first.folder);
  }

  private static boolean same(TestDevice first, TestDevice... others) throws IOException {
    SortedMap<String, String> tree = Tree.of(first.folder);
    for (TestDevice device : others) {
      if (!Tree.of(device.folder).equals(tree)) {
        return false;
      }
    }
    return true;
  }
}
