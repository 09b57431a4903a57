package io.driftless.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A fresh workspace of ada's and two devices on it, both running. */
final class Pair implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  final RunningStack stack;
  final String workspace;
  final TestDevice laptop;
  final TestDevice desktop;

  private Pair(RunningStack stack, String workspace, TestDevice laptop, TestDevice desktop) {
    this.stack = stack;
    this.workspace = workspace;
    this.laptop = laptop;
    this.desktop = desktop;
  }

  static Pair start(RunningStack stack, Path temp) throws IOException, InterruptedException {
    String name = "e2e-%d-%d".formatted(ProcessHandle.current().pid(), NUMBER.incrementAndGet());
    String workspace = stack.makeWorkspace("ada", name);
    TestDevice laptop = new TestDevice(stack, temp, "laptop");
    TestDevice desktop = new TestDevice(stack, temp, "desktop");
    Pair pair = new Pair(stack, workspace, laptop, desktop);
    List<Callable<TestDevice>> enrolments =
        List.of(
            () -> laptop.enrol("ada", workspace).start(),
            () -> desktop.enrol("ada", workspace).start());
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      for (Future<TestDevice> started : both.invokeAll(enrolments)) {
        started.get();
      }
    } catch (ExecutionException e) {
      pair.close();
      throw new IOException("A device can't be enrolled", e.getCause());
    } finally {
      both.shutdown();
    }
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
