package io.driftless.client.cli;

import io.driftless.client.report.StatusReport;
import io.driftless.client.report.StatusReport.Root;
import io.driftless.client.report.StatusReport.Trouble;
import io.driftless.client.status.Pending;
import java.io.PrintWriter;

/** The status in words. */
final class StatusText {

  private StatusText() {}

  /**
   * Prints a report.
   *
   * @param shown how many problems at most
   */
  static void print(StatusReport report, int shown, PrintWriter out) {
    out.println(
        report.state()
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
    report.problems().stream().limit(shown).forEach(problem -> print(problem, out));
    if (report.problems().size() > shown) {
      out.printf("  ... and %d more: status --all%n", report.problems().size() - shown);
    }
  }

  private static void print(String what, Pending pending, PrintWriter out) {
    if (pending.files() > 0) {
      out.printf("  %s: %d, %s%n", what, pending.files(), Sizes.words(pending.bytes()));
    }
  }

  private static void print(Trouble problem, PrintWriter out) {
    String where = problem.path().isEmpty() ? "" : problem.path() + ": ";
    out.printf("! %s%s (%s)%n", where, problem.message(), problem.code());
  }
}
