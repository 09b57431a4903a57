package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.recipe.BadRecipeException;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Expands the recipes of a commit and checks that the workspace holds every chunk, that the device
 * may rely on it, that the lengths add up to the size, and that it fits the quota.
 *
 * <p>Chunks copied from an earlier version of the node are held by that version; of these only as
 * many are looked up as it takes to know their length, so that a small edit of a huge file stays
 * cheap under the lock.
 */
final class ContentCheck {

  /** The most hashes in one answer. */
  static final int MAX_MISSING = 1_000;

  /**
   * What became of a recipe: one of both is null.
   *
   * @param recipe expanded, its packs and revived chunks noted
   * @param given its chunks that were not copied from an earlier version of the node
   * @param refusal why not
   */
  record Checked(@Nullable Recipe recipe, Set<Sha256> given, @Nullable ChangeAnswer refusal) {
    static Checked refused(ChangeAnswer why) {
      return new Checked(null, Set.of(), why);
    }
  }

  private final WorkspaceState state;
  private final GivenContent given;
  private final WorkingState work;
  private @Nullable Map<Sha256, ChunkLocation> brought;

  ContentCheck(WorkspaceState state, CommitContext context, WorkingState work) {
    this.state = state;
    this.given = context.given();
    this.work = work;
  }

  Checked check(NodeId node, Content content, RecipeScript script) {
    ChangeAnswer refusal = sources(node, script);
    if (refusal != null) {
      return Checked.refused(refusal);
    }
    try {
      Recipe recipe = script.expand(new Sources(node));
      refusal = chunks(node, content, script);
      return refusal == null
          ? new Checked(recipe, given(node, script), null)
          : Checked.refused(refusal);
    } catch (BadRecipeException e) {
      return Checked.refused(Decision.malformed(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Takes new packs whose chunks no recipe of the commit needs to name.
   *
   * @return why none was taken; null when all were
   */
  @Nullable ChangeAnswer bring(List<PackId> packs) {
    Set<PackId> used = new LinkedHashSet<>();
    for (PackId pack : packs) {
      if (!(given.packs().get(pack) instanceof PackFooter.Found found)) {
        return new ChangeAnswer.MissingChunks(List.of());
      }
      PackFacts facts = state.pack(pack);
      if (facts != null && facts.condemned()) {
        return missing(found.entries().stream().map(ChunkLocation::hash).toList());
      }
      if (facts == null) {
        used.add(pack);
      }
    }
    return take(state.chunks(chunksOf(used)), used);
  }

  /** Chunks that are in quarantine leave it: whoever brings them again is about to name them. */
  private List<Sha256> chunksOf(Set<PackId> packs) {
    return packs.stream()
        .flatMap(pack -> found(pack).entries().stream())
        .map(ChunkLocation::hash)
        .distinct()
        .toList();
  }

  /**
   * Takes the new packs of a content that the node has already, when chunks of theirs are not known
   * to be good: the packs that these came with may be gone.
   *
   * @return why not; null when taken, or when there is nothing to take
   */
  @Nullable ChangeAnswer bring(NodeId node, Content content) {
    RecipeScript script = content.recipe();
    if (script == null) {
      return null;
    }
    Set<Sha256> brings = new LinkedHashSet<>();
    for (RecipeOp op : script.ops()) {
      if (op instanceof RecipeOp.Run run && state.pack(run.pack()) == null) {
        ChangeAnswer refusal = pack(run);
        if (refusal != null) {
          return refusal;
        }
        found(run.pack()).entries().subList(run.first(), run.first() + run.count()).stream()
            .map(ChunkLocation::hash)
            .forEach(brings::add);
      }
    }
    Map<Sha256, ChunkFacts> facts = state.chunks(brings);
    boolean good =
        brings.stream()
            .map(facts::get)
            .allMatch(known -> known != null && known.state() == ChunkFacts.State.VERIFIED);
    return good ? null : check(node, content, script).refusal();
  }

  private Set<Sha256> given(NodeId node, RecipeScript script) {
    Set<Sha256> chunks = new LinkedHashSet<>();
    for (RecipeOp op : script.ops()) {
      if (!(op instanceof RecipeOp.Copy)) {
        chunks.addAll(part(node, script, op, new LinkedHashSet<>()).chunks());
      }
    }
    return chunks;
  }

  /** Whether everything that the script takes from is there. */
  private @Nullable ChangeAnswer sources(NodeId node, RecipeScript script) {
    for (RecipeOp op : script.ops()) {
      ChangeAnswer refusal = null;
      if (op instanceof RecipeOp.Copy) {
        refusal = base(node, script.base());
      } else if (op instanceof RecipeOp.Run run) {
        refusal = pack(run);
      } else if (op instanceof RecipeOp.Staged staged) {
        refusal =
            given.staged().containsKey(staged.recipe()) ? null : new ChangeAnswer.RecipeBaseGone();
      } else if (op instanceof RecipeOp.Located) {
        refusal = Decision.malformed("A device names chunks by hash or pack, not by place");
      }
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable ChangeAnswer base(NodeId node, VersionNumber base) {
    if (base.equals(VersionNumber.NONE)) {
      return Decision.malformed("The recipe copies from a version but names none");
    }
    return work.version(node, base) == null ? new ChangeAnswer.RecipeBaseGone() : null;
  }

  private @Nullable ChangeAnswer pack(RecipeOp.Run run) {
    PackFooter footer = given.packs().getOrDefault(run.pack(), new PackFooter.Absent());
    if (!(footer instanceof PackFooter.Found found)) {
      return new ChangeAnswer.MissingChunks(List.of());
    }
    List<ChunkLocation> entries = found.entries();
    if (run.first() < 0 || run.count() < 1 || run.first() > entries.size() - run.count()) {
      return Decision.malformed(
          "Pack %s has %d entries, not %d from %d",
          run.pack(), entries.size(), run.count(), run.first());
    }
    PackFacts facts = state.pack(run.pack());
    if (facts != null && facts.condemned()) {
      return missing(
          entries.subList(run.first(), run.first() + run.count()).stream()
              .map(ChunkLocation::hash)
              .toList());
    }
    return null;
  }

  private @Nullable ChangeAnswer chunks(NodeId node, Content content, RecipeScript script) {
    Set<Sha256> asked = new LinkedHashSet<>();
    Set<PackId> used = new LinkedHashSet<>();
    List<Part> parts = new ArrayList<>();
    for (RecipeOp op : script.ops()) {
      parts.add(part(node, script, op, used));
    }
    parts.forEach(part -> asked.addAll(part.chunks()));
    Map<Sha256, ChunkFacts> facts = state.chunks(asked);
    Set<Sha256> missing = new LinkedHashSet<>();
    long size = 0;
    for (Part part : parts) {
      size += part.knownBytes();
      for (Sha256 chunk : part.chunks()) {
        int length = length(chunk, facts.get(chunk), part, used);
        if (length == 0) {
          missing.add(chunk);
        }
        size += part.sign() * (long) length;
      }
    }
    if (!missing.isEmpty()) {
      return missing(missing);
    }
    if (size != content.size()) {
      return Decision.malformed(
          "The chunks have %d bytes, the content says %d", size, content.size());
    }
    return take(facts, used);
  }

  /**
   * Some chunks of a recipe whose lengths, times {@code sign}, are added to {@code knownBytes}.
   *
   * @param held whether a version holds them, so that they need not be trusted anew
   */
  private record Part(long knownBytes, int sign, List<Sha256> chunks, boolean held) {}

  private Part part(NodeId node, RecipeScript script, RecipeOp op, Set<PackId> used) {
    if (op instanceof RecipeOp.Copy copy) {
      return copied(copy, Objects.requireNonNull(work.version(node, script.base())));
    }
    if (op instanceof RecipeOp.Run run) {
      List<ChunkLocation> entries = found(run.pack()).entries();
      if (state.pack(run.pack()) == null) {
        used.add(run.pack());
      }
      return new Part(
          0,
          1,
          entries.subList(run.first(), run.first() + run.count()).stream()
              .map(ChunkLocation::hash)
              .toList(),
          false);
    }
    if (op instanceof RecipeOp.Hashes hashes) {
      return new Part(0, 1, hashes.hashes(), false);
    }
    RecipeOp.Staged staged = (RecipeOp.Staged) op;
    return new Part(
        0, 1, Objects.requireNonNull(given.staged().get(staged.recipe())).chunks(), false);
  }

  private static Part copied(RecipeOp.Copy copy, StoredVersion base) {
    List<Sha256> all = base.recipe().chunks();
    int end = copy.first() + copy.count();
    if (copy.count() <= all.size() / 2) {
      return new Part(0, 1, all.subList(copy.first(), end), true);
    }
    List<Sha256> rest = new ArrayList<>(all.subList(0, copy.first()));
    rest.addAll(all.subList(end, all.size()));
    return new Part(base.version().size(), -1, rest, true);
  }

  /** The raw length of a chunk that may be used; 0 when it is missing. */
  private int length(Sha256 chunk, @Nullable ChunkFacts facts, Part part, Set<PackId> used) {
    if (facts != null && (part.held() || facts.isTrusted())) {
      return facts.rawLength();
    }
    ChunkLocation own = brought().get(chunk);
    if (own == null) {
      return 0;
    }
    used.add(own.pack());
    return own.rawLength();
  }

  /** The chunks in packs that this commit names first; a damaged or condemned pack has none. */
  private Map<Sha256, ChunkLocation> brought() {
    Map<Sha256, ChunkLocation> known = brought;
    if (known == null) {
      known = new HashMap<>();
      for (PackId pack : new TreeSet<>(given.packs().keySet())) {
        if (given.packs().get(pack) instanceof PackFooter.Found found && state.pack(pack) == null) {
          for (ChunkLocation entry : found.entries()) {
            known.putIfAbsent(entry.hash(), entry);
          }
        }
      }
      brought = known;
    }
    return known;
  }

  private PackFooter.Found found(PackId pack) {
    return (PackFooter.Found) Objects.requireNonNull(given.packs().get(pack));
  }

  private @Nullable ChangeAnswer take(Map<Sha256, ChunkFacts> facts, Set<PackId> used) {
    List<NewPack> first =
        used.stream()
            .filter(pack -> !work.usesPack(pack))
            .map(pack -> new NewPack(pack, found(pack).entries()))
            .toList();
    long adds = first.stream().mapToLong(NewPack::storedBytes).sum();
    WorkspaceState.Quota quota = state.quota();
    long usedBytes = quota.usedBytes() + work.addedBytes();
    if (adds > 0 && adds > quota.limitBytes() - usedBytes) {
      return new ChangeAnswer.OverQuota(quota.limitBytes(), usedBytes);
    }
    first.forEach(work::usePack);
    facts.forEach(
        (chunk, fact) -> {
          if (fact.state() == ChunkFacts.State.QUARANTINED) {
            work.revive(chunk);
          }
        });
    return null;
  }

  private static ChangeAnswer missing(Collection<Sha256> hashes) {
    return new ChangeAnswer.MissingChunks(hashes.stream().distinct().limit(MAX_MISSING).toList());
  }

  private final class Sources implements RecipeScript.Source {
    private final NodeId node;

    Sources(NodeId node) {
      this.node = node;
    }

    @Override
    public Recipe base(VersionNumber version) {
      return Objects.requireNonNull(work.version(node, version)).recipe();
    }

    @Override
    public Sha256 entry(PackId pack, int entry) {
      return found(pack).entries().get(entry).hash();
    }

    @Override
    public Recipe staged(Sha256 digest) {
      return Objects.requireNonNull(given.staged().get(digest));
    }
  }
}
