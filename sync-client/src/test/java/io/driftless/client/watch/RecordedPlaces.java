package io.driftless.client.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Notes what a watcher reports and lets a test wait for it. */
final class RecordedPlaces implements DirtyPlaces {

  private static final long LIMIT_MILLIS = 20_000;

  private final List<String> reports = new ArrayList<>();

  @Override
  public void entryChanged(Path entry) {
    note("entry " + entry);
  }

  @Override
  public void treeChanged(Path folder) {
    note("tree " + folder);
  }

  @Override
  public void watchingLimited(String words) {
    note("limited " + words);
  }

  @Override
  public void watchingComplete() {
    note("complete");
  }

  private synchronized void note(String report) {
    reports.add(report);
    notifyAll();
  }

  synchronized void clear() {
    reports.clear();
  }

  synchronized List<String> reports() {
    return List.copyOf(reports);
  }

  /** Returns once such a report has come; fails after 20 s. */
  synchronized void await(Predicate<String> wanted) throws InterruptedException {
    long end = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
    while (reports.stream().noneMatch(wanted)) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("No such report among " + reports);
      }
      wait(left);
    }
  }

  void await(String wanted) throws InterruptedException {
    await(wanted::equals);
  }
}
