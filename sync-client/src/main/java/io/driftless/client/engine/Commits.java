package io.driftless.client.engine;

import io.driftless.client.plan.Action;
import io.driftless.client.plan.CommitOrder;
import io.driftless.client.plan.Planner;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.schedule.Scheduler.Timer;
import io.driftless.client.sequence.CommitSequencer;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.codec.MalformedMessageException;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.FileVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends changes, one commit at a time. A commit is persisted before it is sent and sent again, the
 * same bytes, until its answer is persisted; its nodes are left alone meanwhile.
 */
final class Commits {

  private static final String COMMIT = "commit";
  private static final long GATHER_MILLIS = 40;
  private static final int GATHERED = 300;
  private static final int ENOUGH = 2 * Limits.MAX_CHANGES;
  private static final long ANSWER_MILLIS = 30_000;
  private static final int FULL_BYTES = Limits.MAX_COMMIT_BYTES - (64 << 10);

  private final Core core;
  private final Uploads uploads;
  private final Changes changes;
  private final Answers answers;
  private final Guard guard;
  private final Healing healing;

  /** Nodes with something to send, as of when they were planned last. */
  private final Set<NodeId> sending = new LinkedHashSet<>();

  private @Nullable CommitRequest inFlight;
  private byte @Nullable [] bytes;
  private @Nullable Timer answerTimer;
  private boolean up;
  private boolean underWay;
  private long gatheringSince = -1;

  Commits(
      Core core, Uploads uploads, Changes changes, Answers answers, Guard guard, Healing healing) {
    this.core = core;
    this.uploads = uploads;
    this.changes = changes;
    this.answers = answers;
    this.guard = guard;
    this.healing = healing;
  }

  void load(Map<String, byte[]> values) {
    byte[] stored = values.get(COMMIT);
    if (stored != null) {
      try {
        take(stored);
      } catch (MalformedMessageException e) {
        throw new IllegalStateException("The commit in flight is stored unreadably", e);
      }
    }
    CommitRequest request = inFlight;
    core.ports
        .sequencer()
        .resumed(core.settings.workspace(), request == null ? null : request.sequence());
  }

  /** The number of the commit that a folder's database holds without answer; null when none. */
  static @Nullable Long inFlightIn(Map<String, byte[]> values) throws MalformedMessageException {
    byte[] stored = values.get(COMMIT);
    return stored != null && EnvelopeCodec.decode(stored).body() instanceof CommitRequest request
        ? (Long) request.sequence()
        : null;
  }

  private void take(byte[] stored) throws MalformedMessageException {
    if (EnvelopeCodec.decode(stored).body() instanceof CommitRequest request) {
      inFlight = request;
      bytes = stored;
      request.changes().forEach(change -> core.inFlight.add(change.node()));
    }
  }

  /** Whether nothing is to be sent and no answer is awaited. */
  boolean isIdle() {
    return inFlight == null && sending.isEmpty() && healing.isIdle();
  }

  /** A node was planned: this is what it has to send. */
  void planned(NodeId node, List<Action> actions) {
    boolean sends = false;
    for (Action action : actions) {
      sends |= action instanceof Action.Send;
      if (action instanceof Action.SendPut) {
        uploads.isReady(node); // begins to bring what is missing
      }
    }
    if (sends) {
      sending.add(node);
    } else {
      sending.remove(node);
    }
  }

  /** The line is up: what has no answer is sent again. */
  void linkUp() {
    up = true;
    underWay = false;
    resend();
    core.wake();
  }

  void linkDown() {
    up = false;
  }

  private void resend() {
    byte[] commit = bytes;
    if (commit == null || !up || underWay) {
      return;
    }
    underWay = true;
    core.ports
        .scheduler()
        .work(
            Lane.SERVER,
            () -> {
              core.ports.sender().send(commit);
              return commit;
            },
            this::handedOver);
    if (answerTimer != null) {
      answerTimer.cancel();
    }
    answerTimer =
        core.ports
            .scheduler()
            .after(
                ANSWER_MILLIS,
                () -> {
                  underWay = false;
                  resend();
                });
  }

  private void handedOver(Outcome<byte[]> outcome) {
    if (outcome.failure() != null) {
      underWay = false; // the link says when it is up again; the timer tries too
    }
  }

  /** Sends the next commit when there is one to send. */
  void pump() {
    Cursor cursor = core.cursor();
    if (inFlight != null || !up || cursor == null) {
      return;
    }
    List<PackId> ahead = uploads.ahead();
    if (!ahead.isEmpty()) {
      begin(cursor, List.of(), ahead, core.ports.sequencer().next(core.settings.workspace()));
      return;
    }
    List<Action.Send> ready = sending.isEmpty() && healing.isIdle() ? List.of() : ready(ENOUGH);
    if (ready.isEmpty()) {
      return;
    }
    if (!uploads.isIdle() && ready.size() < GATHERED && waitsForMore()) {
      return;
    }
    gatheringSince = -1;
    List<Change> all = changes.of(CommitOrder.of(core.trees, ready), cursor, FULL_BYTES);
    if (all.isEmpty() && ready.size() >= ENOUGH) {
      // What they need may be among the others.
      all = changes.of(CommitOrder.of(core.trees, ready(Integer.MAX_VALUE)), cursor, FULL_BYTES);
    }
    if (!all.isEmpty()) {
      begin(cursor, all, List.of(), core.ports.sequencer().next(core.settings.workspace()));
    }
  }

