package io.driftless.client.engine;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.Placer;
import io.driftless.client.files.RelPath;
import io.driftless.client.plan.Action;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.tree.DiskNames;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes names and folders on the disk as the planner says; contents are {@link Downloads}'. Each
 * step checks that the disk is still as it was planned for; what is not is looked at again.
 */
final class Placing {

  private static final int JOB_STEPS = 500;
  private static final long LOOK_AGAIN_MILLIS = 200;
  private static final String LEFT_OUT_NOT_EMPTY =
      "This device leaves the folder out, but files that are not synced are still in it, such as"
          + " ignored ones. It goes when they are gone.";

  private record Step(
      Action.Disk action,
      RelPath from,
      RelPath to,
      Place place,
      @Nullable LocalEntry expected,
      String unique) {}

  private record Result(
      Step step, @Nullable FileStamp stamp, @Nullable RelPath kept, @Nullable Exception failure) {
    static Result changed(Step step) {
      return new Result(step, null, null, null);
    }

    /** The folders in which names were changed. */
    List<RelPath> touched() {
      List<RelPath> folders = new ArrayList<>();
      if (stamp != null) {
        folders.add(step.from().parent());
        folders.add(step.to().parent());
      }
      if (kept != null) {
        folders.add(kept.parent());
      }
      return folders;
    }
  }

  private final Core core;
  private final Downloads downloads;
  private final Replaced replaced;
  private final Scanning scanning;
  private final Sightings sightings;
  private final List<Step> steps = new ArrayList<>();
  private final Map<NodeId, Integer> failures = new HashMap<>();
  private final GivenStamps stamps;
  private boolean running;
  private long beganNanos;

  Placing(
      Core core, Downloads downloads, Replaced replaced, Scanning scanning, Sightings sightings) {
    this.core = core;
    this.downloads = downloads;
    this.replaced = replaced;
    this.scanning = scanning;
    this.sightings = sightings;
    this.stamps = new GivenStamps(core, scanning);
  }

  boolean isIdle() {
    return steps.isEmpty() && !running;
  }

  /** Takes an action of the planner. */
  void take(Action.Disk action) {
    NodeId node = action.node();
    if (action instanceof Action.Fetch) {
      downloads.want(node);
      return;
    }
    LocalEntry local = core.trees.get(node).local();
    RelPath from = core.diskPath(node);
    Place target = target(action);
    RelPath to = action instanceof Action.RemoveHere ? from : core.paths.of(node, target);
    if (to == null || (from == null && !(action instanceof Action.MakeHere))) {
      core.rest(node, LOOK_AGAIN_MILLIS, "waiting", "Its folder is not there yet.");
      return;
    }
    core.startWork(node);
    core.placing.add(to);
    core.names.claim(node, target.parent(), to.name());
    steps.add(
        new Step(
            action,
            from == null ? to : from,
            to,
            target,
            local,
            core.ports.ids().next().toString()));
    core.wake();
  }

  private Place target(Action.Disk action) {
    NodeState node = core.trees.get(action.node());
    if (action instanceof Action.SetAside aside) {
      return aside.copy();
    }
    if (action instanceof Action.MoveHere move) {
      return move.to();
    }
    if (action instanceof Action.MakeHere) {
      return Objects.requireNonNull(node.remote()).place();
    }
    return Objects.requireNonNull(node.local()).place();
  }

  void pump() {
    if (running || steps.isEmpty()) {
      return;
    }
    List<Step> batch = new ArrayList<>(steps.subList(0, Math.min(JOB_STEPS, steps.size())));
    steps.subList(0, batch.size()).clear();
    running = true;
    beganNanos = stamps.nowNanos();
    core.ports.scheduler().work(Lane.DOWNLOAD, () -> carryOut(batch), this::done);
  }

  // ---- on a worker

  private List<Result> carryOut(List<Step> batch) {
    List<Result> results = new ArrayList<>(batch.size());
    for (Step step : batch) {
      try {
        results.add(carryOut(core.ports.files(), step));
      } catch (IOException e) {
        results.add(new Result(step, null, null, e));
      } catch (RuntimeException e) {
        results.add(new Result(step, null, null, Failures.unexpected(step.to(), e)));
      }
    }
    return forced(results);
  }

  /** What was done outlives a power cut before anybody is told of it. */
  private List<Result> forced(List<Result> results) {
    ForcedFolders folders = new ForcedFolders(core.ports.files());
    List<Result> safe = new ArrayList<>(results.size());
    for (Result result : results) {
      IOException failure = folders.force(result.touched());
      safe.add(
          failure == null || result.failure() != null
              ? result
              : new Result(result.step(), null, result.kept(), failure));
    }
    return safe;
  }

