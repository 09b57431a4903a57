package io.driftless.client.engine;

import io.driftless.client.files.RelPath;
import io.driftless.client.plan.PlanContext;
import io.driftless.client.status.Problem;
import io.driftless.client.store.ClientStore;
import io.driftless.client.store.StoreBatch;
import io.driftless.client.tree.DiskNames;
import io.driftless.client.tree.Facts;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.client.tree.Trees;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of the engine share: the trees, who is busy, what has to be planned again, and the
 * transaction being gathered. Every change of a node marks those nodes whose next action may depend
 * on it.
 */
final class Core {

  private static final String CURSOR = "cursor";
  private static final String SEEN = "seen";

  /** Why a node is left alone for a while. */
  record Rest(long untilMillis, Problem problem) {}

  final EnginePorts ports;
  final EngineSettings settings;
  final Crossings crossings;
  final Trees trees = new Trees(this::changed);
  final Facts facts = new Facts(trees);

  /** Under which names nodes are shown on this disk. */
  final DiskNames names = new DiskNames(trees);

  final Paths paths = new Paths(trees, names);

  /** To be planned in this turn. */
  final Set<NodeId> dirty = new LinkedHashSet<>();

  /** Not agreed on, as of when they were planned last. */
  final Set<NodeId> unsettled = new LinkedHashSet<>();

  /** Something is being done about them by a worker. */
  final Set<NodeId> working = new HashSet<>();

  /** Where workers are putting something; what is seen there is looked at again afterwards. */
  final Set<RelPath> placing = new HashSet<>();

  /** Changes of theirs are in the commit in flight. */
  final Set<NodeId> inFlight = new HashSet<>();

  /** Left alone until a moment, because the last try failed. */
  final Map<NodeId, Rest> resting = new LinkedHashMap<>();

  /** What is wrong with names that are no nodes. */
  final PathProblems pathProblems = new PathProblems();

  private final Map<NodeId, Set<NodeId>> waiters = new HashMap<>();
  private final TreeMap<Long, List<NodeId>> gated = new TreeMap<>();
  private final List<Runnable> afterFlush = new ArrayList<>();
  private StoreBatch batch = new StoreBatch();
  private boolean loading;
  private boolean turnPosted;
  private @Nullable Cursor cursor;
  private long seenMillis;
  private @Nullable Runnable turn;

  Core(EnginePorts ports, EngineSettings settings, Crossings crossings) {
    this.ports = ports;
    this.settings = settings;
    this.crossings = crossings;
  }

  /** What to do when something has changed; set once. */
  void onTurn(Runnable step) {
    turn = step;
  }

  /** Asks for a turn after the steps that are queued already. */
  void wake() {
    Runnable step = turn;
    if (!turnPosted && step != null) {
      turnPosted = true;
      ports
          .scheduler()
          .post(
              () -> {
                turnPosted = false;
                step.run();
              });
    }
  }

  long now() {
    return ports.scheduler().clock().steadyMillis();
  }

  NodeId newNode() {
    return new NodeId(ports.ids().next());
  }

  PlanContext planContext() {
    String date =
        Instant.ofEpochMilli(ports.scheduler().clock().wallMillis())
            .atZone(ZoneOffset.UTC)
            .toLocalDate()
            .toString();
    return new PlanContext(this::isBusy, settings.deviceName(), date, names);
  }

  // ---- the database

  Map<String, byte[]> load() {
    ClientStore store = ports.store();
    loading = true;
    trees.fill(store::loadNodes);
    loading = false;
    Map<String, byte[]> values = store.loadValues();
    byte[] token = values.get(CURSOR);
    cursor = token == null ? null : Cursor.ofToken(new String(token, StandardCharsets.US_ASCII));
    byte[] seen = values.get(SEEN);
    seenMillis = seen == null ? 0 : ByteBuffer.wrap(seen).getLong();
    for (NodeId node : trees.atWork()) {
      dirty.add(node);
      crossings.changed(this, null, trees.get(node), now());
      gate(trees.get(node));
    }
    return values;
  }

  StoreBatch batch() {
    return batch;
  }

  void value(String key, byte @Nullable [] value) {
    batch.value(key, value);
  }

  /** Runs a step once everything noted so far is on the disk. */
  void afterFlush(Runnable step) {
    afterFlush.add(step);
    wake();
  }

  /** Writes what was noted in one transaction, then tells the world. */
  void flush() {
    if (!batch.isEmpty()) {
      StoreBatch full = batch;
      batch = new StoreBatch();
      ports.store().write(full);
    }
    List<Runnable> steps = List.copyOf(afterFlush);
    afterFlush.clear();
    steps.forEach(Runnable::run);
  }

  // ---- the journal's place

  @Nullable Cursor cursor() {
    return cursor;
  }

  /** A journal row was read that the server wrote at that time by its own clock. */
  void saw(long timeMillis) {
    seenMillis = Math.max(seenMillis, timeMillis);
  }

  /** The latest time of all rows read so far: earlier ones that the server still has are known. */
  long seenMillis() {
    return seenMillis;
  }

  void moveCursor(@Nullable Cursor to) {
    cursor = to;
    value(SEEN, ByteBuffer.allocate(Long.BYTES).putLong(seenMillis).array());
    value(CURSOR, to == null ? null : to.token().getBytes(StandardCharsets.US_ASCII));
    if (to != null) {
      Map<Long, List<NodeId>> open = gated.headMap(to.revision().value(), true);
      open.values().forEach(dirty::addAll);
      open.clear();
    }
    wake();
  }

