package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.server.commit.CommitReads.VersionKey;
import io.driftless.server.commit.InMemoryWorkspace.Chunk;
import io.driftless.server.life.ChunkLife;
import io.driftless.server.life.ChunkLife.ChunkFate;
import io.driftless.server.life.ChunkLife.PackFate;
import io.driftless.server.life.LifeTimes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A small workspace with the collector and devices working on it, one transaction a step: the real
 * commit rule and the real rule of the life of chunks, on what the database would hold. Every time
 * is zero, which is the hardest case: what may go goes at the first chance.
 */
final class LifeModel {

  /** Mistakes that the model can make, to see that they show. */
  enum Mistake {
    /** What was committed since the marking began is not marked. */
    NO_CATCH_UP,
    /** A commit that names a quarantined chunk leaves it there. */
    NO_REVIVAL,
    /** The sweep decides by what it has read before it took the lock. */
    NO_CHECK_UNDER_LOCK,
    /** An orphan's blob is deleted without a row that says so first. */
    NOT_CONDEMNED,
    /** The row of a deleted pack is dropped. */
    NO_TOMBSTONE,
    /** A pack goes when one of its chunks is swept. */
    PACK_WITH_CHUNK,
    /** A chunk that is copied loses its place before the copy is one. */
    MOVE_IN_TWO,
    /** A copy that was taken for an orphan becomes a place. */
    MOVE_INTO_ORPHAN
  }

  /** One transaction of somebody's. */
  record Step(String name, Act act) {}

  interface Act {
    void on(LifeModel model);
  }

  private final RuleWorld world = new RuleWorld();
  private final Set<Mistake> mistakes;
  private final Set<PackId> store = new HashSet<>();
  private final Map<Sha256, Long> quarantined = new HashMap<>();
  private final Map<PackId, Long> condemned = new HashMap<>();
  private final Set<PackId> deleted = new HashSet<>();
  private final Map<VersionKey, Long> written = new LinkedHashMap<>();
  private final Set<VersionKey> pruned = new HashSet<>();
  private final Set<Sha256> marks = new HashSet<>();
  private long marked;
  private long started;
  private long now;
  private List<Sha256> toSweep = List.of();
  private List<PackId> orphans = List.of();
  private final NodeId old;
  private PackId sparse;
  private PackId copy;
  private final Map<String, PackId> uploaded = new HashMap<>();
  private final Map<String, GivenContent> footers = new HashMap<>();
  private final Map<String, CommitAnswer> answers = new HashMap<>();

  /** Two files: {@code a b}, replaced by {@code d} since, and {@code b c}. */
  LifeModel(Set<Mistake> mistakes) {
    this.mistakes = mistakes.isEmpty() ? EnumSet.noneOf(Mistake.class) : EnumSet.copyOf(mistakes);
    old = world.newNode();
    put(world.laptop, RuleWorld.file(old, NodeId.ROOT, "old", content("a b")));
    sparse = store.iterator().next();
    put(world.laptop, RuleWorld.file(world.newNode(), NodeId.ROOT, "new", sharing()));
    put(world.laptop, edit(content("d")));
    world.workspace.chunks().keySet().forEach(this::verify);
  }

  private Content content(String words) {
    Content content = world.words(words);
    store.add(((RecipeOp.Run) Objects.requireNonNull(content.recipe()).ops().get(0)).pack());
    return content;
  }

  /** {@code b c}, with a pack for {@code c} only. */
  private Content sharing() {
    PackId pack = world.pack("c");
    store.add(pack);
    RecipeOp known = new RecipeOp.Hashes(RuleWorld.hashes("b"));
    return world.content("b c", VersionNumber.NONE, List.of(known, new RecipeOp.Run(pack, 0, 1)));
  }

  private Change edit(Content content) {
    return new Change.Put(old, null, null, NodeKind.FILE, new VersionNumber(1), content, 0);
  }

  private void verify(Sha256 hash) {
    if (world.workspace.chunks().get(hash).state() == ChunkFacts.State.CLAIMED) {
      world.workspace.mark(hash, ChunkFacts.State.VERIFIED);
    }
  }

  private CommitAnswer put(RuleWorld.Device device, Change change) {
    return put(device, change, given());
  }

  private GivenContent given() {
    Map<PackId, PackFooter> there = new HashMap<>(world.blobs);
    there.keySet().retainAll(store);
    return new GivenContent(there, Map.of());
  }

  private CommitAnswer put(RuleWorld.Device device, Change change, GivenContent given) {
    now++;
    CommitContext as = device.context();
    CommitContext context =
        new CommitContext(as.device(), as.deviceName(), as.account(), as.role(), now, given);
    Map<Sha256, ChunkFacts.State> before = new HashMap<>();
    world.workspace.chunks().forEach((hash, chunk) -> before.put(hash, chunk.state()));
    var request = device.request(change);
    CommitAnswer answer =
        world.workspace.commit(
            request, Sha256.digest(request.toString().getBytes(StandardCharsets.UTF_8)), context);
    before.forEach(
        (hash, state) -> {
          if (mistakes.contains(Mistake.NO_REVIVAL) && state == ChunkFacts.State.QUARANTINED) {
            world.workspace.mark(hash, state);
          }
        });
    for (StoredVersion version : world.workspace.versions()) {
      written.putIfAbsent(
          new VersionKey(version.node(), version.version().number()),
          world.workspace.head().revision().value());
    }
    return answer;
  }

