package io.driftless.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A fresh workspace of ada's and two devices on it, both running. */
final class Pair implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  final RunningStack stack;
  final TestDevice laptop;
  final TestDevice desktop;

  private Pair(RunningStack stack, TestDevice laptop, TestDevice desktop) {
    this.stack = stack;
    this.laptop = laptop;
    this.desktop = desktop;
  }

  static Pair start(RunningStack stack, Path temp) throws IOException, InterruptedException {
    String name = "e2e-%d-%d".formatted(ProcessHandle.current().pid(), NUMBER.incrementAndGet());
    String workspace = stack.makeWorkspace("ada", name);
    TestDevice laptop = new TestDevice(stack, temp, "laptop").enrol("ada", workspace);
    TestDevice desktop = new TestDevice(stack, temp, "desktop").enrol("ada", workspace);
    Pair pair = new Pair(stack, laptop.start(), desktop.start());
    pair.together(180); // sign-on and first connection take long on a loaded machine
    return pair;
  }

  SortedMap<String, String> together(int seconds) throws IOException, InterruptedException {
    return Together.await(seconds, laptop, desktop);
  }

  @Override
  public void close() throws InterruptedException {
    laptop.close();
    desktop.close();
  }
}
