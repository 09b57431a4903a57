package io.driftless.client.engine;

import io.driftless.client.files.FileStamp;
import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.Placer;
import io.driftless.client.files.RelPath;
import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.store.ChunkSpot;
import io.driftless.client.store.StoreBatch.KnownContent;
import io.driftless.client.tree.DiskNames;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fetches remote versions and puts them in place: many small files in one job, so that their chunks
 * come in few reads; a large one alone, so that small ones pass it.
 */
final class Downloads {

  private static final int JOBS = 3;
  private static final int JOB_FILES = 300;
  private static final long JOB_BYTES = 8L << 20;
  private static final int LARGE_JOBS = 1;
  private static final long LOOK_AGAIN_MILLIS = 200;

  /** Files at least this large are fetched alone and continue where they were after a restart. */
  static final long LARGE_BYTES = 16L << 20;

  private final Core core;
  private final Recipes recipes;
  private final Replaced replaced;
  private final Scanning scanning;
  private final Sightings sightings;
  private final GivenStamps given;
  private final Set<NodeId> queue = new LinkedHashSet<>();
  private final Map<NodeId, Integer> failures = new HashMap<>();
  private int jobs;
  private int largeJobs;

  Downloads(Core core, Recipes recipes, Replaced replaced, Scanning scanning, Sightings sightings) {
    this.core = core;
    this.recipes = recipes;
    this.replaced = replaced;
    this.scanning = scanning;
    this.sightings = sightings;
    this.given = new GivenStamps(core, scanning);
  }

  boolean isIdle() {
    return queue.isEmpty() && jobs == 0;
  }

  /** A node's remote version is wanted on the disk. */
  void want(NodeId node) {
    RemoteEntry remote = core.trees.get(node).remote();
    FileVersion version = remote == null ? null : remote.version();
    if (version == null) {
      return;
    }
    if (chunksOf(node, version) == null) {
      recipes.want(node);
      return;
    }
    core.startWork(node);
    queue.add(node);
    core.wake();
  }

  /**
   * The version's chunks, with places as far as known; null when its recipe has to be asked for.
   */
  private @Nullable List<FetchJob.Part> chunksOf(NodeId node, FileVersion version) {
    if (version.linkTarget() != null || version.size() == 0) {
      return List.of();
    }
    List<FetchJob.Part> parts = new ArrayList<>();
    RecipeScript script = recipes.of(node, version);
    if (script == null) {
      List<Chunk> cut = recipes.cut(version.digest(), version.size(), version.profile());
      if (cut == null || core.byDigest(version.digest()) == null) {
        return null;
      }
      cut.forEach(chunk -> parts.add(new FetchJob.Part(chunk.hash(), null)));
      return parts;
    }
    for (RecipeOp op : script.ops()) {
      if (!(op instanceof RecipeOp.Located located)) {
        return null;
      }
      located.chunks().forEach(place -> parts.add(new FetchJob.Part(place.hash(), place)));
    }
    return parts;
  }

  void pump() {
    while (jobs < JOBS && !queue.isEmpty()) {
      List<FetchJob.Item> batch = nextBatch();
      if (batch.isEmpty()) {
        return;
      }
      start(batch);
    }
  }

  private List<FetchJob.Item> nextBatch() {
    List<FetchJob.Item> batch = new ArrayList<>();
    long bytes = 0;
    Iterator<NodeId> waiting = queue.iterator();
    while (waiting.hasNext() && batch.size() < JOB_FILES && bytes < JOB_BYTES) {
      NodeId node = waiting.next();
      RemoteEntry remote = core.trees.get(node).remote();
      FileVersion version = remote == null ? null : remote.version();
      boolean large = version != null && version.size() >= LARGE_BYTES;
      if (large && (!batch.isEmpty() || largeJobs >= LARGE_JOBS)) {
        continue;
      }
      waiting.remove();
      FetchJob.Item item = remote == null || version == null ? null : item(node, remote, version);
      if (item == null) {
        core.endWork(node); // planned anew
        continue;
      }
      core.placing.add(item.target());
      core.names.claim(node, item.place().parent(), item.target().name());
      batch.add(item);
      bytes += item.version().size();
      if (large) {
        break;
      }
    }
    return batch;
  }