  private static Result carryOut(LocalFiles files, Step step) throws IOException {
    if (step.action() instanceof Action.MakeHere) {
      files.makeFolder(step.to());
      return new Result(step, files.stat(step.to()), null, null);
    }
    LocalEntry expected = Objects.requireNonNull(step.expected());
    if (step.action() instanceof Action.RemoveHere) {
      return remove(files, step, expected);
    }
    return expected.kind() == NodeKind.FOLDER
        ? renameFolder(files, step)
        : moveFile(files, step, expected);
  }

  private static Result renameFolder(LocalFiles files, Step step) throws IOException {
    FileStamp now = files.stat(step.from());
    if (now == null || now.kind() != EntryKind.FOLDER) {
      return Result.changed(step);
    }
    files.move(step.from(), step.to());
    FileStamp moved = files.stat(step.to());
    return moved == null || moved.kind() != EntryKind.FOLDER
        ? Result.changed(step)
        : new Result(step, moved, null, null);
  }

  private static Result moveFile(LocalFiles files, Step step, LocalEntry expected)
      throws IOException {
    Placer.Placed placed = new Placer(files).move(step.from(), step.to(), expected(step, expected));
    if (placed instanceof Placer.Done done) {
      FileStamp moved = Objects.requireNonNull(done.stamp());
      return moved.kind() == expected.stamp().kind()
          ? new Result(step, moved, null, null)
          : Result.changed(step);
    }
    return new Result(step, null, ((Placer.Changed) placed).kept(), null);
  }

  private static Placer.Expected expected(Step step, LocalEntry local) {
    FileContent content = Objects.requireNonNull(local.content());
    return new Placer.Expected(
        local.stamp(), step.action().node(), content.digest(), step.unique());
  }

  private static Result remove(LocalFiles files, Step step, LocalEntry expected)
      throws IOException {
    if (expected.kind() == NodeKind.FOLDER) {
      try {
        files.removeFolder(step.from());
      } catch (NoSuchFileException e) {
        // Gone, or a folder above it was renamed since it was planned: a look tells.
        return Result.changed(step);
      }
      return new Result(step, expected.stamp(), null, null);
    }
    Placer.Placed placed = new Placer(files).remove(step.from(), expected(step, expected));
    return placed instanceof Placer.Done done
        ? new Result(step, expected.stamp(), done.replaced(), null)
        : new Result(step, null, ((Placer.Changed) placed).kept(), null);
  }

  // ---- back on the engine's thread

  private void done(Outcome<List<Result>> outcome) {
    running = false;
    List<Result> results = Optional.ofNullable(outcome.value()).orElseThrow(() -> broken(outcome));
    for (Result result : results) {
      core.placing.remove(result.step().to());
      core.names.release(result.step().action().node()).forEach(core::touch);
      core.working.remove(result.step().action().node());
    }
    for (Result result : results) {
      NodeId node = result.step().action().node();
      RelPath kept = result.kept();
      if (kept != null) {
        LocalEntry was = Objects.requireNonNull(result.step().expected());
        RelPath beside = core.paths.of(was.place().parent(), result.step().from().name());
        replaced.keep(kept, expected(result.step(), was), beside);
      }
      if (result.stamp() != null) {
        failures.remove(node);
        scanning.emptied(result.step().from());
        takeDown(result);
        note(result, result.stamp());
      } else if (result.failure() == null) {
        lookAgain(result.step());
      } else {
        failed(result.step(), result.failure());
      }
      core.touch(node);
    }
    sightings.lookAgain();
    core.wake();
  }

  private void takeDown(Result result) {
    Step step = result.step();
    NodeId node = step.action().node();
    LocalEntry before = step.expected();
    NodeId rival =
        before == null || core.trees.get(node).remote() != null
            ? null
            : core.trees.remoteChild(before.place());
    NodeId cause = rival == null ? causeOf(node) : rival;
    RemoteEntry remote = core.trees.get(cause).remote();
    core.ports
        .deeds()
        .did(
            rival == null ? ruleOf(step.action()) : Deeds.Rule.SET_ASIDE,
            node,
            cause,
            step.to().value(),
            step.from().value(),
            remote == null ? core.revision() : remote.revision());
  }

