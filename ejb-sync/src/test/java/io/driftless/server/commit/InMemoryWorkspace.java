package io.driftless.server.commit;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.server.commit.CommitReads.VersionKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A workspace with its journal, stored answers and chunk table in memory: what the database is to
 * the commit rule in tests and in the simulator. Every collection keeps its order, so that runs
 * repeat exactly.
 */
public final class InMemoryWorkspace {

  /** What is known of a chunk. */
  public static final class Chunk {
    private final int rawLength;
    private ChunkFacts.State state = ChunkFacts.State.CLAIMED;
    private final Set<DeviceId> owners = new TreeSet<>();
    private final Set<ChunkLocation> locations = new LinkedHashSet<>();

    Chunk(int rawLength) {
      this.rawLength = rawLength;
    }

    /** Its length. */
    public int rawLength() {
      return rawLength;
    }

    /** How far it is trusted. */
    public ChunkFacts.State state() {
      return state;
    }

    /** Where it lies. */
    public Set<ChunkLocation> locations() {
      return locations;
    }

    private Chunk copy() {
      Chunk copy = new Chunk(rawLength);
      copy.state = state;
      copy.owners.addAll(owners);
      copy.locations.addAll(locations);
      return copy;
    }
  }

  private static final class DeviceLedger {
    private final Map<CommitId, CommitAdmission.Stored> answers = new LinkedHashMap<>();
    private final TreeMap<Long, CommitId> sequences = new TreeMap<>();
    private long answeredThrough;
  }

  private final ServerEpoch epoch;
  private Onlooker onlooker = (request, context, outcome) -> {};
  private final List<NodeRow> journal = new ArrayList<>();
  private final Map<NodeId, NodeState> nodes = new LinkedHashMap<>();
  private final Map<NodeId, Map<String, NodeId>> live = new HashMap<>();
  private final Map<VersionKey, StoredVersion> versions = new LinkedHashMap<>();
  private final Map<NodeId, NodeId> aliases = new LinkedHashMap<>();
  private final Map<Sha256, Chunk> chunks = new LinkedHashMap<>();
  private final Map<PackId, Boolean> condemned = new LinkedHashMap<>();
  private final Map<DeviceId, DeviceLedger> ledgers = new LinkedHashMap<>();
  private final Map<NodeId, String> locks = new LinkedHashMap<>();
  private final Map<NodeId, String> held = new LinkedHashMap<>();
  private long quotaLimitBytes = Long.MAX_VALUE;
  private long usedBytes;

  /** An empty workspace. */
  public InMemoryWorkspace(ServerEpoch epoch) {
    this.epoch = epoch;
  }

  /**
   * Its state as of now under another epoch, without the stored answers: a backup that is restored.
   */
  public InMemoryWorkspace restored(ServerEpoch other) {
    InMemoryWorkspace copy = new InMemoryWorkspace(other);
    copy.journal.addAll(journal);
    copy.nodes.putAll(nodes);
    live.forEach((parent, names) -> copy.live.put(parent, new HashMap<>(names)));
    copy.versions.putAll(versions);
    copy.aliases.putAll(aliases);
    chunks.forEach((hash, chunk) -> copy.chunks.put(hash, chunk.copy()));
    copy.condemned.putAll(condemned);
    copy.quotaLimitBytes = quotaLimitBytes;
    copy.usedBytes = usedBytes;
    return copy;
  }

  /** The journal's head. */
  public Cursor head() {
    return cursorAt(new Revision(journal.size()));
  }

  /** The cursor at a revision up to the head. */
  public Cursor cursorAt(Revision revision) {
    return revision.equals(Revision.NONE)
        ? Cursor.start(epoch)
        : new Cursor(epoch, revision, journal.get((int) revision.value() - 1).commit());
  }

  /** The whole journal. */
  public List<NodeRow> journal() {
    return List.copyOf(journal);
  }

  /** The rows after a revision. */
  public List<NodeRow> rowsAfter(Revision revision) {
    return List.copyOf(journal.subList((int) revision.value(), journal.size()));
  }

  /** All nodes, removed ones too. */
  public Collection<NodeState> nodes() {
    return nodes.values();
  }

  /** All versions. */
  public Collection<StoredVersion> versions() {
    return versions.values();
  }

