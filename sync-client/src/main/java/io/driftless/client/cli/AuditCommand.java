package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import io.driftless.protocol.api.AuditMessages.AuditProblem;
import io.driftless.protocol.api.AuditMessages.AuditReport;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless audit}: whether nobody changed the server's audit, for its auditors. */
@Command(
    name = "audit",
    description = "Looks after the server's audit, for its auditors.",
    mixinStandardHelpOptions = true)
final class AuditCommand {

  private final Surroundings around;

  AuditCommand(Surroundings around) {
    this.around = around;
  }

  @Command(
      name = "check",
      description = {
        "Checks that nobody changed the audit.",
        "Reads every link of every chain again and compares the chains with the anchors outside of"
            + " the database. Ends with status 1 when one does not hold, and says where."
      },
      mixinStandardHelpOptions = true)
  int check(
      @Option(
              names = "--scope",
              paramLabel = "ID",
              description = "The chain of this workspace or account only, without the anchors.")
          @Nullable UUID scope,
      @Option(names = "--json", description = "As JSON; the fields are those of the API.")
          boolean json)
      throws Exception {
    DeviceHome home = around.home();
    AuditReport report = around.operating(home, around.identity(home)).checkAudit(scope);
    if (json) {
      around.json(report);
    } else {
      for (AuditProblem problem : report.problems()) {
        around
            .out()
            .printf(
                "%s %d: %s%n",
                problem.scope() == null ? "anchor" : "chain " + problem.scope() + ", link",
                problem.sequence(),
                problem.problem());
      }
      around
          .out()
          .printf(
              "%,d chains with %,d links, %,d anchors: %s%n",
              report.chains(),
              report.links(),
              report.anchors(),
              report.problems().isEmpty()
                  ? "all holds together."
                  : "does not hold in %,d places.".formatted(report.problems().size()));
    }
    return report.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }
}
