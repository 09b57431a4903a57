package io.driftless.client.engine;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.Limits;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What the changes of a commit make the server read, so that no commit is begun that it refuses.
 *
 * @param chunks in all recipes
 * @param baseChunks in the versions that they copy from
 * @param packs named by run
 * @param packChunks in these packs
 */
record CommitLoad(long chunks, long baseChunks, Set<PackId> packs, long packChunks) {

  static final CommitLoad NONE = new CommitLoad(0, 0, Set.of(), 0);

  /**
   * How long the recipe of a change is.
   *
   * @param all chunks of the content
   * @param base chunks of the version that it may copy from
   */
  record Chunks(int all, int base) {}

  CommitLoad {
    packs = Set.copyOf(packs);
  }

  boolean fits() {
    return chunks <= Limits.MAX_COMMIT_CHUNKS
        && baseChunks <= Limits.MAX_COMMIT_CHUNKS
        && packs.size() <= Limits.MAX_COMMIT_PACKS
        && packChunks <= Limits.MAX_COMMIT_CHUNKS;
  }

  CommitLoad and(List<Change> changes, Map<NodeId, Chunks> known, ToIntFunction<PackId> chunksIn) {
    long all = chunks;
    long base = baseChunks;
    Set<PackId> named = new HashSet<>(packs);
    for (Change change : changes) {
      if (change instanceof Change.Put put && put.content().recipe() != null) {
        Chunks of = known.getOrDefault(put.node(), new Chunks(0, 0));
        all += of.all();
        base += of.base();
        Scripts.addPacks(put.content().recipe(), named);
      }
    }
    long inPacks = named.stream().mapToLong(chunksIn::applyAsInt).sum();
    return new CommitLoad(all, base, named, inPacks);
  }
}
