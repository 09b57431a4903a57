package io.driftless.client.engine;

import io.driftless.client.plan.Action;
import io.driftless.client.plan.CommitOrder;
import io.driftless.client.schedule.Lane;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns ordered steps into the changes of a commit, as many as fit. */
final class Changes {

  private static final int CHANGE_BYTES = 300;
  private static final long TOO_LARGE_MILLIS = 600_000;
  private static final int STAGED_ABOVE_BYTES = 256 << 10;

  private final Core core;
  private final Recipes recipes;
  private final Uploads uploads;

  /** Nodes whose recipe has to travel whole, because the server lost the base. */
  private final Set<NodeId> whole = new HashSet<>();

  /** Recipes that were sent ahead, by their digest. */
  private final Map<NodeId, Sha256> staged = new HashMap<>();

  /** How many chunks the recipes written last have, and those that they copy from. */
  private final Map<NodeId, CommitLoad.Chunks> chunks = new HashMap<>();

  Changes(Core core, Recipes recipes, Uploads uploads) {
    this.core = core;
    this.recipes = recipes;
    this.uploads = uploads;
  }

  /** The server does not have the version, or the recipe sent ahead, that the change named. */
  void sendWhole(NodeId node) {
    whole.add(node);
    staged.remove(node);
  }

  /** The server may be another one: what was sent ahead is not there. */
  void forgetStaged() {
    staged.clear();
  }

  /** The change was taken. */
  void done(NodeId node) {
    whole.remove(node);
    staged.remove(node);
    chunks.remove(node);
  }

  /** The first changes that fit into one commit; a group goes whole or not at all. */
  List<Change> of(List<CommitOrder.Step> steps, Cursor cursor, int mostBytes) {
    List<Change> changes = new ArrayList<>();
    int bytes = 0;
    CommitLoad load = CommitLoad.NONE;
    Set<NodeId> left = new HashSet<>();
    for (int from = 0; from < steps.size(); ) {
      int to = groupEnd(steps, from);
      List<Change> members = new ArrayList<>();
      int size = 0;
      for (CommitOrder.Step step : steps.subList(from, to)) {
        Change change = needsLeft(step, left) ? null : change(step, cursor);
        if (change == null) {
          members.clear();
          steps.subList(from, to).forEach(lost -> left.add(lost.send().node()));
          break;
        }
        members.add(change);
        size += CHANGE_BYTES + bytes(change);
      }
      CommitLoad with = load.and(members, chunks, uploads::chunksIn);
      if (!with.fits() && !CommitLoad.NONE.and(members, chunks, uploads::chunksIn).fits()) {
        members.forEach(this::waits);
        steps.subList(from, to).forEach(lost -> left.add(lost.send().node()));
        from = to;
        continue;
      }
      boolean fits =
          changes.size() + members.size() <= Limits.MAX_CHANGES
              && bytes + size <= mostBytes
              && with.fits();
      if (!fits && !changes.isEmpty()) {
        break;
      }
      changes.addAll(members);
      bytes += size;
      load = with;
      from = to;
    }
    return changes;
  }

  /** More than the server takes in one commit, even alone. */
  private void waits(Change change) {
    core.rest(
        change.node(),
        TOO_LARGE_MILLIS,
        "too-large",
        "More new content than the server takes in one commit; it stays on this device.");
  }

  /** Whether a step was to come after one that could not be written just now. */
  private boolean needsLeft(CommitOrder.Step step, Set<NodeId> left) {
    if (left.isEmpty()) {
      return false;
    }
    NodeState node = core.trees.get(step.send().node());
    LocalEntry local = node.local();
    if (step.send() instanceof Action.SendRemove) {
      return true;
    }
    NodeId holder = local == null ? null : core.trees.remoteChild(local.place());
    return local != null
        && (left.contains(local.place().parent()) || (holder != null && left.contains(holder)));
  }

  private static int groupEnd(List<CommitOrder.Step> steps, int from) {
    int group = steps.get(from).group();
    int to = from + 1;
    while (group != 0 && to < steps.size() && steps.get(to).group() == group) {
      to++;
    }
    return to;
  }

  /** The first half, cut between groups. */
  List<Change> firstHalf(List<Change> all) {
    int to = all.size() / 2;
    while (to < all.size()
        && to > 0
        && all.get(to).group() != 0
        && all.get(to).group() == all.get(to - 1).group()) {
      to++;
    }
    return all.subList(0, Math.max(1, to));
  }

  private static int bytes(Change change) {
    return change instanceof Change.Put put ? Scripts.bytes(put.content().recipe()) : 0;
  }