  /** One version; null when there is none. */
  public StoredVersion version(NodeId node, VersionNumber number) {
    return versions.get(new VersionKey(node, number));
  }

  /** Folder ids that stand for others. */
  public Map<NodeId, NodeId> aliases() {
    return aliases;
  }

  /** The chunk table. */
  public Map<Sha256, Chunk> chunks() {
    return chunks;
  }

  /** Whether a cleanup took the pack. */
  public boolean isCondemned(PackId pack) {
    return condemned.getOrDefault(pack, false);
  }

  /** Locks a file against everybody. */
  public void lock(NodeId node, String owner) {
    locks.put(node, owner);
  }

  /** Has the removal and the next content of a node wait. */
  public void hold(NodeId node, String reason) {
    held.put(node, reason);
  }

  /** Sets the quota. */
  public void limitTo(long bytes) {
    quotaLimitBytes = bytes;
  }

  /** The device has downloaded a chunk. */
  public void downloaded(DeviceId device, Sha256 hash) {
    chunks.get(hash).owners.add(device);
  }

  /** Moves a chunk on, as the verifier and the cleanup do. */
  public void mark(Sha256 hash, ChunkFacts.State state) {
    chunks.get(hash).state = state;
  }

  /** A cleanup takes a pack. */
  public void condemn(PackId pack) {
    condemned.put(pack, true);
    chunks.values().forEach(chunk -> chunk.locations.removeIf(at -> at.pack().equals(pack)));
    chunks.values().removeIf(chunk -> chunk.locations.isEmpty());
  }

  /** Compaction has stored a pack; whether the pack was known to nobody before. */
  public boolean adopt(PackId pack) {
    return condemned.putIfAbsent(pack, false) == null;
  }

  /** A chunk loses its places in a pack, and gets another unless that is null. */
  public void move(Sha256 hash, PackId from, ChunkLocation to) {
    Chunk chunk = chunks.get(hash);
    chunk.locations.removeIf(at -> at.pack().equals(from));
    if (to != null) {
      chunk.locations.add(to);
    }
  }

  /** As if no commit and no cleanup had ever named the pack; nothing real does this. */
  public void forget(PackId pack) {
    condemned.remove(pack);
  }

  /** The verifier finds a pack gone: nothing lies in it any more. */
  public void reject(PackId pack) {
    condemned.putIfAbsent(pack, false);
    chunks.values().forEach(chunk -> chunk.locations.removeIf(at -> at.pack().equals(pack)));
    chunks.values().removeIf(chunk -> chunk.locations.isEmpty());
  }

  /** Forgets an old version, as pruning does. */
  public void prune(NodeId node, VersionNumber number) {
    versions.remove(new VersionKey(node, number));
  }

  /** Told of each commit that the rule decided, before it is stored. */
  @FunctionalInterface
  interface Onlooker {
    void decided(CommitRequest request, CommitContext context, CommitOutcome outcome);
  }

  void watchedBy(Onlooker other) {
    onlooker = other;
  }

  /** The use case around the rule: admission, rule, store; the answer for the sender. */
  public CommitAnswer commit(CommitRequest request, Sha256 digest, CommitContext context) {
    DeviceLedger ledger = ledgers.computeIfAbsent(context.device(), device -> new DeviceLedger());
    CommitAdmission admission =
        CommitAdmission.decide(
            request,
            digest,
            new CommitAdmission.Ledger(
                ledger.answers.get(request.commit()),
                ledger.sequences.get(request.sequence()),
                ledger.answeredThrough));
    if (admission instanceof CommitAdmission.Repeated repeated) {
      return repeated.answer();
    }
    if (admission instanceof CommitAdmission.Refused refused) {
      return refused.answer();
    }
    CommitOutcome outcome = CommitRule.apply(asSeenBy(context.device()), request, context);
    onlooker.decided(request, context, outcome);
    store(outcome, context.device());
    ledger.answers.put(request.commit(), new CommitAdmission.Stored(digest, outcome.answer()));
    ledger.sequences.put(request.sequence(), request.commit());
    ledger.answeredThrough = Math.max(ledger.answeredThrough, request.answeredThrough());
    Map<Long, CommitId> old = ledger.sequences.headMap(ledger.answeredThrough, true);
    old.values().forEach(ledger.answers::remove);
    old.clear();
    return outcome.answer();
  }

