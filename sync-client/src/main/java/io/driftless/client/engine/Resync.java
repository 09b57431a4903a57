package io.driftless.client.engine;

import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.status.Problem;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.node.FileVersion;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole remote tree anew, because the cursor leads nowhere or there is none. In the same
 * epoch what is not there any more was removed. In another epoch, or without a database, absence
 * means nothing: what both have is compared, what only this device has is sent.
 */
final class Resync {

  private final Core core;
  private final Recipes recipes;
  private final Set<NodeId> seen = new HashSet<>();
  private boolean running;
  private boolean union;
  private long knownMillis;
  private @Nullable Cursor replayFrom;
  private @Nullable Runnable done;
  private final Trouble trouble = new Trouble();
  private @Nullable Runnable epochChanged;

  Resync(Core core, Recipes recipes) {
    this.core = core;
    this.recipes = recipes;
  }

  /** What else to do when the server began a new epoch. */
  void onEpochChange(Runnable step) {
    epochChanged = step;
  }

  boolean isRunning() {
    return running;
  }

  @Nullable Problem problem() {
    return trouble.told();
  }

  /**
   * Begins to read all pages; while it runs nothing is planned.
   *
   * @param newEpoch whether absence means nothing
   * @param then what to do afterwards
   */
  void begin(boolean newEpoch, Runnable then) {
    if (running) {
      return;
    }
    running = true;
    union = newEpoch;
    done = then;
    knownMillis = core.seenMillis();
    seen.clear();
    replayFrom = null;
    page(null);
  }

  private void page(@Nullable String token) {
    core.ports
        .scheduler()
        .work(
            Lane.SERVER,
            () -> core.ports.server().snapshot(core.settings.workspace(), token),
            outcome -> came(token, outcome));
  }

  private void came(@Nullable String token, Outcome<SnapshotPage> outcome) {
    SnapshotPage page = outcome.value();
    if (page == null) {
      // From the beginning: a page token may be as old as the connection.
      seen.clear();
      replayFrom = null;
      core.ports.scheduler().after(trouble.failed(outcome.failure()), () -> page(null));
      core.wake();
      return;
    }
    trouble.over();
    if (replayFrom == null || token == null) {
      replayFrom = page.replayFrom();
    }
    page.nodes().forEach(this::take);
    if (page.nextPage() != null) {
      page(page.nextPage());
    } else {
      finish(replayFrom);
    }
    core.wake();
  }

  private void take(ChangedNode change) {
    NodeId id = change.row().node();
    seen.add(id);
    recipes.came(change);
    NodeState node = core.trees.get(id);
    RemoteEntry remote = RemoteEntry.of(change.row());
    NodeState now = node.withRemote(remote);
    if (union) {
      boolean known = change.row().timeMillis() < knownMillis;
      now =
          now.withSynced(agreedAfterRestore(node.synced(), remote, known)).awaiting(Revision.NONE);
    }
    core.saw(change.row().timeMillis());
    core.trees.put(now);
  }

  /**
   * What still counts as agreed in a new epoch. Where the server has an earlier version again that
   * it had told before, the later one here is an edit of that. What others wrote in the new epoch
   * is no base for anything here, whatever its number.
   *
   * @param known whether this device had read the row in the epoch before
   */
  private static @Nullable SyncedEntry agreedAfterRestore(
      @Nullable SyncedEntry before, RemoteEntry now, boolean known) {
    if (before == null || before.kind() != now.kind()) {
      return null;
    }
    FileVersion agreed = before.version();
    FileVersion version = now.version();
    if (agreed == null || version == null) {
      return agreed == null && version == null ? before : null;
    }
    boolean same = agreed.number().equals(version.number()) && agreed.sameContent(version);
    boolean wentBack = version.number().compareTo(agreed.number()) < 0;
    return same ? before : wentBack && known ? before.with(version) : null;
  }

  private void finish(Cursor at) {
    for (NodeId node : core.trees.ids()) {
      if (!seen.contains(node)) {
        absent(core.trees.get(node));
      }
    }
    running = false;
    seen.clear();
    core.moveCursor(at);
    if (union && epochChanged != null) {
      epochChanged.run();
    }
    Runnable then = done;
    if (then != null) {
      then.run();
    }
  }

  private void absent(NodeState node) {
    RemoteEntry remote = node.remote();
    if (union) {
      core.trees.put(node.withRemote(null).withSynced(null).awaiting(Revision.NONE));
    } else if (remote != null && (node.local() != null || node.synced() != null)) {
      core.trees.put(
          node.withRemote(
              new RemoteEntry(
                  remote.place(), remote.kind(), remote.version(), remote.revision(), true)));
    } else if (remote != null) {
      core.trees.put(node.withRemote(null));
    }
  }
}
