package io.driftless.client.engine;

import io.driftless.client.content.ContentReader;
import io.driftless.client.content.ReadContent;
import io.driftless.client.files.RelPath;
import io.driftless.client.plan.Action;
import io.driftless.client.plan.ConflictNames;
import io.driftless.client.schedule.Lane;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds out whether two contents with the same declared digest are the same: by their recipes,
 * since a digest alone is only what somebody said.
 */
final class Comparing {

  private final Core core;
  private final Recipes recipes;
  private final Placing placing;
  private final ContentReader reader;

  Comparing(Core core, Recipes recipes, Placing placing) {
    this.core = core;
    this.recipes = recipes;
    this.placing = placing;
    this.reader = new ContentReader(core.ports.files(), core.ports.scheduler().clock());
  }

  void take(Action.Compare compare) {
    NodeId id = compare.node();
    NodeState node = core.trees.get(id);
    LocalEntry local = node.local();
    RemoteEntry remote = node.remote();
    FileContent content = local == null ? null : local.content();
    FileVersion version = remote == null ? null : remote.version();
    if (local == null || content == null || version == null) {
      return;
    }
    if (version.linkTarget() != null || version.size() == 0) {
      decide(node, local, version, Objects.equals(content.linkTarget(), version.linkTarget()));
      return;
    }
    RecipeScript script = recipes.of(id, version);
    if (script == null) {
      recipes.want(id);
    } else if (content.profile() == version.profile()) {
      decide(node, local, version, script.digest().equals(content.recipe()));
    } else {
      cutAlike(node, local, version, script.digest());
    }
  }

  /** Cuts the local content by the other profile to compare. */
  private void cutAlike(NodeState node, LocalEntry local, FileVersion version, Sha256 wanted) {
    RelPath path = core.diskPath(node.id());
    if (path == null) {
      return;
    }
    core.startWork(node.id());
    core.ports
        .scheduler()
        .work(
            Lane.HASH,
            () -> Optional.ofNullable(reader.read(path, version.profile())),
            outcome -> {
              core.endWork(node.id());
              NodeState now = core.trees.get(node.id());
              var read = outcome.value();
              ReadContent content = read == null ? null : read.orElse(null);
              Exception failure = outcome.failure();
              if (failure != null) {
                core.rest(node.id(), 5_000, Failures.code(failure), Failures.words(failure));
                return;
              }
              if (content == null || !local.equals(now.local())) {
                core.rest(node.id(), 500, "changing", "The file is being changed.");
                return;
              }
              decide(now, local, version, wanted.equals(content.content().recipe()));
            });
  }

  private void decide(NodeState node, LocalEntry local, FileVersion version, boolean equal) {
    if (equal) {
      SyncedEntry synced = node.synced();
      core.facts.agreed(
          node.id(),
          synced == null
              ? new SyncedEntry(local.place(), local.kind(), version)
              : synced.with(version));
      new KeptBit(core).agreed(node.id(), version);
      recipes.forget(node.id());
    } else {
      placing.take(new Action.SetAside(node.id(), conflictPlace(local.place())));
    }
  }

  private Place conflictPlace(Place beside) {
    var context = core.planContext();
    return new Place(
        beside.parent(),
        ConflictNames.free(
            beside.name(),
            context.device(),
            context.date(),
            name -> isTaken(beside.parent(), name)));
  }

  private boolean isTaken(NodeId parent, String name) {
    Place place = new Place(parent, name);
    return core.trees.localChild(place) != null || core.trees.remoteChild(place) != null;
  }
}
