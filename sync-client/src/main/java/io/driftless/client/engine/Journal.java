package io.driftless.client.engine;

import io.driftless.client.link.MessageLink.Delivery;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.server.JournalRead;
import io.driftless.client.status.Problem;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.api.WorkspaceMessages.Head;
import io.driftless.protocol.api.WorkspaceMessages.Heads;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.message.Message.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the workspace's journal: by updates where they join on to the cursor, by reading where
 * they don't. An update is acknowledged once the cursor has reached it and that is on the disk.
 */
final class Journal {

  private static final int PAGE = 2_000;
  private static final int HELD_UPDATES = 1_000;
  private static final long REORDER_MILLIS = 150;
  private static final long HEADS_MILLIS = 5 * 60_000;
  private static final long NOT_YET_MILLIS = 100;

  private record Waiting(Update update, Delivery delivery) {}

  private final Core core;
  private final Recipes recipes;
  private final Resync resync;
  private final List<Waiting> held = new ArrayList<>();
  private Revision announced = Revision.NONE;
  private boolean reading;
  private boolean readAgain;
  private boolean reorderTimer;
  private boolean headsDue = true;
  private boolean askingHeads;
  private boolean headsTimer;
  private final Trouble readingTrouble = new Trouble();
  private final Trouble askingTrouble = new Trouble();

  Journal(Core core, Recipes recipes, Resync resync) {
    this.core = core;
    this.recipes = recipes;
    this.resync = resync;
  }

  /** Begins: reads all that there is. */
  void start() {
    core.ports.scheduler().after(HEADS_MILLIS, this::periodic);
    if (core.cursor() == null) {
      resync.begin(true, this::read);
    }
  }

  private void periodic() {
    compareHeads();
    core.ports.scheduler().after(HEADS_MILLIS, this::periodic);
  }