  private @Nullable Change change(CommitOrder.Step step, Cursor cursor) {
    NodeState node = core.trees.get(step.send().node());
    NodeId id = node.id();
    LocalEntry local = node.local();
    RemoteEntry remote = node.remote();
    int group = step.group();
    if (step.send() instanceof Action.SendRemove) {
      return remote == null ? null : remove(id, remote, cursor, group);
    }
    if (local == null) {
      return null;
    }
    if (step.send() instanceof Action.SendFolder) {
      return new Change.MakeFolder(id, local.place().parent(), local.place().name(), group);
    }
    if (step.send() instanceof Action.SendMove) {
      Revision base = remote == null ? Revision.NONE : remote.revision();
      return new Change.Move(id, local.place().parent(), local.place().name(), base, group);
    }
    return put(node, local, remote, group);
  }

  private static Change remove(NodeId id, RemoteEntry remote, Cursor cursor, int group) {
    FileVersion version = remote.version();
    return version == null
        ? new Change.Remove(id, VersionNumber.NONE, cursor.revision(), group)
        : new Change.Remove(id, version.number(), remote.revision(), group);
  }

  private @Nullable Change put(
      NodeState node, LocalEntry local, @Nullable RemoteEntry remote, int group) {
    FileContent content = local.content();
    if (content == null) {
      return null;
    }
    RecipeScript script = null;
    if (local.kind() == NodeKind.FILE) {
      script = script(node, content);
      if (script == null) {
        return null;
      }
    }
    FileVersion version = remote == null ? null : remote.version();
    Content given =
        new Content(
            content.size(),
            content.digest(),
            modifiedNanos(local, content, version),
            new KeptBit(core).sent(content, version),
            content.profile(),
            script,
            content.linkTarget());
    return version == null
        ? new Change.Put(
            node.id(),
            local.place().parent(),
            local.place().name(),
            local.kind(),
            VersionNumber.NONE,
            given,
            group)
        : new Change.Put(node.id(), null, null, local.kind(), version.number(), given, group);
  }

  /** What is sent again for the sake of its chunks does not become a new version by its time. */
  private static long modifiedNanos(
      LocalEntry local, FileContent content, @Nullable FileVersion version) {
    return version != null
            && version.digest().equals(content.digest())
            && version.executable() == content.executable()
        ? version.modifiedNanos()
        : local.stamp().modifiedNanos();
  }

  /** The recipe to send; null when it can't be written now, and what that takes was begun. */
  private @Nullable RecipeScript script(NodeState node, FileContent content) {
    NodeId id = node.id();
    List<Chunk> cut = recipes.cut(content.digest(), content.size(), content.profile());
    if (cut == null) {
      uploads.forget(id);
      core.touch(id);
      return null;
    }
    Sha256 digest = new Recipe(cut.stream().map(Chunk::hash).toList()).digest();
    chunks.put(id, new CommitLoad.Chunks(cut.size(), 0));
    if (digest.equals(staged.get(id))) {
      return new RecipeScript(VersionNumber.NONE, List.of(new RecipeOp.Staged(digest)), digest);
    }
    SyncedEntry synced = node.synced();
    FileVersion agreed = synced == null ? null : synced.version();
    List<Chunk> base =
        agreed == null || whole.contains(id)
            ? null
            : recipes.cut(agreed.digest(), agreed.size(), agreed.profile());
    Set<Sha256> hashes = new LinkedHashSet<>();
    cut.forEach(chunk -> hashes.add(chunk.hash()));
    Map<Sha256, ChunkLocation> known = core.batch().chunksOver(core.ports.store(), hashes);
    RecipeScript script =
        Scripts.write(
            cut,
            agreed == null ? VersionNumber.NONE : agreed.number(),
            base == null ? List.of() : base,
            known,
            uploads.freshPacks());
    chunks.put(id, new CommitLoad.Chunks(cut.size(), base == null ? 0 : base.size()));
    if (script == null) {
      uploads.forget(id);
      core.touch(id);
    } else if (Scripts.bytes(script) > STAGED_ABOVE_BYTES) {
      stage(id, new Recipe(cut.stream().map(Chunk::hash).toList()), digest);
      return null;
    }
    return script;
  }

  /** Sends a long recipe ahead. */
  private void stage(NodeId id, Recipe recipe, Sha256 digest) {
    core.startWork(id);
    core.ports
        .scheduler()
        .work(
            Lane.SERVER,
            () -> {
              core.ports.server().stageRecipe(core.settings.workspace(), recipe);
              return recipe;
            },
            outcome -> {
              Exception failure = outcome.failure();
              if (failure == null) {
                staged.put(id, digest);
              } else {
                core.rest(id, 5_000, Failures.code(failure), Failures.words(failure));
              }
              core.endWork(id);
            });
  }
}
