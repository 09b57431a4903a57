package io.driftless.stack.command;

import io.driftless.stack.StackReport;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** A stack's report for people. */
final class Table {

  private static final Map<String, String> WORDS =
      Map.of(
          "server", "HTTP API",
          "issuer", "single sign-on",
          "broker", "broker",
          "blob", "blob store",
          "health", "health",
          "figures", "Prometheus",
          "openApi", "OpenAPI",
          "database", "PostgreSQL",
          "management", "management");

  private Table() {}

  static void print(StackReport report, PrintStream out) {
    out.println();
    report
        .parts()
        .forEach(
            (name, part) ->
                out.printf(
                    Locale.ROOT,
                    "  %-9s %-8s %-12s %s%n",
                    name,
                    part.state(),
                    part.pid() == null ? "" : "pid " + part.pid(),
                    part.tookMillis() == null
                        ? ""
                        : String.format(Locale.ROOT, "%.1f s", part.tookMillis() / 1000.0)));
    out.println();
    report
        .addresses()
        .forEach(
            (key, address) -> {
              String word = WORDS.get(key);
              if (word != null) {
                out.printf("  %-15s %s%n", word, address);
              }
            });
    out.println();
    report
        .users()
        .forEach(
            user ->
                out.printf(
                    "  user %-6s password %-15s %s%n",
                    user.name(), user.password(), String.join(", ", user.roles())));
    out.printf("%n  all of it, with the accounts of the parts: %s/stack.json%n", report.folder());
  }
}