  Revision revision() {
    Cursor at = cursor;
    return at == null ? Revision.NONE : at.revision();
  }

  // ---- who may be planned

  boolean isBusy(NodeId node) {
    return working.contains(node)
        || inFlight.contains(node)
        || resting.containsKey(node)
        || trees.get(node).awaited().isAfter(revision());
  }

  void startWork(NodeId node) {
    working.add(node);
  }

  void endWork(NodeId node) {
    working.remove(node);
    touch(node);
  }

  /** Whether something is being done about a node or a folder that it lies in on the disk. */
  boolean isMovingHere(NodeId node) {
    NodeId at = node;
    while (!at.isRoot()) {
      LocalEntry local = trees.get(at).local();
      if (working.contains(at)) {
        return true;
      }
      if (local == null) {
        return false;
      }
      at = local.place().parent();
    }
    return false;
  }

  /** Leaves a node alone for a while, and says why. */
  void rest(NodeId node, long millis, String code, String words) {
    resting.put(node, new Rest(now() + millis, new Problem(pathOf(node), code, words)));
    ports.scheduler().after(millis, () -> rested(node));
    wake();
  }

  private void rested(NodeId node) {
    Rest rest = resting.get(node);
    if (rest != null && rest.untilMillis() <= now()) {
      resting.remove(node);
      touch(node);
    }
  }

  void awaitChangeOf(NodeId on, NodeId waiter) {
    waiters.computeIfAbsent(on, node -> new LinkedHashSet<>()).add(waiter);
  }

  /** Plans a node again, and those that wait for it. */
  void touch(NodeId node) {
    if (node.isRoot()) {
      return;
    }
    dirty.add(node);
    Set<NodeId> waiting = waiters.remove(node);
    if (waiting != null) {
      dirty.addAll(waiting);
    }
    wake();
  }

  // ---- changes of the trees

  private void changed(NodeState before, NodeState after) {
    names.changed(before, after);
    if (loading) {
      return;
    }
    batch.node(after);
    crossings.changed(this, before, after, now());
    touch(after.id());
    touchAround(before);
    touchAround(after);
    boolean here = before.local() != null;
    if (here != (after.local() != null)) {
      trees.remoteChildren(after.id()).forEach(this::touch);
    }
    if (livesDifferently(before.remote(), after.remote()) && after.isFolder()) {
      touchBeneath(after.id());
    }
    boolean newFacts =
        !Objects.equals(before.local(), after.local())
            || !Objects.equals(before.remote(), after.remote());
    if (newFacts) {
      resting.remove(after.id());
    }
    if (!after.awaited().equals(before.awaited())) {
      gate(after);
    }
  }

  private void gate(NodeState node) {
    if (node.awaited().isAfter(revision())) {
      gated.computeIfAbsent(node.awaited().value(), at -> new ArrayList<>()).add(node.id());
    }
  }

  private static boolean livesDifferently(
      @Nullable RemoteEntry before, @Nullable RemoteEntry after) {
    if (before == null || after == null) {
      return (before == null) != (after == null);
    }
    return before.deleted() != after.deleted()
        || !before.place().parent().equals(after.place().parent());
  }

  void touchAround(NodeState node) {
    LocalEntry local = node.local();
    RemoteEntry remote = node.remote();
    SyncedEntry synced = node.synced();
    if (local != null) {
      touchPlace(local.place());
      names.near(local.place().parent(), local.diskName()).forEach(this::touch);
    }
    if (remote != null && (local == null || !remote.place().equals(local.place()))) {
      touchPlace(remote.place());
    }
    if (synced != null && (remote == null || !synced.place().equals(remote.place()))) {
      touchPlace(synced.place());
    }
  }

  private void touchPlace(Place place) {
    NodeId parent = place.parent();
    // A settled folder has nothing to decide because of what is in it.
    if (!parent.isRoot() && unsettled.contains(parent)) {
      touch(parent);
    }
    NodeId here = trees.localChild(place);
    if (here != null) {
      touch(here);
    }
    NodeId there = trees.remoteChild(place);
    if (there != null) {
      touch(there);
    }
  }

  void touchBeneath(NodeId folder) {
    Deque<NodeId> open = new ArrayDeque<>(List.of(folder));
    Set<NodeId> seen = new HashSet<>();
    while (!open.isEmpty()) {
      NodeId at = open.remove();
      if (seen.add(at)) {
        touch(at);
        open.addAll(trees.localChildren(at));
        open.addAll(trees.remoteChildren(at));
      }
    }
  }

  /** The node that has this file on the disk; null when unknown. */
  @Nullable NodeId byKey(long key) {
    return trees.byKey(key);
  }

  /** The other names that a file on the disk has, as far as they are known. */
  List<RelPath> otherNames(NodeId node, long key) {
    return trees.sharing(key).stream()
        .filter(other -> !other.equals(node))
        .map(this::diskPath)
        .filter(Objects::nonNull)
        .toList();
  }

  /** A node on the disk with this content; null when there is none. */
  @Nullable NodeId byDigest(Sha256 digest) {
    return trees.byDigest(digest);
  }

  // ---- paths

  /** Where a node is on the disk; null when it is not there. */
  @Nullable RelPath diskPath(NodeId node) {
    return paths.of(node);
  }

  /** The node at a path on the disk; null when none is known. */
  @Nullable NodeId nodeAt(RelPath path) {
    return paths.at(path);
  }

  /** A path for people: where the node is here, or there. */
  String pathOf(NodeId node) {
    return paths.forPeople(node);
  }
}
