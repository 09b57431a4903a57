package io.driftless.client.engine;

import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.PrivateFolder;
import io.driftless.client.files.RealNames;
import io.driftless.client.files.RelPath;
import io.driftless.client.schedule.Lane;
import io.driftless.client.status.Problem;
import io.driftless.client.tree.NodeState;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a mishap on this machine from becoming deletes everywhere: a root that vanished or was
 * emptied stops the engine, and many files gone within some minutes are not deleted elsewhere
 * before a person says so.
 */
final class Guard {

  private static final String HELD = "held";

  /** Deletes this close to each other are one mishap, however slowly it goes on. */
  private static final long WINDOW_MILLIS = 10 * 60_000L;

  private record Gone(long atMillis, int files) {}

  private final Core core;
  private final String marker;
  private @Nullable Problem stopped;
  private boolean held;
  private final Deque<Gone> lately = new ArrayDeque<>();

  /**
   * Watches over a root.
   *
   * @param marker what the root's marker must say
   */
  Guard(Core core, String marker) {
    this.core = core;
    this.marker = marker;
  }

  void load(Map<String, byte[]> values) {
    held = values.containsKey(HELD);
  }

  /** Why the engine does nothing any more; null when it works. */
  @Nullable Problem stopped() {
    return stopped;
  }

  /** Does nothing any more, until it is started anew. */
  void stop(String code, String words) {
    if (stopped == null) {
      stopped = new Problem("", code, words);
      core.crossings.ended(core);
      core.wake();
    }
  }

  /** Whether deletes wait for a person's word. */
  boolean holdsDeletes() {
    return held;
  }

  /** A person said that the deletes are meant. */
  void release() {
    held = false;
    lately.clear();
    core.value(HELD, null);
    core.unsettled.forEach(core::touch);
  }

  /** Whether an empty root is no surprise: there was next to nothing in it. */
  boolean rootMayBeEmpty() {
    int known = core.trees.localChildren(NodeId.ROOT).size();
    int files = known == 0 ? 0 : countFiles(core.trees.localChildren(NodeId.ROOT));
    if (files <= 1) {
      return true;
    }
    stop(
        "root-empty",
        "The synced folder is suddenly empty. Nothing was deleted elsewhere. Put the files back,"
            + " or unlink the folder.");
    return false;
  }

  /**
   * Looks once more for what is missing, and whether the root is still the one that it was.
   *
   * @param then takes what was found after all
   */
  void confirmGone(List<RelPath> paths, Consumer<Set<RelPath>> then) {
    LocalFiles files = core.ports.files();
    RealNames names = new RealNames(files, core.names.traits().names());
    core.ports
        .scheduler()
        .work(
            Lane.SCAN,
            () -> lookFor(files, names, paths),
            outcome -> {
              Set<RelPath> found = outcome.value();
              if (found == null) {
                stop(
                    "root-missing",
                    "The synced folder is gone or is another one now. Nothing was deleted"
                        + " elsewhere. "
                        + Failures.words(Objects.requireNonNull(outcome.failure())));
              } else if (stopped == null) {
                then.accept(found);
              }
            });
  }

  private Set<RelPath> lookFor(LocalFiles files, RealNames names, List<RelPath> paths)
      throws IOException {
    Set<RelPath> found = new HashSet<>();
    for (RelPath path : paths) {
      if (names.stat(path) != null) {
        found.add(path);
      }
    }
    // Looked at last: a root that vanished meanwhile must not pass for deleted files.
    String now = new PrivateFolder(files).marker();
    if (!marker.equals(now)) {
      throw new IOException("Its marker " + (now == null ? "is missing" : "is another one"));
    }
    return found;
  }

  /** These top nodes are about to be taken as deleted. */
  void noteDeletion(List<NodeId> nodes) {
    int now = countSynced(nodes);
    lately.add(new Gone(core.now(), now));
    lately.removeIf(one -> one.atMillis() < core.now() - WINDOW_MILLIS);
    int gone = lately.stream().mapToInt(Gone::files).sum();
    if (held || gone <= core.settings.guards().heldCount()) {
      return;
    }
    int all = countSynced(core.trees.localChildren(NodeId.ROOT)) + gone - now;
    if (gone * 100L > all * (long) core.settings.guards().heldPercent()) {
      held = true;
      core.value(HELD, new byte[] {1});
    }
  }

  private int countSynced(Collection<NodeId> tops) {
    return count(tops, true);
  }

  private int countFiles(Collection<NodeId> tops) {
    return count(tops, false);
  }

  private int count(Collection<NodeId> tops, boolean syncedOnly) {
    int count = 0;
    Deque<NodeId> open = new ArrayDeque<>(tops);
    while (!open.isEmpty()) {
      NodeId at = open.remove();
      if (core.trees.isLeftOut(at)) {
        continue; // it goes by choice
      }
      NodeState node = core.trees.get(at);
      boolean counts = node.kind() != NodeKind.FOLDER && (!syncedOnly || node.synced() != null);
      count += counts ? 1 : 0;
      open.addAll(core.trees.localChildren(at));
    }
    return count;
  }
}