  /** A run of the collector begins, and marks one half of the versions. */
  void markFirst() {
    started = ++now;
    marks.clear();
    marked = world.workspace.head().revision().value();
    mark(false);
  }

  /** The other half. */
  void markSecond() {
    mark(true);
  }

  private void mark(boolean second) {
    for (StoredVersion version : world.workspace.versions()) {
      boolean high = version.node().value().getLeastSignificantBits() > 2;
      if (high == second && !pruned.contains(key(version))) {
        marks.addAll(version.recipe().chunks());
      }
    }
  }

  private static VersionKey key(StoredVersion version) {
    return new VersionKey(version.node(), version.version().number());
  }

  private void catchUp() {
    if (mistakes.contains(Mistake.NO_CATCH_UP)) {
      return;
    }
    for (StoredVersion version : world.workspace.versions()) {
      if (written.get(key(version)) > marked && !pruned.contains(key(version))) {
        marks.addAll(version.recipe().chunks());
      }
    }
    marked = world.workspace.head().revision().value();
  }

  private LifeTimes times() {
    return new LifeTimes(started, 0, 0, 0, 0);
  }

  private ChunkLife.ChunkFacts facts(Sha256 hash) {
    Chunk chunk = world.workspace.chunks().get(hash);
    return new ChunkLife.ChunkFacts(
        ChunkLife.ChunkState.valueOf(chunk.state().name()),
        marks.contains(hash),
        chunk.locations().size(),
        0,
        quarantined.getOrDefault(hash, 0L));
  }

  /** Quarantines what is not marked. */
  void quarantine() {
    now++;
    catchUp();
    for (Sha256 hash : List.copyOf(world.workspace.chunks().keySet())) {
      if (ChunkLife.quarantine(facts(hash), times()) == ChunkFate.QUARANTINE) {
        world.workspace.mark(hash, ChunkFacts.State.QUARANTINED);
        quarantined.put(hash, now);
      }
    }
  }

  /** Reads what may be swept, without the lock. */
  void readSweep() {
    catchUp();
    toSweep =
        world.workspace.chunks().keySet().stream()
            .filter(hash -> ChunkLife.sweep(facts(hash), times()) == ChunkFate.SWEEP)
            .toList();
  }

  /** Sweeps of that what the rule lets go. */
  void sweep() {
    now++;
    catchUp();
    for (Sha256 hash : toSweep) {
      Chunk chunk = world.workspace.chunks().get(hash);
      if (chunk == null) {
        continue;
      }
      ChunkFate fate = ChunkLife.sweep(facts(hash), times());
      if (fate == ChunkFate.SWEEP || mistakes.contains(Mistake.NO_CHECK_UNDER_LOCK)) {
        world.workspace.chunks().remove(hash);
        if (mistakes.contains(Mistake.PACK_WITH_CHUNK)) {
          chunk.locations().forEach(place -> take(place.pack()));
        }
      } else if (fate == ChunkFate.REVIVE) {
        throw new AssertionError("A chunk was quarantined although a version names it");
      }
    }
  }

  private void take(PackId pack) {
    world.workspace.condemn(pack);
    condemned.put(pack, now);
  }

  private long places(PackId pack) {
    return world.workspace.chunks().values().stream()
        .flatMap(chunk -> chunk.locations().stream())
        .map(ChunkLocation::pack)
        .filter(pack::equals)
        .count();
  }

  private ChunkLife.PackFacts row(PackId pack) {
    PackFacts facts = world.workspace.asSeenBy(world.laptop.id).pack(pack);
    return facts == null
        ? null
        : new ChunkLife.PackFacts(
            facts.condemned(), condemned.getOrDefault(pack, 0L), places(pack));
  }

  /** Condemns packs that hold nothing. */
  void condemn() {
    now++;
    for (PackId pack : world.blobs.keySet()) {
      ChunkLife.PackFacts row = row(pack);
      if (row != null && ChunkLife.condemn(row) == PackFate.CONDEMN) {
        take(pack);
      }
    }
  }

  /** Lists blobs that no commit has named. */
  void listOrphans() {
    orphans =
        store.stream()
            .filter(
                pack ->
                    ChunkLife.listed(row(pack), deleted.contains(pack), 0, times())
                        == PackFate.CONDEMN)
            .toList();
  }

