package io.driftless.client.cli;

import io.driftless.client.report.StatusReport;
import io.driftless.client.report.StatusReport.Root;
import io.driftless.client.report.StatusReport.Trouble;
import io.driftless.client.status.Pending;
import java.io.PrintWriter;

/** The status in words. */
final class StatusText {

  private StatusText() {}

  /** The state's word; before the line stood for the first time, that it is being made. */
  static String word(StatusReport report) {
    boolean told = report.problems().stream().anyMatch(problem -> problem.folder() == null);
    return report.state().equals("offline") && !told ? "connecting" : report.state();
  }

  /** What a problem is about: with its folder where there are several. */
  static String where(StatusReport report, Trouble problem) {
    String folder = problem.folder();
    if (folder == null || report.roots().size() == 1) {
      return problem.path().isEmpty() ? "" : problem.path() + ": ";
    }
    return folder + (problem.path().isEmpty() ? "" : "/" + problem.path()) + ": ";
  }

  /** The last line of a client that was asked to stop. */
  static String ended(StatusReport report) {
    Work work = Work.of(report);
    return work.files() == 0
        ? "Stopped."
        : "Stopped. Left for the next time: %s.".formatted(work.words());
  }

  /**
   * Prints a report.
   *
   * @param shown how many problems at most
   */
  static void print(StatusReport report, int shown, PrintWriter out) {
    out.println(
        word(report)
            + (report.name() == null ? "" : ": " + report.name() + " at " + report.server()));
    if (report.processId() != null && !report.link().up()) {
      out.println("  no line to the server: " + report.link().message());
    }
    for (Root root : report.roots()) {
      out.printf(
          "%s%n  %s, workspace '%s' at revision %d%n",
          root.folder(), root.state(), root.workspaceName(), root.revision());
      print("to send", root.pending().up(), out);
      print("to fetch", root.pending().down(), out);
    }
    report.problems().stream().limit(shown).forEach(problem -> print(report, problem, out));
    if (report.problems().size() > shown) {
      out.printf("  ... and %d more: status --all%n", report.problems().size() - shown);
    }
  }

  private static void print(String what, Pending pending, PrintWriter out) {
    if (pending.files() > 0) {
      out.printf("  %s: %d, %s%n", what, pending.files(), Sizes.words(pending.bytes()));
    }
  }

  private static void print(StatusReport report, Trouble problem, PrintWriter out) {
    out.printf("! %s%s (%s)%n", where(report, problem), problem.message(), problem.code());
  }
}