  private FetchJob.@Nullable Item item(NodeId node, RemoteEntry remote, FileVersion version) {
    if (core.trees.isLeftOut(node)) {
      return null; // by now
    }
    NodeState state = core.trees.get(node);
    LocalEntry local = state.local();
    RelPath target = local == null ? core.paths.of(node, remote.place()) : core.diskPath(node);
    List<FetchJob.Part> parts = chunksOf(node, version);
    if (target == null || parts == null) {
      return null;
    }
    Place place = local == null ? remote.place() : local.place();
    if (local == null && core.trees.localChild(place) != null) {
      return null;
    }
    Placer.Expected expected = null;
    if (local != null) {
      FileContent content = local.content();
      if (content == null) {
        return null;
      }
      expected =
          new Placer.Expected(
              local.stamp(), node, content.digest(), core.ports.ids().next().toString());
    }
    return new FetchJob.Item(
        node,
        place,
        target,
        version,
        parts,
        sources(node, version, parts),
        expected,
        core.ports.ids().next().toString());
  }

  /** Where on this disk chunks may be; each is compared when it is read. */
  private Map<Sha256, FetchJob.Source> sources(
      NodeId node, FileVersion version, List<FetchJob.Part> parts) {
    Map<Sha256, FetchJob.Source> sources = new HashMap<>();
    NodeId whole = core.byDigest(version.digest());
    RelPath same = whole == null ? null : core.diskPath(whole);
    List<Chunk> cut = recipes.cut(version.digest(), version.size(), version.profile());
    if (same != null && cut != null) {
      cut.forEach(
          chunk ->
              sources.put(chunk.hash(), new FetchJob.Source(same, chunk.offset(), chunk.length())));
      return sources;
    }
    addOlderVersion(node, sources);
    Set<Sha256> others = new LinkedHashSet<>();
    for (FetchJob.Part part : parts) {
      NodeId single = core.byDigest(part.hash());
      RelPath path = single == null ? null : core.diskPath(single);
      ChunkLocation place = part.place();
      if (path != null && place != null) {
        sources.put(part.hash(), new FetchJob.Source(path, 0, place.rawLength()));
      } else if (!sources.containsKey(part.hash())) {
        others.add(part.hash());
      }
    }
    core.ports.store().spots(others).forEach((hash, spot) -> addSpot(hash, spot, sources));
    return sources;
  }

  private void addOlderVersion(NodeId node, Map<Sha256, FetchJob.Source> into) {
    LocalEntry local = core.trees.get(node).local();
    FileContent content = local == null ? null : local.content();
    RelPath path = core.diskPath(node);
    if (content == null || path == null || content.linkTarget() != null) {
      return;
    }
    List<Chunk> cut = recipes.cut(content.digest(), content.size(), content.profile());
    if (cut != null) {
      cut.forEach(
          chunk ->
              into.put(chunk.hash(), new FetchJob.Source(path, chunk.offset(), chunk.length())));
    }
  }

  private void addSpot(Sha256 hash, ChunkSpot spot, Map<Sha256, FetchJob.Source> into) {
    NodeId holder = core.byDigest(spot.content());
    RelPath path = holder == null ? null : core.diskPath(holder);
    if (path != null) {
      into.put(hash, new FetchJob.Source(path, spot.offset(), spot.length()));
    }
  }

  private void start(List<FetchJob.Item> batch) {
    jobs++;
    long beganNanos = given.nowNanos();
    boolean large = batch.get(0).version().size() >= LARGE_BYTES;
    largeJobs += large ? 1 : 0;
    LocalFiles files = core.ports.files();
    FetchJob job = new FetchJob(files, core.ports, core.settings.workspace());
    core.ports
        .scheduler()
        .work(
            Lane.DOWNLOAD,
            () -> job.run(batch),
            outcome -> {
              jobs--;
              largeJobs -= large ? 1 : 0;
              done(batch, outcome, beganNanos);
            });
  }

