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
import java.util.Set;

/** Puts the report together from what the parts of a running client tell. */
public final class Reports {

  /** From bad to good; the worst of the roots is the device's. */
  private static final List<DeviceState> WORST_FIRST =
      List.of(
          DeviceState.STOPPED,
          DeviceState.PAUSED,
          DeviceState.OFFLINE,
          DeviceState.HELD,
          DeviceState.SYNCING,
          DeviceState.WAITING,
          DeviceState.UP_TO_DATE);

  /** Failures of single files that a line that is down explains; they are told when it is up. */
  private static final Set<String> FAR_AWAY = Set.of("transfer", "unreachable", "busy");

  /**
   * How one folder stands.
   *
   * @param folder which
   * @param status what its engine tells, or what stands for that while none works
   */
  public record Standing(LinkedFolder folder, RootStatus status) {}

  private final DeviceIdentity identity;

  public Reports(DeviceIdentity identity) {
    this.identity = identity;
  }

  /**
   * The report of this moment.
   *
   * @param device troubles that belong to no root
   */
  public StatusReport report(LinkState link, List<Standing> roots, List<Trouble> device) {
    List<Trouble> problems = new ArrayList<>(device);
    String linkCode = link instanceof LinkState.Down down ? down.code() : "";
    if (link instanceof LinkState.Down down && !linkCode.equals(LinkState.CONNECTING)) {
      problems.add(new Trouble(null, "", linkCode, down.reason()));
    }
    List<Root> told = new ArrayList<>();
    DeviceState worst = link.isUp() ? DeviceState.UP_TO_DATE : DeviceState.OFFLINE;
    for (Standing standing : roots) {
      RootStatus root = standing.status();
      DeviceState state = link.isUp() ? root.state() : worse(root.state(), DeviceState.OFFLINE);
      worst = worse(worst, state);
      told.add(root(standing, state));
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

  private static Root root(Standing standing, DeviceState state) {
    RootStatus root = standing.status();
    return new Root(
        root.root(),
        root.workspace().toString(),
        standing.folder().workspaceName(),
        state.word(),
        root.revision().value(),
        new Directions(root.up(), root.down()),
        root.transferred());
  }

  private static DeviceState worse(DeviceState a, DeviceState b) {
    return WORST_FIRST.indexOf(a) <= WORST_FIRST.indexOf(b) ? a : b;
  }
}
