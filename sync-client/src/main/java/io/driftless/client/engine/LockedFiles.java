package io.driftless.client.engine;

import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.RelPath;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.server.ServerException;
import io.driftless.client.status.Problem;
import io.driftless.client.store.ClientStore;
import io.driftless.client.tree.DiskNames;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.client.tree.Trees;
import io.driftless.protocol.api.LockMessages.LockInfo;
import io.driftless.protocol.api.LockMessages.LockList;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that somebody else has locked are read-only on this disk for as long. Which bits are taken
 * off a file is noted, and on the disk, before they are: so they come back when the lock ends,
 * whatever happens in between. A file that was edited here in spite of its lock is left alone.
 */
final class LockedFiles {

  private static final Logger LOG = LoggerFactory.getLogger(LockedFiles.class);

  /** The code of what is told of a file that is read-only. */
  static final String READ_ONLY = "read-only";

  private static final String NOTED = "read-only";
  private static final int MOST_TOLD = 20;

  /**
   * A lock of somebody else's.
   *
   * @param bits the write bits that were taken off the file; 0 for none so far
   */
  private record Lock(int bits, long untilMillis, String owner) {
    Lock with(int more) {
      return new Lock(bits | more, untilMillis, owner);
    }
  }

  /** Write bits to take off a file, or to give back to it. */
  private record Bits(NodeId node, RelPath path, int bits) {}

  private final Core core;
  private final Scanning scanning;

  /** All that hold, as far as it is known. */
  private final Map<NodeId, Lock> held = new LinkedHashMap<>();

  /** Those that hold no more, while their files are read-only still. */
  private final Map<NodeId, Lock> over = new LinkedHashMap<>();

  private boolean running;

  LockedFiles(Core core, Scanning scanning) {
    this.core = core;
    this.scanning = scanning;
  }

  /** What an earlier life has left read-only. */
  void load(Map<String, byte[]> values) {
    held.putAll(parsed(values.get(NOTED)));
  }

  private static Map<NodeId, Lock> parsed(byte @Nullable [] noted) {
    Map<NodeId, Lock> locks = new LinkedHashMap<>();
    if (noted != null) {
      for (String line : new String(noted, StandardCharsets.UTF_8).split("\n", -1)) {
        String[] at = line.split(" ", 4);
        locks.put(
            NodeId.of(at[0]), new Lock(Integer.parseInt(at[1]), Long.parseLong(at[2]), at[3]));
      }
    }
    return locks;
  }