  /** Condemns those of them that are still not named. */
  void condemnOrphans() {
    now++;
    for (PackId pack : orphans) {
      if (mistakes.contains(Mistake.NOT_CONDEMNED)) {
        store.remove(pack);
      } else if (row(pack) == null) {
        take(pack);
      }
    }
  }

  /** Another run deletes the blobs of condemned packs. */
  void delete() {
    started = ++now;
    for (PackId pack : List.copyOf(store)) {
      ChunkLife.PackFacts row = row(pack);
      if (row != null && ChunkLife.delete(row, times()) == PackFate.DELETE) {
        store.remove(pack);
        deleted.add(pack);
        if (mistakes.contains(Mistake.NO_TOMBSTONE)) {
          world.workspace.forget(pack);
        }
      }
    }
  }

  /** Retention removes the content that was replaced. */
  void prune() {
    VersionKey first = new VersionKey(old, new VersionNumber(1));
    world.workspace.prune(first.node(), first.version());
    pruned.add(first);
  }

  /** Copies what is good in the first pack into a new one, without the lock. */
  void copySparse() {
    String living =
        Stream.of("a", "b")
            .filter(word -> moves(RuleWorld.hash(word)))
            .collect(Collectors.joining(" "));
    if (!living.isEmpty()) {
      copy = world.pack(living);
      store.add(copy);
      if (mistakes.contains(Mistake.MOVE_IN_TWO)) {
        copied().forEach(place -> world.workspace.move(place.hash(), sparse, null));
      }
    }
  }

  private boolean moves(Sha256 hash) {
    Chunk chunk = world.workspace.chunks().get(hash);
    return chunk != null
        && ChunkLife.moves(
            ChunkLife.ChunkState.valueOf(chunk.state().name()),
            chunk.locations().stream().anyMatch(place -> place.pack().equals(sparse)));
  }

  private List<ChunkLocation> copied() {
    return ((PackFooter.Found) world.blobs.get(copy)).entries();
  }

  /** Changes the places over to the copy. */
  void changeOver() {
    now++;
    if (copy == null
        || (!world.workspace.adopt(copy) && !mistakes.contains(Mistake.MOVE_INTO_ORPHAN))) {
      return;
    }
    for (ChunkLocation place : copied()) {
      if (moves(place.hash())) {
        world.workspace.move(place.hash(), sparse, place);
      }
    }
  }

  /** A device names chunks that it knows the workspace to have. */
  void commitByHash(String who, String words) {
    answers.put(
        who,
        put(world.desktop, RuleWorld.file(world.newNode(), NodeId.ROOT, who, world.byHash(words))));
  }

  private boolean wasRefused(String who) {
    CommitAnswer answer = answers.get(who);
    return answer != null
        && (answer.refused() instanceof ChangeAnswer.MissingChunks
            || answer.answers().stream().anyMatch(ChangeAnswer.MissingChunks.class::isInstance));
  }

  /** A device uploads a pack. */
  void upload(String who, String words) {
    PackId pack = world.pack(words);
    store.add(pack);
    uploaded.put(who, pack);
  }

  /** The server reads the footer of that pack. */
  void readFooter(String who) {
    footers.put(who, given());
  }

  /** The commit that names it, decided by the footer read before. */
  void commitUpload(String who, String words) {
    PackId pack = uploaded.get(who);
    int count = words.split(" ").length;
    Content content =
        world.content(words, VersionNumber.NONE, List.of(new RecipeOp.Run(pack, 0, count)));
    answers.put(
        who,
        put(
            world.desktop,
            RuleWorld.file(world.newNode(), NodeId.ROOT, who + now, content),
            Objects.requireNonNull(footers.get(who))));
  }

  /** Uploads and commits in one go when the commit before was told that chunks are missing. */
  void uploadIfRefused(String who, String words) {
    if (wasRefused(who)) {
      upload(who, words);
      readFooter(who);
      commitUpload(who, words);
    }
  }

  /** What is wrong now. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    Set<Sha256> named = new HashSet<>();
    for (StoredVersion version : world.workspace.versions()) {
      named.addAll(version.recipe().chunks());
    }
    for (Sha256 hash : named) {
      Chunk chunk = world.workspace.chunks().get(hash);
      boolean readable =
          chunk != null
              && chunk.locations().stream()
                  .map(ChunkLocation::pack)
                  .anyMatch(pack -> store.contains(pack) && !world.workspace.isCondemned(pack));
      if (!readable) {
        problems.add("A committed chunk can't be read: " + hash);
      } else if (chunk.state() == ChunkFacts.State.QUARANTINED) {
        problems.add("A committed chunk is in quarantine: " + hash);
      }
    }
    for (PackId pack : world.blobs.keySet()) {
      if (world.workspace.isCondemned(pack) && places(pack) > 0) {
        problems.add("A condemned pack is a chunk's place: " + pack);
      }
      if (!store.contains(pack) && !world.workspace.isCondemned(pack)) {
        problems.add("A deleted pack was not condemned: " + pack);
      }
    }
    return problems;
  }
}