  /** What keeps the journal from being read; null when nothing does. */
  @Nullable Problem problem() {
    return Stream.of(readingTrouble.told(), resync.problem(), askingTrouble.told())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Whether everything announced was read. */
  boolean isCurrent() {
    return !reading
        && !askingHeads
        && !headsDue
        && !resync.isRunning()
        && held.isEmpty()
        && core.cursor() != null
        && !announced.isAfter(core.revision());
  }

  /** Whether the trees may be planned: they hold the journal up to the cursor, whole. */
  boolean isWhole() {
    return core.cursor() != null && !resync.isRunning();
  }

  /** An update from the queue. */
  void update(Update update, Delivery delivery) {
    Cursor cursor = core.cursor();
    Revision to = update.to().revision();
    boolean sameEpoch = cursor != null && cursor.epoch().equals(update.to().epoch());
    if (sameEpoch && to.isAfter(announced)) {
      announced = to;
    }
    if (!resync.isRunning() && joins(update, cursor)) {
      apply(update);
      core.afterFlush(delivery::acknowledge);
      applyHeld();
      return;
    }
    held.add(new Waiting(update, delivery));
    boolean gap = cursor != null && sameEpoch && update.from().isAfter(cursor.revision());
    if (gap && !update.changes().isEmpty() && held.size() < HELD_UPDATES) {
      waitForEarlier();
    } else {
      read();
    }
  }

  /** Whether the update is known already, or tells all from the cursor on. */
  private static boolean joins(Update update, @Nullable Cursor cursor) {
    if (cursor == null || !cursor.epoch().equals(update.to().epoch())) {
      return false;
    }
    if (!update.to().revision().isAfter(cursor.revision())) {
      return true;
    }
    return !update.from().isAfter(cursor.revision()) && !update.changes().isEmpty();
  }

  private void apply(Update update) {
    Revision from = core.revision();
    if (!update.to().revision().isAfter(from)) {
      return;
    }
    for (ChangedNode change : update.changes()) {
      if (change.row().revision().isAfter(from)) {
        apply(change);
      }
    }
    core.moveCursor(update.to());
  }

  private void waitForEarlier() {
    if (!reorderTimer) {
      reorderTimer = true;
      core.ports
          .scheduler()
          .after(
              REORDER_MILLIS,
              () -> {
                reorderTimer = false;
                applyHeld();
                if (!held.isEmpty()) {
                  read();
                }
              });
    }
  }

  /** Held updates that join on by now, or that the cursor has passed. */
  private void applyHeld() {
    Cursor cursor = core.cursor();
    boolean progress = cursor != null && !resync.isRunning();
    while (progress) {
      progress = false;
      for (Waiting waiting : List.copyOf(held)) {
        if (joins(waiting.update(), core.cursor())) {
          apply(waiting.update());
          core.afterFlush(waiting.delivery()::acknowledge);
          held.remove(waiting);
          progress = true;
        }
      }
    }
  }

  /** Updates of an epoch that is over: nothing in them counts any more. */
  private void dropForeign(Cursor cursor, List<Waiting> among) {
    for (Waiting waiting : among) {
      if (!waiting.update().to().epoch().equals(cursor.epoch())) {
        core.afterFlush(waiting.delivery()::acknowledge);
        held.remove(waiting);
      }
    }
  }

  /** Reads the journal from the cursor to its end. */
  void read() {
    Cursor cursor = core.cursor();
    if (reading || resync.isRunning()) {
      readAgain = true;
      return;
    }
    if (cursor == null) {
      resync.begin(true, this::read);
      return;
    }
    reading = true;
    readAgain = false;
    Revision atLeast = announced;
    List<Waiting> heldBefore = List.copyOf(held);
    core.ports
        .scheduler()
        .work(
            Lane.SERVER,
            () -> core.ports.server().changes(core.settings.workspace(), cursor, PAGE, atLeast),
            outcome -> {
              reading = false;
              came(outcome, heldBefore);
            });
  }

  private void came(Outcome<JournalRead> outcome, List<Waiting> heldBefore) {
    JournalRead read = outcome.value();
    if (read == null) {
      failed(outcome.failure());
      return;
    }
    readingTrouble.over();
    if (read instanceof JournalRead.Page page) {
      take(page.page(), heldBefore);
    } else if (read instanceof JournalRead.Resync needed) {
      announced = Revision.NONE;
      resync.begin(needed.epochChanged(), this::afterResync);
    } else {
      core.ports.scheduler().after(NOT_YET_MILLIS, this::read);
    }
    core.wake();
  }

  private void afterResync() {
    announced = Revision.NONE; // what came meanwhile may be of the epoch before
    Cursor cursor = core.cursor();
    if (cursor != null) {
      dropForeign(cursor, List.copyOf(held));
    }
    applyHeld();
    read();
  }

  private void take(ChangesPage page, List<Waiting> heldBefore) {
    Revision from = core.revision();
    for (ChangedNode change : page.changes()) {
      if (change.row().revision().isAfter(from)) {
        apply(change);
      }
    }
    if (page.cursor().revision().isAfter(from)) {
      core.moveCursor(page.cursor());
    }
    if (page.head().isAfter(announced)) {
      announced = page.head();
    }
    dropForeign(page.cursor(), heldBefore); // the server knows this epoch: others are over
    applyHeld();
    if (page.hasMore() || readAgain) {
      read();
    } else if (announced.isAfter(core.revision())) {
      core.ports.scheduler().after(NOT_YET_MILLIS, this::read);
    }
  }

  private void apply(ChangedNode change) {
    core.ports.deeds().heard(change.row());
    NodeId id = change.row().node();
    NodeState node = core.trees.get(id);
    boolean meaningless =
        change.row().deleted()
            && node.local() == null
            && node.synced() == null
            && !core.isBusy(id)
            && core.trees.remoteChildren(id).isEmpty();
    recipes.came(change);
    core.saw(change.row().timeMillis());
    core.trees.put(node.withRemote(meaningless ? null : RemoteEntry.of(change.row())));
  }

  private void failed(@Nullable Exception failure) {
    core.ports.scheduler().after(readingTrouble.failed(failure), this::read);
    core.wake();
  }

  /** Asks how far the workspace is: at every connection and from time to time. */
  void compareHeads() {
    headsDue = true;
    if (askingHeads) {
      return;
    }
    askingHeads = true;
    core.ports.scheduler().work(Lane.SERVER, () -> core.ports.server().heads(), this::headsCame);
  }

  /** One timer, however many ask meanwhile. */
  private void askAgain(long millis) {
    if (!headsTimer) {
      headsTimer = true;
      core.ports
          .scheduler()
          .after(
              millis,
              () -> {
                headsTimer = false;
                compareHeads();
              });
    }
  }

  private void headsCame(Outcome<Heads> outcome) {
    askingHeads = false;
    Heads heads = outcome.value();
    if (heads == null) {
      askAgain(askingTrouble.failed(outcome.failure()));
      core.wake();
      return;
    }
    askingTrouble.over();
    headsDue = false;
    Cursor cursor = core.cursor();
    for (Head head : heads.heads()) {
      if (!head.workspace().equals(core.settings.workspace())) {
        continue;
      }
      if (cursor == null || !cursor.epoch().equals(head.cursor().epoch())) {
        read();
      } else if (!head.cursor().equals(cursor)) {
        if (head.cursor().revision().isAfter(announced)) {
          announced = head.cursor().revision();
        }
        read();
      }
    }
    core.wake();
  }
}
