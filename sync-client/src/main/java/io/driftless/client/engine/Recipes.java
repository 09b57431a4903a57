package io.driftless.client.engine;

import io.driftless.client.schedule.Lane;
import io.driftless.client.schedule.Outcome;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.protocol.api.JournalMessages.RecipeAnswer;
import io.driftless.protocol.api.JournalMessages.RecipeFound;
import io.driftless.protocol.api.JournalMessages.RecipeQuery;
import io.driftless.protocol.api.JournalMessages.RecipeWanted;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The recipes of remote versions: those that came with the journal, for a while, and those asked
 * for. And those of local contents.
 */
final class Recipes {

  private static final int KEPT = 20_000;
  private static final int ASKED = 500;

  private record Known(VersionNumber version, RecipeScript script) {}

  private final Core core;
  private final Map<NodeId, Known> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Known> eldest) {
          return size() > KEPT;
        }
      };
  private final Set<NodeId> wanted = new LinkedHashSet<>();
  private boolean asking;

  Recipes(Core core) {
    this.core = core;
  }

  /** A row came with its recipe. */
  void came(ChangedNode change) {
    FileVersion version = change.row().version();
    if (version != null && change.recipe() != null) {
      known.put(change.row().node(), new Known(version.number(), change.recipe()));
    }
  }

  /** The recipe of a node's remote version; null when it is not known (yet). */
  @Nullable RecipeScript of(NodeId node, FileVersion version) {
    Known at = known.get(node);
    return at != null && at.version().equals(version.number()) ? at.script() : null;
  }

  /** A location in it was wrong, or it is not needed any more. */
  void forget(NodeId node) {
    known.remove(node);
  }

  /**
   * Asks for the recipe of the node's remote version; the node is planned again when it is here.
   */
  void want(NodeId node) {
    core.startWork(node);
    wanted.add(node);
    core.wake();
  }

  boolean isIdle() {
    return wanted.isEmpty() && !asking;
  }

  void pump() {
    if (asking || wanted.isEmpty()) {
      return;
    }
    List<RecipeWanted> query = new ArrayList<>();
    List<NodeId> nodes = new ArrayList<>();
    for (NodeId node : List.copyOf(wanted)) {
      if (nodes.size() == ASKED) {
        break;
      }
      wanted.remove(node);
      RemoteEntry remote = core.trees.get(node).remote();
      if (remote == null || remote.version() == null) {
        core.endWork(node);
        continue;
      }
      nodes.add(node);
      query.add(new RecipeWanted(node, remote.version().number(), VersionNumber.NONE));
    }
    if (nodes.isEmpty()) {
      return;
    }
    asking = true;
    core.ports
        .scheduler()
        .work(
            Lane.SERVER,
            () -> core.ports.server().recipes(core.settings.workspace(), new RecipeQuery(query)),
            outcome -> answered(nodes, outcome));
  }

  private void answered(List<NodeId> nodes, Outcome<RecipeAnswer> outcome) {
    asking = false;
    RecipeAnswer answer = outcome.value();
    if (answer == null) {
      Exception failure = outcome.failure();
      for (NodeId node : nodes) {
        if (failure != null) {
          core.rest(node, 3_000, Failures.code(failure), Failures.words(failure));
        }
        core.endWork(node);
      }
      return;
    }
    Set<NodeId> given = new LinkedHashSet<>();
    for (RecipeFound found : answer.recipes()) {
      given.add(found.node());
      if (found.script() != null) {
        known.put(found.node(), new Known(found.version(), found.script()));
      } else {
        core.rest(
            found.node(), 30_000, "version-gone", "The server has no content of this version.");
      }
    }
    for (NodeId node : nodes) {
      if (given.contains(node)) {
        core.endWork(node);
      } else {
        wanted.add(node); // beyond the limit of one answer
      }
    }
    core.wake();
  }

  /** How a content that was read or placed here is cut; null when it is not known. */
  @Nullable List<Chunk> cut(Sha256 digest, long size, int profile) {
    if (size == 0) {
      return List.of();
    }
    int least = ChunkingProfile.ofId(profile).map(ChunkingProfile::minBytes).orElse(0);
    return size <= least
        ? List.of(new Chunk(0, (int) size, digest))
        : core.ports.store().cut(digest, profile);
  }
}
