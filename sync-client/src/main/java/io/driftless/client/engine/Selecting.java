package io.driftless.client.engine;

import io.driftless.client.files.FileStamp;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.protocol.id.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which folders this device leaves out. Whoever starts the engine keeps the choice and tells it
 * first; the engine notes by which it worked last, since what it was taking off the disk when it
 * was killed must not pass for deleted by a person.
 */
final class Selecting {

  private static final String LEFT_OUT = "left-out";

  private final Core core;
  private boolean loaded;

  Selecting(Core core) {
    this.core = core;
  }

  /**
   * What is known was read from the database; answers whether folders come back that were being
   * taken off the disk when the engine worked last.
   */
  boolean load(Map<String, byte[]> values) {
    byte[] noted = values.get(LEFT_OUT);
    loaded = true;
    String before = noted == null ? "" : new String(noted, StandardCharsets.US_ASCII);
    note();
    for (NodeId id : core.trees.leftOut().isEmpty() ? List.<NodeId>of() : core.trees.ids()) {
      NodeState node = core.trees.get(id);
      LocalEntry local = node.local();
      if (local != null && core.trees.isLeftOut(id)) {
        core.trees.put(node.withLocal(local.read(anyFile(local.stamp()), null)));
      }
    }
    return Arrays.stream(before.split(",", -1))
        .filter(id -> !id.isEmpty())
        .anyMatch(id -> !core.trees.isLeftOut(NodeId.of(id)));
  }

  /** What is gone was taken away: its file's number and content on another file mean no move. */
  private static FileStamp anyFile(FileStamp stamp) {
    return new FileStamp(
        stamp.kind(), stamp.size(), stamp.modifiedNanos(), -1, 0, stamp.executable());
  }

  /** From now on these are left out, and no others. */
  void leaveOut(Set<NodeId> folders) {
    Set<NodeId> changed = new HashSet<>(core.trees.leftOut());
    changed.removeAll(folders);
    folders.stream().filter(one -> !core.trees.leftOut().contains(one)).forEach(changed::add);
    core.trees.leaveOut(folders);
    if (!loaded) {
      return; // what was noted last is still to be compared
    }
    note();
    for (NodeId folder : new TreeSet<>(changed)) {
      core.touchBeneath(folder);
      core.touchAround(core.trees.get(folder));
    }
    core.wake();
  }

  private void note() {
    String ids =
        core.trees.leftOut().stream()
            .map(NodeId::toString)
            .sorted()
            .collect(Collectors.joining(","));
    core.value(LEFT_OUT, ids.isEmpty() ? null : ids.getBytes(StandardCharsets.US_ASCII));
  }
}