  private void note() {
    List<String> lines = new ArrayList<>();
    for (Map<NodeId, Lock> locks : List.of(over, held)) {
      locks.forEach(
          (node, lock) -> {
            if (lock.bits() != 0) {
              lines.add(
                  "%s %d %d %s".formatted(node, lock.bits(), lock.untilMillis(), lock.owner()));
            }
          });
    }
    core.value(
        NOTED, lines.isEmpty() ? null : String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  /** What people are told of them. */
  List<Problem> told() {
    return held.entrySet().stream()
        .filter(lock -> lock.getValue().bits() != 0)
        .limit(MOST_TOLD)
        .map(
            lock ->
                new Problem(
                    core.pathOf(lock.getKey()),
                    READ_ONLY,
                    "Locked by %s until %s; read-only here until then."
                        .formatted(
                            lock.getValue().owner(),
                            Instant.ofEpochMilli(lock.getValue().untilMillis()))))
        .toList();
  }

  /**
   * Asks the server which locks hold, and makes the disk go by it. Without an answer the known ones
   * hold until they end by themselves.
   *
   * @param own whose own locks make nothing read-only
   */
  void look(AccountId own) {
    if (running) {
      return;
    }
    running = true;
    core.ports
        .scheduler()
        .work(
            Lane.SERVER,
            () -> core.ports.server().locks(core.settings.workspace()),
            outcome -> {
              learn(own, outcome);
              readBits();
            });
  }

  private void learn(AccountId own, Outcome<LockList> outcome) {
    Map<NodeId, Lock> before = new LinkedHashMap<>(held);
    LockList told = outcome.value();
    boolean gone =
        outcome.failure() instanceof ServerException e
            && (e.kind() == ServerException.Kind.NOT_FOUND
                || e.kind() == ServerException.Kind.DENIED);
    if (told != null) {
      held.clear();
      told.locks().stream().filter(lock -> !lock.account().equals(own)).forEach(this::holds);
    } else if (gone) {
      held.clear();
    } else {
      long now = core.ports.scheduler().clock().wallMillis();
      held.values().removeIf(lock -> lock.untilMillis() <= now);
    }
    before.forEach(
        (node, lock) -> {
          if (lock.bits() != 0) {
            over.merge(node, lock, (one, other) -> one.with(other.bits()));
          }
        });
    for (Map.Entry<NodeId, Lock> lock : held.entrySet()) {
      Lock earlier = over.remove(lock.getKey());
      if (earlier != null) {
        lock.setValue(lock.getValue().with(earlier.bits()));
      }
    }
    if (!held.equals(before)) {
      note();
    }
  }

  private void holds(LockInfo lock) {
    try {
      held.put(
          lock.node(),
          new Lock(0, Instant.parse(lock.until()).toEpochMilli(), lock.username().strip()));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("The server tells no time: " + lock, e);
    }
  }

  /** Asks the disk which of the locked files can be written. */
  private void readBits() {
    List<Bits> wanted = new ArrayList<>();
    for (NodeId node : held.keySet()) {
      RelPath path = core.working.contains(node) ? null : core.diskPath(node);
      if (path != null && isUnchanged(core.trees.get(node))) {
        wanted.add(new Bits(node, path, 0));
      }
    }
    LocalFiles files = core.ports.files();
    core.ports.scheduler().work(Lane.SCAN, () -> writable(files, wanted), this::takeOff);
  }

  private static boolean isUnchanged(NodeState node) {
    LocalEntry local = node.local();
    SyncedEntry synced = node.synced();
    return local != null
        && local.kind() == NodeKind.FILE
        && local.content() != null
        && synced != null
        && synced.version() != null
        && local.content().sameAs(synced.version());
  }

  private static List<Bits> writable(LocalFiles files, List<Bits> wanted) {
    List<Bits> found = new ArrayList<>();
    for (Bits one : wanted) {
      try {
        int bits = files.writeBits(one.path());
        if (bits != 0) {
          found.add(new Bits(one.node(), one.path(), bits));
        }
      } catch (IOException e) {
        LOG.debug("Who may write {} is seen at the next look", one.path(), e);
      }
    }
    return found;
  }

  private void takeOff(Outcome<List<Bits>> outcome) {
    List<Bits> off = new ArrayList<>();
    for (Bits one : outcome.get()) {
      Lock lock = held.get(one.node());
      if (lock != null && !core.working.contains(one.node())) {
        held.put(one.node(), lock.with(one.bits()));
        off.add(one);
      }
    }
    List<Bits> back = new ArrayList<>();
    for (Map.Entry<NodeId, Lock> lock : List.copyOf(over.entrySet())) {
      NodeId node = lock.getKey();
      RelPath path = core.diskPath(node);
      if (path == null && !core.working.contains(node)) {
        over.remove(node); // the file is gone
      } else if (path != null && !core.working.contains(node)) {
        back.add(new Bits(node, path, lock.getValue().bits()));
      }
    }
    note();
    LocalFiles files = core.ports.files();
    core.afterFlush(
        () ->
            core.ports
                .scheduler()
                .work(
                    Lane.SCAN,
                    () -> {
                      set(files, off, false);
                      return set(files, back, true);
                    },
                    done -> done(off, done.get())));
  }

  /** Answers those that are as wanted. */
  private static List<Bits> set(LocalFiles files, List<Bits> wanted, boolean writable) {
    List<Bits> done = new ArrayList<>();
    for (Bits one : wanted) {
      try {
        files.setWriteBits(one.path(), one.bits(), writable);
        done.add(one);
      } catch (IOException e) {
        LOG.debug("Who may write {} is changed at the next look", one.path(), e);
      }
    }
    return done;
  }

  private void done(List<Bits> off, List<Bits> back) {
    running = false;
    off.forEach(one -> scanning.entry(one.path()));
    for (Bits one : back) {
      scanning.entry(one.path());
      over.remove(one.node());
    }
    note();
    core.wake();
  }

  /** Gives back to all files what a database says was taken off; for a folder that is let go. */
  static void letGo(ClientStore store, LocalFiles files) {
    Map<NodeId, Lock> locks = new HashMap<>(parsed(store.loadValues().get(NOTED)));
    if (locks.isEmpty()) {
      return;
    }
    Trees trees = new Trees((before, after) -> {});
    trees.fill(store::loadNodes);
    Paths paths = new Paths(trees, new DiskNames(trees));
    List<Bits> back = new ArrayList<>();
    locks.forEach(
        (node, lock) -> {
          RelPath path = paths.of(node);
          if (path != null) {
            back.add(new Bits(node, path, lock.bits()));
          }
        });
    set(files, back, true);
  }
}
