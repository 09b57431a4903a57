package io.driftless.client.report;

import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.link.LinkState;
import io.driftless.client.report.StatusReport.Directions;
import io.driftless.client.report.StatusReport.Link;
import io.driftless.client.report.StatusReport.Root;
import io.driftless.client.report.StatusReport.Trouble;
import io.driftless.client.status.DeviceState;
import io.driftless.client.status.Problem;
import io.driftless.client.status.RootStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts the report together from what the parts of a running client tell. */
public final class Reports {

  /** From bad to good; the worst of the roots is the device's. */
  private static final List<DeviceState> WORST_FIRST =
      List.of(
          DeviceState.STOPPED,
          DeviceState.OFFLINE,
          DeviceState.HELD,
          DeviceState.SYNCING,
          DeviceState.UP_TO_DATE);

  /** Failures of single files that a line that is down explains; they are told when it is up. */
  private static final Set<String> FAR_AWAY = Set.of("transfer", "unreachable", "busy");

  private final DeviceIdentity identity;
  private final Map<String, LinkedFolder> folders;

  public Reports(DeviceIdentity identity, List<LinkedFolder> folders) {
    this.identity = identity;
    this.folders =
        folders.stream().collect(Collectors.toMap(LinkedFolder::folder, Function.identity()));
  }

  /**
   * The report of this moment.
   *
   * @param device troubles that belong to no root
   */
  public StatusReport report(LinkState link, List<RootStatus> roots, List<Trouble> device) {
    List<Trouble> problems = new ArrayList<>(device);
    String linkCode = link instanceof LinkState.Down down ? down.code() : "";
    if (link instanceof LinkState.Down down && !linkCode.equals(LinkState.CONNECTING)) {
      problems.add(new Trouble(null, "", linkCode, down.reason()));
    }
    List<Root> told = new ArrayList<>();
    DeviceState worst = link.isUp() ? DeviceState.UP_TO_DATE : DeviceState.OFFLINE;
    for (RootStatus root : roots) {
      DeviceState state = link.isUp() ? root.state() : worse(root.state(), DeviceState.OFFLINE);
      worst = worse(worst, state);
      told.add(root(root, state));
      root.problems().stream()
          .filter(at -> !isLinks(at, linkCode)) // told above, once for all roots
          .filter(at -> link.isUp() || !FAR_AWAY.contains(at.code()))
          .map(at -> new Trouble(root.root(), at.path(), at.code(), at.words()))
          .forEach(problems::add);
    }
    return new StatusReport(
        StatusReport.FORMAT,
        worst.word(),
        identity.device().value(),
        identity.name(),
        identity.server(),
        ProcessHandle.current().pid(),
        link instanceof LinkState.Down down ? new Link(false, down.reason()) : new Link(true, null),
        told,
        problems);
  }

  private static boolean isLinks(Problem problem, String linkCode) {
    return problem.path().isEmpty()
        && (problem.code().equals(linkCode) || problem.code().equals(LinkState.CONNECTING));
  }

  private Root root(RootStatus root, DeviceState state) {
    LinkedFolder folder = folders.get(root.root());
    return new Root(
        root.root(),
        root.workspace().toString(),
        folder == null ? "" : folder.workspaceName(),
        state.word(),
        root.revision().value(),
        new Directions(root.up(), root.down()),
        root.transferred());
  }

  private static DeviceState worse(DeviceState a, DeviceState b) {
    return WORST_FIRST.indexOf(a) <= WORST_FIRST.indexOf(b) ? a : b;
  }
}
