package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import io.driftless.server.commit.CommitReads.Place;
import io.driftless.server.commit.CommitReads.VersionKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what a request names. */
final class RequestReads {

  private final GivenContent given;
  private final Set<NodeId> nodes = new LinkedHashSet<>();
  private final Set<Place> places = new LinkedHashSet<>();
  private final Set<VersionKey> versions = new LinkedHashSet<>();
  private final Set<Sha256> chunks = new LinkedHashSet<>();
  private final Set<PackId> packs = new LinkedHashSet<>();

  private RequestReads(GivenContent given) {
    this.given = given;
  }

  static CommitNeeds needs(CommitRequest request) {
    Set<PackId> packs = new LinkedHashSet<>(request.packs());
    Set<Sha256> staged = new LinkedHashSet<>();
    for (Change change : request.changes()) {
      for (RecipeOp op : ops(change)) {
        if (op instanceof RecipeOp.Run run) {
          packs.add(run.pack());
        } else if (op instanceof RecipeOp.Staged recipe) {
          staged.add(recipe.recipe());
        }
      }
    }
    return new CommitNeeds(packs, staged);
  }

  static CommitReads reads(CommitRequest request, GivenContent given) {
    RequestReads reads = new RequestReads(given);
    reads.packs.addAll(request.packs());
    request.changes().forEach(reads::add);
    return new CommitReads(reads.nodes, reads.places, reads.versions, reads.chunks, reads.packs);
  }

  private void add(Change change) {
    addNode(change.node());
    if (change instanceof Change.Put put) {
      addPlace(put.parent(), put.name());
      addContent(put);
    } else if (change instanceof Change.MakeFolder make) {
      addPlace(make.parent(), make.name());
    } else if (change instanceof Change.Move move) {
      addPlace(move.parent(), move.name());
    } else if (change instanceof Change.Restore restore) {
      addPlace(restore.parent(), restore.name());
      if (!restore.from().equals(VersionNumber.NONE)) {
        versions.add(new VersionKey(restore.node(), restore.from()));
      }
    }
  }

  private void addNode(@Nullable NodeId node) {
    if (node != null && !node.isRoot()) {
      nodes.add(node);
    }
  }

  private void addPlace(@Nullable NodeId parent, @Nullable String name) {
    addNode(parent);
    if (parent != null && name != null) {
      places.add(new Place(parent, name));
    }
  }

  private void addContent(Change.Put put) {
    for (RecipeOp op : ops(put)) {
      if (op instanceof RecipeOp.Copy) {
        RecipeScript recipe = put.content().recipe();
        if (recipe != null) {
          versions.add(new VersionKey(put.node(), recipe.base()));
        }
      } else if (op instanceof RecipeOp.Hashes hashes) {
        chunks.addAll(hashes.hashes());
      } else if (op instanceof RecipeOp.Staged staged) {
        chunks.addAll(given.staged().getOrDefault(staged.recipe(), Recipe.EMPTY).chunks());
      } else if (op instanceof RecipeOp.Run run) {
        packs.add(run.pack());
        addRun(run);
      }
    }
  }

  private void addRun(RecipeOp.Run run) {
    if (given.packs().get(run.pack()) instanceof PackFooter.Found found) {
      List<ChunkLocation> entries = found.entries();
      int end = (int) Math.min(entries.size(), (long) run.first() + run.count());
      for (int i = Math.max(run.first(), 0); i < end; i++) {
        chunks.add(entries.get(i).hash());
      }
    }
  }

  private static List<RecipeOp> ops(Change change) {
    if (change instanceof Change.Put put) {
      RecipeScript recipe = put.content().recipe();
      return recipe == null ? List.of() : recipe.ops();
    }
    return List.of();
  }
}