  private void done(
      List<FetchJob.Item> batch, Outcome<List<FetchJob.Result>> outcome, long beganNanos) {
    List<FetchJob.Result> results =
        Optional.ofNullable(outcome.value())
            .orElseThrow(() -> new IllegalStateException("Fetching failed", outcome.failure()));
    for (FetchJob.Item item : batch) {
      core.placing.remove(item.target());
      core.names.release(item.node()).forEach(core::touch);
      core.working.remove(item.node());
    }
    for (FetchJob.Result result : results) {
      NodeId node = result.item().node();
      if (result.placed() instanceof Placer.Done done) {
        failures.remove(node);
        note(result, done, beganNanos);
      } else if (result.failure() != null) {
        keepAway(result);
        scanning.entry(result.item().target());
        failed(node, result.failure());
      } else {
        keepAway(result);
        core.rest(node, LOOK_AGAIN_MILLIS, "changing", "It is being changed here.");
        scanning.entry(result.item().target());
      }
      core.touch(node);
    }
    sightings.lookAgain();
    core.wake();
  }

  /**
   * Somebody was quicker, or it can't be told for sure; what was taken away before is still to be
   * checked.
   */
  private void keepAway(FetchJob.Result result) {
    Placer.Expected was = result.item().expected();
    if (result.placed() instanceof Placer.Changed changed
        && changed.kept() != null
        && was != null) {
      replaced.keep(changed.kept(), was, beside(result.item()));
    }
  }

  private RelPath beside(FetchJob.Item item) {
    return core.paths.of(item.place().parent(), item.target().name());
  }

  private void note(FetchJob.Result result, Placer.Done done, long beganNanos) {
    FetchJob.Item item = result.item();
    NodeId node = item.node();
    FileVersion version = item.version();
    NodeState state = core.trees.get(node);
    LocalEntry before = state.local();
    if (done.replaced() != null && item.expected() != null) {
      replaced.keep(done.replaced(), item.expected(), beside(item));
    }
    NodeId holder = core.trees.localChild(item.place());
    boolean fits =
        core.paths.fits(item.place(), item.target())
            && (holder == null || holder.equals(node))
            && (before == null || before.place().equals(item.place()));
    if (!fits) {
      scanning.entry(item.target());
      return;
    }
    FileContent content =
        new FileContent(
            version.size(),
            version.digest(),
            version.executable(),
            version.profile(),
            version.linkTarget() == null ? result.recipe() : null,
            version.linkTarget());
    if (!result.chunks().isEmpty()) {
      core.batch().content(new KnownContent(version.digest(), version.profile(), result.chunks()));
    }
    item.parts().stream()
        .map(FetchJob.Part::place)
        .filter(Objects::nonNull)
        .forEach(core.batch()::chunk);
    takeDown(node, state, item);
    FileStamp stamp = given.given(node, Objects.requireNonNull(done.stamp()), beganNanos);
    String shownAs = DiskNames.asShown(item.place(), item.target().name());
    NodeKind kind = content.linkTarget() == null ? NodeKind.FILE : NodeKind.LINK;
    core.facts.fetched(node, new LocalEntry(item.place(), shownAs, kind, stamp, content), version);
    recipes.forget(node);
  }

  private void takeDown(NodeId node, NodeState state, FetchJob.Item item) {
    String path = item.target().value();
    RemoteEntry remote = state.remote();
    core.ports
        .deeds()
        .did(
            Deeds.Rule.FETCHED,
            node,
            node,
            path,
            path,
            remote == null ? core.revision() : remote.revision());
  }

  private void failed(NodeId node, Exception failure) {
    recipes.forget(node); // places may be wrong
    int count = failures.merge(node, 1, Integer::sum);
    core.rest(node, Failures.backoffMillis(count), Failures.code(failure), Failures.words(failure));
  }
}
