package io.driftless.client.engine;

import io.driftless.client.content.ContentReader;
import io.driftless.client.content.ReadContent;
import io.driftless.client.files.FileStamp;
import io.driftless.client.files.RelPath;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.store.StoreBatch.KnownContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is new or changed on the disk, once it has been quiet for a moment. A file that
 * changes while it is read is read again later.
 */
final class Hashing {

  private static final int JOBS = 2;
  private static final int JOB_FILES = 200;
  private static final long JOB_BYTES = 8L << 20;
  private static final long LARGE_BYTES = 64L << 20;
  private static final int REMEMBERED = 10_000;

  private record Wanted(NodeId node, RelPath path, int profile) {}

  private record Given(Wanted wanted, @Nullable ReadContent content, @Nullable Exception failure) {}

  private final Core core;
  private final ContentReader reader;
  private final KeptBit bit;

  /** Waiting, with the moment from which each may be read. */
  private final Map<NodeId, Long> queue = new LinkedHashMap<>();

  private final Map<NodeId, Long> running = new HashMap<>();
  private final Map<NodeId, Integer> tries = new HashMap<>();

  /** New files by content, to recognise what was moved by copying. */
  private final Map<Sha256, NodeId> fresh =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, NodeId> eldest) {
          return size() > REMEMBERED;
        }
      };

  private @Nullable Scanning scanning;
  private int jobs;
  private boolean largeRuns;
  private long timerAt = Long.MAX_VALUE;

  Hashing(Core core) {
    this.core = core;
    this.bit = new KeptBit(core);
    this.reader = new ContentReader(core.ports.files(), core.ports.scheduler().clock());
  }

  void scanWith(Scanning scan) {
    scanning = scan;
  }

  /** A file or link is to be read. */
  void read(NodeId node) {
    LocalEntry local = core.trees.get(node).local();
    if (local != null) {
      queue.put(node, core.now() + quietMillisLeft(local.stamp()));
      core.wake();
    }
  }

  /** Whether it waits to be read or is being read. */
  boolean knows(NodeId node) {
    return queue.containsKey(node) || running.containsKey(node);
  }

  boolean isIdle() {
    return queue.isEmpty() && running.isEmpty();
  }

  /** Whether small new files are on their way to be known. */
  boolean isReadingNew() {
    return running.values().stream().anyMatch(size -> size < LARGE_BYTES)
        || (!queue.isEmpty() && jobs > 0);
  }

  /** A file seen for the first time with this content, and not sent anywhere yet. */
  @Nullable NodeId freshWith(Sha256 digest) {
    NodeId node = fresh.get(digest);
    if (node == null || core.isBusy(node)) {
      return null;
    }
    NodeState state = core.trees.get(node);
    LocalEntry local = state.local();
    boolean still =
        state.remote() == null
            && state.synced() == null
            && local != null
            && local.content() != null
            && local.content().digest().equals(digest);
    return still ? node : null;
  }

  /** How long to wait until a file has been quiet: longer for large ones. */
  private long quietMillisLeft(FileStamp stamp) {
    long wanted = stamp.size() < (1 << 20) ? 30 : stamp.size() < LARGE_BYTES ? 300 : 1_500;
    long changed = Math.max(stamp.changedNanos(), stamp.modifiedNanos());
    long age = core.ports.scheduler().clock().wallMillis() - TimeUnit.NANOSECONDS.toMillis(changed);
    return age < 0 || age >= wanted ? 0 : wanted - age;
  }

  /** Starts what may be read now. */
  void pump() {
    long now = core.now(); // one moment for all: what is due after it gets the timer
    while (jobs < JOBS) {
      List<Wanted> batch = nextBatch(now);
      if (batch.isEmpty()) {
        break;
      }
      start(batch);
    }
    setTimer(now);
  }

  private List<Wanted> nextBatch(long now) {
    List<Wanted> batch = new ArrayList<>();
    long bytes = 0;
    var waiting = queue.entrySet().iterator();
    while (waiting.hasNext() && batch.size() < JOB_FILES && bytes < JOB_BYTES) {
      Map.Entry<NodeId, Long> next = waiting.next();
      NodeState state = core.trees.get(next.getKey());
      LocalEntry local = state.local();
      RelPath path = core.diskPath(next.getKey());
      if (local == null || path == null || !local.isUnread()) {
        waiting.remove();
        continue;
      }
      boolean large = local.stamp().size() >= LARGE_BYTES;
      if (running.containsKey(next.getKey())) {
        continue; // seen to change since: read once more when that has ended
      }
      if (next.getValue() > now || (large && (largeRuns || !batch.isEmpty()))) {
        continue;
      }
      waiting.remove();
      batch.add(new Wanted(next.getKey(), path, baseProfile(state)));
      running.put(next.getKey(), local.stamp().size());
      bytes += local.stamp().size();
      largeRuns |= large;
    }
    return batch;
  }

  private static int baseProfile(NodeState state) {
    SyncedEntry synced = state.synced();
    return synced == null || synced.version() == null ? 0 : synced.version().profile();
  }

  private void start(List<Wanted> batch) {
    jobs++;
    boolean large =
        batch.size() == 1 && running.getOrDefault(batch.get(0).node(), 0L) >= LARGE_BYTES;
    core.ports
        .scheduler()
        .work(
            Lane.HASH,
            () -> readAll(batch),
            outcome -> {
              jobs--;
              largeRuns &= !large;
              taken(batch, outcome);
            });
  }

  private List<Given> readAll(List<Wanted> batch) {
    List<Given> given = new ArrayList<>(batch.size());
    for (Wanted wanted : batch) {
      try {
        given.add(new Given(wanted, reader.read(wanted.path(), wanted.profile()), null));
      } catch (IOException e) {
        given.add(new Given(wanted, null, e));
      } catch (RuntimeException e) {
        given.add(new Given(wanted, null, Failures.unexpected(wanted.path(), e)));
      }
    }
    return given;
  }

  private void taken(List<Wanted> batch, Outcome<List<Given>> outcome) {
    batch.forEach(wanted -> running.remove(wanted.node()));
    for (Given given : outcome.get()) {
      take(given);
    }
    core.wake();
  }

  private void take(Given given) {
    NodeId node = given.wanted().node();
    NodeState state = core.trees.get(node);
    LocalEntry local = state.local();
    if (local == null || !local.isUnread()) {
      return;
    }
    ReadContent content = given.content();
    if (given.failure() != null) {
      int failures = tries.merge(node, 1, Integer::sum);
      core.rest(
          node,
          Failures.backoffMillis(failures + 3),
          Failures.code(given.failure()),
          Failures.words(given.failure()));
    } else if (content == null
        || content.stamp().nodeKind() != local.kind()
        || !given.wanted().path().equals(core.diskPath(node))) {
      long millis = 50L << Math.min(tries.merge(node, 1, Integer::sum), 6);
      core.rest(node, millis, "changing", "The file is being changed.");
      lookLater(node, millis);
    } else if (!queue.containsKey(node) || content.stamp().equals(local.stamp())) {
      tries.remove(node);
      read(state, local, content); // else it was seen to change since
    }
  }

  private void read(NodeState state, LocalEntry local, ReadContent content) {
    FileStamp stamp = content.stamp();
    if (content.racy()) {
      stamp = stamp.unsure();
      lookLater(
          state.id(),
          20 + TimeUnit.NANOSECONDS.toMillis(core.ports.files().traits().granularityNanos()));
    }
    if (!content.chunks().isEmpty()) {
      core.batch()
          .content(
              new KnownContent(
                  content.content().digest(), content.content().profile(), content.chunks()));
    }
    core.trees.put(state.withLocal(local.read(stamp, bit.of(state, content.content()))));
    if (state.synced() == null && state.remote() == null) {
      fresh.put(content.content().digest(), state.id());
    }
  }

  /** Lets the node's place be looked at after some time, or whosever its file is by then. */
  void lookLater(NodeId node, long millis) {
    LocalEntry local = core.trees.get(node).local();
    core.ports
        .scheduler()
        .after(
            millis,
            () -> {
              boolean gone = core.trees.get(node).local() == null;
              NodeId now = gone && local != null ? core.byKey(local.stamp().key()) : node;
              RelPath path = now == null ? null : core.diskPath(now);
              if (path != null && scanning != null) {
                scanning.entry(path);
              }
            });
  }

  private void setTimer(long now) {
    long next =
        queue.values().stream().filter(due -> due > now).min(Long::compare).orElse(Long.MAX_VALUE);
    if (next < timerAt) {
      timerAt = next;
      core.ports
          .scheduler()
          .after(
              Math.max(0, next - core.now()),
              () -> {
                timerAt = Long.MAX_VALUE;
                core.wake();
              });
    }
  }
}
