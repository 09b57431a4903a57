package io.driftless.client.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.PrivateFolder;
import io.driftless.client.files.RealNames;
import io.driftless.client.files.RelPath;
import io.driftless.client.schedule.Lane;
import io.driftless.client.status.Problem;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.FileVersion;
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
 * Keeps a mishap on this machine from becoming deletes everywhere: a root that vanished stops the
 * engine, and when it is emptied, or many files go within some minutes, they are not deleted
 * elsewhere before a person says so.
 */
final class Guard {

  private static final String HELD = "held";

  /** Deletes this close to each other are one mishap, however slowly it goes on. */
  private static final long WINDOW_MILLIS = 10 * 60_000L;

  /** How often it is looked whether what is held turned up elsewhere. */
  private static final long LOOK_MILLIS = 1_000;

  private record Gone(long atMillis, int files) {}

  /** What a last look found, and whether nothing is left in the root. */
  private record Looked(Set<RelPath> found, boolean rootEmpty) {}

  /** Why deletes wait for a person's word. */
  enum Hold {
    MANY("Many files were deleted here at once; they are not deleted elsewhere"),
    ALL("All that was in the folder was deleted here; it is not deleted elsewhere");

    private final String words;

    Hold(String words) {
      this.words = words;
    }

    /** What a person is told of it. */
    Problem problem() {
      return new Problem(
          "",
          HELD,
          words + " before you confirm it with driftless confirm-deletes, or put the files back.");
    }
  }

  private final Core core;
  private final String marker;
  private @Nullable Problem stopped;
  private @Nullable Hold hold;
  private long nextLook;
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
    byte[] value = values.get(HELD);
    if (value != null) {
      hold = Hold.ALL.name().equals(new String(value, US_ASCII)) ? Hold.ALL : Hold.MANY;
    }
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

  /** Why deletes wait for a person's word; null when they do not. */
  @Nullable Hold hold() {
    return hold;
  }

  private void hold(Hold why) {
    hold = why;
    core.value(HELD, why.name().getBytes(US_ASCII));
  }

  /**
   * The node at this place whose delete is held, if one is: what appears there was put back, and is
   * that node again with its history.
   */
  @Nullable NodeId heldAt(Place place, NodeKind kind) {
    NodeId there = hold == null ? null : core.trees.remoteChild(place);
    if (there == null || core.trees.isLeftOut(there) || core.working.contains(there)) {
      return null;
    }
    NodeState node = core.trees.get(there);
    return isDeleted(node) && node.kind() == kind ? there : null;
  }

  /** A person said that the deletes are meant. */
  void release() {
    lately.clear();
    goOn();
  }

  /**
   * Ends the hold when what is missing came back, or turned up in another folder of the device.
   *
   * @param rests whether nothing is left to do here
   */
  void reconsider(boolean rests) {
    if (!rests && core.now() < nextLook) {
      return;
    }
    nextLook = core.now() + LOOK_MILLIS;
    List<NodeState> missing =
        core.unsettled.stream()
            .map(core.trees::get)
            .filter(node -> isDeleted(node) && isSyncedFile(node))
            .toList();
    boolean moved =
        hold == Hold.ALL && !missing.isEmpty() && missing.stream().allMatch(this::isElsewhere);
    if (rests ? missing.isEmpty() : moved) {
      goOn();
    }
  }

  private static boolean isDeleted(NodeState node) {
    return node.local() == null && node.synced() != null;
  }

  private void goOn() {
    hold = null;
    core.value(HELD, null);
    core.unsettled.forEach(core::touch);
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
              Looked looked = outcome.value();
              if (looked == null) {
                stop(
                    "root-missing",
                    "The synced folder is gone or is another one now. Nothing was deleted"
                        + " elsewhere. "
                        + Failures.words(Objects.requireNonNull(outcome.failure())));
              } else if (stopped == null) {
                if (looked.rootEmpty() && knowsSomeFiles()) {
                  hold(Hold.ALL);
                }
                then.accept(looked.found());
              }
            });
  }

  private Looked lookFor(LocalFiles files, RealNames names, List<RelPath> paths)
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
    boolean empty =
        files.list(RelPath.ROOT).entries().stream()
            .allMatch(entry -> RelPath.ROOT.child(entry.name()).isPrivate());
    return new Looked(found, empty);
  }

  /** An empty root is no surprise when there was next to nothing in it. */
  private boolean knowsSomeFiles() {
    return count(core.trees.localChildren(NodeId.ROOT)) > 1;
  }

  /** These top nodes are about to be taken as deleted. */
  void noteDeletion(List<NodeId> nodes) {
    int now = count(nodes);
    lately.add(new Gone(core.now(), now));
    lately.removeIf(one -> one.atMillis() < core.now() - WINDOW_MILLIS);
    int gone = lately.stream().mapToInt(Gone::files).sum();
    if (hold != null || gone <= core.settings.guards().heldCount()) {
      return;
    }
    int all = count(core.trees.localChildren(NodeId.ROOT)) + gone - now;
    if (gone * 100L > all * (long) core.settings.guards().heldPercent()) {
      hold(Hold.MANY);
    }
  }

  /** How many synced files are in these nodes, but for what goes by choice or elsewhere. */
  private int count(Collection<NodeId> tops) {
    int count = 0;
    Deque<NodeId> open = new ArrayDeque<>(tops);
    while (!open.isEmpty()) {
      NodeId at = open.remove();
      if (core.trees.isLeftOut(at)) {
        continue;
      }
      NodeState node = core.trees.get(at);
      count += isSyncedFile(node) && !isElsewhere(node) ? 1 : 0;
      open.addAll(core.trees.localChildren(at));
    }
    return count;
  }

  private static boolean isSyncedFile(NodeState node) {
    return node.kind() != NodeKind.FOLDER && node.synced() != null;
  }

  /** Whether it was moved into another folder of the device. */
  private boolean isElsewhere(NodeState node) {
    RemoteEntry remote = node.remote();
    FileVersion version = remote == null ? null : remote.version();
    return version != null && core.crossings.hasCome(core, version, core.now());
  }
}