  /** More small changes come in a moment: one commit for all is cheaper. */
  private boolean waitsForMore() {
    long now = core.now();
    if (gatheringSince < 0) {
      gatheringSince = now;
      core.ports.scheduler().after(GATHER_MILLIS, core::wake);
    }
    return now - gatheringSince < GATHER_MILLIS;
  }

  /** What can be sent, or as much of it as is enough for a commit. */
  private List<Action.Send> ready(int enough) {
    Planner planner = new Planner(core.trees, core.planContext());
    List<Action.Send> ready = new ArrayList<>();
    for (NodeId node : List.copyOf(sending)) {
      if (ready.size() >= enough) {
        break;
      }
      boolean sends = false;
      for (Action action : planner.plan(node)) {
        boolean held =
            action instanceof Action.SendRemove && (guard.hold() != null || crosses(node));
        if (action instanceof Action.Send send) {
          sends = true;
          if (!held && (!(send instanceof Action.SendPut) || uploads.isReady(node))) {
            ready.add(send);
          }
        }
      }
      if (!sends) {
        sending.remove(node);
      }
    }
    ready.addAll(healing.ready(planner));
    ready.sort(Comparator.comparing(send -> send instanceof Action.SendRemove));
    return ready;
  }

  /** Whether it, or a file in it, may be on its way into another folder of the device. */
  private boolean crosses(NodeId removed) {
    if (!core.crossings.isAny(core)) {
      return false;
    }
    Deque<NodeId> open = new ArrayDeque<>(List.of(removed));
    while (!open.isEmpty()) {
      NodeId at = open.remove();
      RemoteEntry remote = core.trees.get(at).remote();
      FileVersion version = remote == null ? null : remote.version();
      if (version != null && version.size() > 0 && core.crossings.isArriving(core, version)) {
        return true;
      }
      open.addAll(core.trees.remoteChildren(at));
    }
    return false;
  }

  private void begin(
      Cursor cursor, List<Change> all, List<PackId> packs, CommitSequencer.Ticket ticket) {
    CommitRequest request =
        new CommitRequest(
            core.settings.workspace(),
            new CommitId(core.ports.ids().next()),
            ticket.sequence(),
            ticket.answeredThrough(),
            cursor,
            all,
            packs);
    byte[] encoded = EnvelopeCodec.encode(Envelope.of(cursor.epoch(), request));
    if (encoded.length > Limits.MAX_COMMIT_BYTES && all.size() > 1) {
      begin(cursor, changes.firstHalf(all), packs, ticket);
      return;
    }
    inFlight = request;
    bytes = encoded;
    all.forEach(change -> core.inFlight.add(change.node()));
    core.value(COMMIT, encoded);
    core.afterFlush(
        () -> {
          underWay = false;
          resend();
        });
  }

  /** The server answered; what it says is noted in the transaction being gathered. */
  void answered(CommitAnswer answer) {
    CommitRequest request = inFlight;
    if (request == null || !request.commit().equals(answer.commit())) {
      return; // answered before
    }
    inFlight = null;
    bytes = null;
    if (answerTimer != null) {
      answerTimer.cancel();
    }
    settled(request);
    if (answer.refused() == null) {
      core.ports.sequencer().taken(request.sequence());
    }
    for (Change change : request.changes()) {
      core.inFlight.remove(change.node());
    }
    answers.take(request, answer);
    for (int i = 0; i < answer.answers().size() && i < request.changes().size(); i++) {
      if (answer.answers().get(i) instanceof ChangeAnswer.Applied) {
        healing.done(request.changes().get(i).node());
      }
    }
    for (Change change : request.changes()) {
      core.touch(change.node());
    }
    core.wake();
  }

  /** The server calls the commit's number used: continues beyond it, if it can be our own use. */
  void numberUsed(CommitRequest request) {
    if (!core.ports.sequencer().skip(request.sequence())) {
      guard.stop(
          "device-copied",
          "Another client sends as this device, with a copy of its state folder. Nothing was lost."
              + " End one of the two; to go on with both, run 'driftless logout --force' and"
              + " 'driftless login' with one of them.");
    }
  }

  /** Its number counts as answered only once that is on the disk. */
  private void settled(CommitRequest request) {
    core.value(COMMIT, null);
    core.afterFlush(() -> core.ports.sequencer().answered(request.sequence()));
  }

  /** The epoch has changed: an answer to the commit in flight would mean nothing. */
  void abandon() {
    changes.forgetStaged();
    CommitRequest request = inFlight;
    if (request != null) {
      inFlight = null;
      bytes = null;
      settled(request);
      for (Change change : request.changes()) {
        core.inFlight.remove(change.node());
        core.touch(change.node());
      }
    }
  }
}
