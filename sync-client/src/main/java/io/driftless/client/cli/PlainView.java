package io.driftless.client.cli;

import io.driftless.client.report.StatusReport;
import io.driftless.client.report.StatusReport.Trouble;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Plain lines for logs and pipes: one when the state changes, one every five seconds of work, one
 * for each new problem. In the system's journal, problems are warnings.
 */
final class PlainView implements SyncView {

  private static final long EVERY_MILLIS = 5_000;

  private final PrintWriter out;
  private final LongSupplier steadyMillis;
  private final String problemMark;
  private final Set<Trouble> told = new HashSet<>();
  private String state = "";
  private long nextAt;

  /**
   * A view that has shown nothing yet.
   *
   * @param journal whether lines go to the system's journal, which reads their priority
   */
  PlainView(PrintWriter out, LongSupplier steadyMillis, boolean journal) {
    this.out = out;
    this.problemMark = journal ? SystemJournal.WARNING : "! ";
    this.steadyMillis = steadyMillis;
  }

  @Override
  public void show(StatusReport report) {
    told.retainAll(report.problems());
    for (Trouble problem : report.problems()) {
      if (told.add(problem)) {
        out.printf("%s%s%s%n", problemMark, StatusText.where(report, problem), problem.message());
      }
    }
    long now = steadyMillis.getAsLong();
    Work work = Work.of(report);
    String word = StatusText.word(report);
    boolean changed = !state.equals(word);
    if (changed || (work.files() > 0 && now >= nextAt)) {
      state = word;
      nextAt = now + EVERY_MILLIS;
      out.println(work.files() == 0 ? state : state + ": " + work.words());
    }
    out.flush();
  }

  @Override
  public void ended(StatusReport report) {
    out.println(StatusText.ended(report));
  }

  @Override
  public void close() {
    out.flush();
  }
}
