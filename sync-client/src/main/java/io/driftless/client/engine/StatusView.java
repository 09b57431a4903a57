package io.driftless.client.engine;

import io.driftless.client.status.DeviceState;
import io.driftless.client.status.Pending;
import io.driftless.client.status.Problem;
import io.driftless.client.status.RootStatus;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.FileVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes snapshots of the state for people and programs. */
final class StatusView {

  private static final int MOST_PROBLEMS = 1_000;

  private final Core core;
  private final LockedFiles locked;

  StatusView(Core core, LockedFiles locked) {
    this.core = core;
    this.locked = locked;
  }

  /**
   * The state now.
   *
   * @param rests whether nothing is being done
   * @param linkUp whether there is a line to the server
   * @param general what is wrong with the root or the device; null for nothing
   */
  RootStatus now(boolean rests, boolean linkUp, Guard guard, @Nullable Problem general) {
    long upFiles = 0;
    long upBytes = 0;
    long downFiles = 0;
    long downBytes = 0;
    for (NodeId id : core.unsettled) {
      NodeState node = core.trees.get(id);
      if (goesUp(node)) {
        upFiles++;
        upBytes += bytesUp(node);
      } else {
        downFiles++;
        downBytes += bytesDown(node);
      }
    }
    List<Problem> problems = problems(guard, general);
    DeviceState state;
    if (guard.stopped() != null) {
      state = DeviceState.STOPPED;
    } else if (guard.hold() != null) {
      state = DeviceState.HELD;
    } else if (!linkUp) {
      state = DeviceState.OFFLINE;
    } else if (general != null) {
      state = DeviceState.WAITING;
    } else {
      state = rests ? resting(problems) : DeviceState.SYNCING;
    }
    return new RootStatus(
        core.settings.workspace(),
        core.settings.root(),
        state,
        core.revision(),
        new Pending(upFiles, upBytes),
        new Pending(downFiles, downBytes),
        core.ports.meter().snapshot(),
        problems);
  }

  /** Nothing is being done: because nothing is left to do, or because of what the problems tell. */
  private DeviceState resting(List<Problem> problems) {
    boolean settled = problems.stream().allMatch(StatusView::isNeverSynced);
    if (settled) {
      return core.unsettled.isEmpty() ? DeviceState.UP_TO_DATE : DeviceState.SYNCING;
    }
    boolean goesOn = core.resting.values().stream().anyMatch(rest -> isPassing(rest.problem()));
    return goesOn ? DeviceState.SYNCING : DeviceState.WAITING;
  }

  /** It goes on in a moment. */
  private static boolean isPassing(Problem problem) {
    return problem.code().equals("changing");
  }

  /** It is told, but nobody waits for it. */
  private static boolean isNeverSynced(Problem problem) {
    return problem.code().equals(Sightings.SPECIAL) || problem.code().equals(LockedFiles.READ_ONLY);
  }

  private List<Problem> problems(Guard guard, @Nullable Problem general) {
    List<Problem> problems = new ArrayList<>();
    Problem stopped = guard.stopped();
    if (stopped != null) {
      problems.add(stopped);
    }
    if (general != null) {
      problems.add(general);
    }
    Guard.Hold hold = guard.hold();
    if (hold != null) {
      problems.add(hold.problem());
    }
    problems.addAll(core.pathProblems.all());
    core.resting.values().stream()
        .map(Core.Rest::problem)
        .filter(problem -> !isPassing(problem))
        .forEach(problems::add);
    problems.sort(Comparator.comparing(Problem::path));
    problems.addAll(locked.told());
    return problems.size() > MOST_PROBLEMS ? problems.subList(0, MOST_PROBLEMS) : problems;
  }

  private static boolean goesUp(NodeState node) {
    LocalEntry local = node.local();
    SyncedEntry synced = node.synced();
    if (local == null) {
      return synced != null;
    }
    if (synced == null) {
      return node.remote() == null || node.remote().deleted();
    }
    FileVersion agreed = synced.version();
    return !local.place().equals(synced.place())
        || local.isUnread()
        || (agreed != null && local.content() != null && !local.content().sameAs(agreed));
  }

  private static long bytesUp(NodeState node) {
    LocalEntry local = node.local();
    return local == null ? 0 : local.stamp().size();
  }

  private long bytesDown(NodeState node) {
    RemoteEntry remote = node.remote();
    FileVersion version = remote == null ? null : remote.version();
    return version == null || core.trees.isLeftOut(node.id()) ? 0 : version.size();
  }
}
