package io.driftless.client.cli;

import io.driftless.client.report.StatusReport;
import io.driftless.client.report.StatusReport.Trouble;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar for a terminal while there is work, with rate and time left; a line when there is
 * none left, and for each new problem.
 */
final class BarView implements SyncView {

  private static final int UPDATE_MILLIS = 250;
  private static final long KIB = 1_024;
  private static final long MIB = KIB * KIB;
  private static final long MANY_KIB = 20 * MIB;

  private final PrintWriter out;
  private final Set<Trouble> told = new HashSet<>();
  private @Nullable ProgressBar bar;
  private String state = "";
  private Progress progress = new Progress(Work.NONE);

  BarView(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(StatusReport report) {
    told.retainAll(report.problems());
    for (Trouble problem : report.problems()) {
      if (told.add(problem)) {
        endBar();
        out.printf("! %s%s%n", StatusText.where(report, problem), problem.message());
      }
    }
    Work work = Work.of(report);
    String word = StatusText.word(report);
    if (bar != null && !state.equals(word)) {
      endBar(); // the next one has the new word
    }
    if (work.files() > 0) {
      step(work, word);
    } else {
      endBar();
      if (!state.equals(word)) {
        out.println(word);
      }
    }
    state = word;
    out.flush();
  }

  private void step(Work work, String word) {
    ProgressBar running = bar;
    if (running == null) {
      progress = new Progress(work);
      running = newBar(word, work.bytes());
      bar = running;
    }
    progress.take(work);
    running.setExtraMessage(work.counts());
    running.maxHint(progress.total());
    running.stepTo(progress.done());
  }

  private static ProgressBar newBar(String word, long bytes) {
    boolean many = bytes >= MANY_KIB;
    return new ProgressBarBuilder()
        .setTaskName(word)
        .setUnit(many ? " MiB" : " KiB", many ? MIB : KIB)
        .setInitialMax(bytes)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .showSpeed()
        .build();
  }

  private void endBar() {
    ProgressBar running = bar;
    if (running != null) {
      running.close();
      bar = null;
    }
  }

  @Override
  public void ended(StatusReport report) {
    endBar();
    out.println(StatusText.ended(report));
  }

  @Override
  public void close() {
    endBar();
    out.flush();
  }
}
