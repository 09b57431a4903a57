package io.driftless.client.cli;

import io.driftless.client.address.ServerAddress;
import io.driftless.client.doctor.Finding;
import io.driftless.client.doctor.Finding.Verdict;
import io.driftless.client.doctor.FolderChecks;
import io.driftless.client.doctor.MachineChecks;
import io.driftless.client.doctor.NetworkChecks;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.report.StatusReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless doctor}: whether everything is as it should be, and how to mend it. */
@Command(
    name = "doctor",
    description = {
      "Checks this device's set-up and the ways to the server.",
      "Java, names, rights, room, folders, watching, server, clock, sign-on, broker, blob store:",
      "for each, what was found and how to mend it. Changes nothing."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:Nothing failed.", "7:Something has to be mended."})
final class DoctorCommand implements Callable<Integer> {

  private final Surroundings around;

  @Option(names = "--json", description = "As JSON: check, verdict, words, remedy.")
  private boolean json;

  DoctorCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    List<LinkedFolder> folders = Surroundings.folders(home).folders();
    List<Finding> found = new ArrayList<>(MachineChecks.of(home));
    found.add(client(home));
    found.addAll(FolderChecks.of(folders));
    DeviceIdentity identity = home.identity().read();
    if (identity == null) {
      found.add(
          new Finding(
              "sign-on",
              Verdict.FAILED,
              "This device is not signed on.",
              "driftless login SERVER"));
    } else {
      found.addAll(
          new NetworkChecks(
                  around.http(),
                  around.clock(),
                  around.calls(home, ServerAddress.of(identity.server()), identity.device()),
                  around.overrides())
              .of(identity, folders));
    }
    if (json) {
      around.json(found);
    } else {
      found.forEach(this::print);
    }
    boolean failed = found.stream().anyMatch(one -> one.verdict() == Verdict.FAILED);
    return failed ? ExitCode.WAITING : ExitCode.OK;
  }

  private Finding client(DeviceHome home) throws Exception {
    StatusReport report = new Wishes(home).status();
    if (report == null) {
      return new Finding("client", Verdict.WARNING, "No client runs.", "Start one: driftless sync");
    }
    return report.problems().isEmpty()
        ? new Finding(
            "client",
            Verdict.OK,
            "It runs (process %d) and is %s.".formatted(report.processId(), report.state()),
            null)
        : new Finding(
            "client",
            Verdict.WARNING,
            "It runs (process %d), is %s, and tells of %d problems."
                .formatted(report.processId(), report.state(), report.problems().size()),
            "driftless status");
  }

  private void print(Finding one) {
    String mark =
        switch (one.verdict()) {
          case OK -> "ok     ";
          case WARNING -> "warning";
          case FAILED -> "FAILED ";
          case SKIPPED -> "-      ";
        };
    around.out().printf("%s  %-11s %s%n", mark, one.check(), one.words());
    if (one.remedy() != null) {
      around.out().printf("                     -> %s%n", one.remedy());
    }
  }
}