  private Deeds.Rule ruleOf(Action.Disk action) {
    if (action instanceof Action.MakeHere) {
      return Deeds.Rule.FOLDER_MADE;
    }
    if (action instanceof Action.RemoveHere) {
      return core.trees.isLeftOut(action.node()) ? Deeds.Rule.LEFT_OUT : Deeds.Rule.REMOVED;
    }
    return action instanceof Action.SetAside ? Deeds.Rule.SET_ASIDE : Deeds.Rule.MOVED;
  }

  /** The node itself, or the folder that was removed with everything in it. */
  private NodeId causeOf(NodeId node) {
    NodeId at = node;
    while (!at.isRoot()) {
      RemoteEntry remote = core.trees.get(at).remote();
      if (remote == null) {
        return node;
      }
      if (remote.deleted()) {
        return at;
      }
      at = remote.place().parent();
    }
    return node;
  }

  private static IllegalStateException broken(Outcome<?> outcome) {
    return new IllegalStateException("Placing failed", outcome.failure());
  }

  private void note(Result result, FileStamp stamp) {
    Action.Disk action = result.step().action();
    NodeId node = action.node();
    NodeState state = core.trees.get(node);
    if (action instanceof Action.MakeHere) {
      RemoteEntry remote = state.remote();
      Place place = remote == null ? null : remote.place();
      if (place != null && fits(result.step(), place)) {
        core.facts.madeHere(node, DiskNames.asShown(place, result.step().to().name()), stamp);
      } else {
        scanning.folder(result.step().to());
        scanning.entry(result.step().to());
      }
    } else if (state.local() == null) {
      scanning.entry(result.step().to());
    } else if (action instanceof Action.RemoveHere) {
      core.facts.removedHere(node);
    } else {
      moved(action, node, result, stamp);
    }
  }

  private void moved(Action.Disk action, NodeId node, Result result, FileStamp stamp) {
    Place place = target(action);
    String shownAs = DiskNames.asShown(place, result.step().to().name());
    if (!fits(result.step(), place)) {
      scanning.entry(result.step().from());
      scanning.entry(result.step().to());
    } else if (action instanceof Action.SetAside) {
      NodeId copy = core.newNode();
      FileStamp given = stamps.given(copy, stamp, beganNanos);
      core.facts.setAside(node, copy, place, shownAs, given);
      noteRename(result, stamp);
      unlessSame(copy, result, stamp);
    } else {
      FileStamp given = stamps.given(node, stamp, beganNanos);
      core.facts.movedHere(node, place, shownAs, given);
      noteRename(result, stamp);
      unlessSame(node, result, stamp);
    }
  }

  private void noteRename(Result result, FileStamp stamp) {
    if (stamp.kind() == EntryKind.FOLDER) {
      scanning.folderMoved(result.step().from(), result.step().to());
    }
  }

  /** Somebody put another file there in the very moment of the move: what it holds is not known. */
  private void unlessSame(NodeId node, Result result, FileStamp stamp) {
    LocalEntry expected = Objects.requireNonNull(result.step().expected());
    NodeState state = core.trees.get(node);
    LocalEntry local = state.local();
    boolean same = expected.kind() == NodeKind.FOLDER || stamp.sameFile(expected.stamp());
    if (!same && local != null) {
      core.trees.put(state.withLocal(local.read(stamp, null)));
    }
  }

  /** Whether a node belongs where it was put, and it is free. */
  private boolean fits(Step step, Place place) {
    NodeId there = core.trees.localChild(place);
    return place.equals(step.place())
        && core.paths.fits(place, step.to())
        && (there == null || there.equals(step.action().node()));
  }

  private void lookAgain(Step step) {
    scanning.entry(step.from());
    scanning.entry(step.to());
    core.rest(step.action().node(), LOOK_AGAIN_MILLIS, "changing", "It is being changed here.");
  }

  private void failed(Step step, Exception failure) {
    NodeId node = step.action().node();
    scanning.entry(step.from());
    scanning.entry(step.to());
    boolean seenSoon =
        failure instanceof FileAlreadyExistsException || failure instanceof NoSuchFileException;
    if (seenSoon) {
      core.rest(node, LOOK_AGAIN_MILLIS, "changing", "It is being changed here.");
      return;
    }
    if (failure instanceof DirectoryNotEmptyException) {
      scanning.folder(step.from());
    }
    int count = failures.merge(node, 1, Integer::sum);
    String words =
        failure instanceof DirectoryNotEmptyException && core.trees.isLeftOut(node)
            ? LEFT_OUT_NOT_EMPTY
            : Failures.words(failure);
    core.rest(node, Failures.backoffMillis(count), Failures.code(failure), words);
  }
}