  /** Writes an outcome. */
  public void store(CommitOutcome outcome, DeviceId device) {
    journal.addAll(outcome.rows());
    outcome.nodes().forEach(this::unindex);
    outcome.nodes().forEach(this::index);
    for (StoredVersion version : outcome.versions()) {
      versions.put(new VersionKey(version.node(), version.version().number()), version);
    }
    aliases.putAll(outcome.aliases());
    for (NewPack pack : outcome.packs()) {
      condemned.put(pack.pack(), false);
      for (ChunkLocation entry : pack.entries()) {
        Chunk chunk = chunks.computeIfAbsent(entry.hash(), hash -> new Chunk(entry.rawLength()));
        chunk.owners.add(device);
        chunk.locations.add(entry);
      }
    }
    outcome.revived().forEach(hash -> chunks.get(hash).state = ChunkFacts.State.VERIFIED);
    usedBytes += outcome.addedBytes();
  }

  private void unindex(NodeState node) {
    NodeState before = nodes.get(node.node());
    if (before != null && !before.deleted()) {
      live.get(before.parent()).remove(before.name());
    }
  }

  private void index(NodeState node) {
    nodes.put(node.node(), node);
    if (!node.deleted()) {
      NodeId other =
          live.computeIfAbsent(node.parent(), parent -> new TreeMap<>())
              .put(node.name(), node.node());
      if (other != null) {
        throw new AssertionError(node + " and " + other + " share a place");
      }
    }
  }

  /** The port of the rule, for one device. */
  public WorkspaceState asSeenBy(DeviceId device) {
    return new View(device);
  }

  private final class View implements WorkspaceState {
    private final DeviceId device;

    View(DeviceId device) {
      this.device = device;
    }

    @Override
    public Cursor head() {
      return InMemoryWorkspace.this.head();
    }

    @Override
    public long recipeChunks(Collection<VersionKey> keys) {
      return keys.stream()
          .map(versions::get)
          .mapToLong(version -> version == null ? 0 : version.recipe().chunks().size())
          .sum();
    }

    @Override
    public CommitId commitAt(Revision revision) {
      return revision.equals(Revision.NONE) || revision.value() > journal.size()
          ? null
          : journal.get((int) revision.value() - 1).commit();
    }

    @Override
    public Revision floor() {
      return Revision.NONE;
    }

    @Override
    public NodeState node(NodeId node) {
      return nodes.get(node);
    }

    @Override
    public NodeId alias(NodeId node) {
      return aliases.get(node);
    }

    @Override
    public NodeState liveChild(NodeId parent, String name) {
      NodeId child = live.getOrDefault(parent, Map.of()).get(name);
      return child == null ? null : nodes.get(child);
    }

    @Override
    public List<NodeState> liveChildren(NodeId parent, int limit) {
      return live.getOrDefault(parent, Map.of()).values().stream()
          .limit(limit)
          .map(nodes::get)
          .toList();
    }

    @Override
    public List<NodeState> changedAfter(Revision revision, int limit) {
      return rowsAfter(revision).stream()
          .map(NodeRow::node)
          .distinct()
          .map(nodes::get)
          .filter(node -> !node.deleted())
          .limit(limit)
          .toList();
    }

    @Override
    public StoredVersion version(NodeId node, VersionNumber version) {
      return versions.get(new VersionKey(node, version));
    }

    @Override
    public Map<Sha256, ChunkFacts> chunks(Collection<Sha256> hashes) {
      Map<Sha256, ChunkFacts> found = new LinkedHashMap<>();
      for (Sha256 hash : hashes) {
        Chunk chunk = chunks.get(hash);
        if (chunk != null) {
          found.put(
              hash, new ChunkFacts(chunk.rawLength, chunk.state, chunk.owners.contains(device)));
        }
      }
      return found;
    }

    @Override
    public PackFacts pack(PackId pack) {
      Boolean taken = condemned.get(pack);
      return taken == null ? null : new PackFacts(taken);
    }

    @Override
    public Barriers barriers() {
      return new Barriers(locks, held);
    }

    @Override
    public Quota quota() {
      return new Quota(quotaLimitBytes, usedBytes);
    }
  }
}
