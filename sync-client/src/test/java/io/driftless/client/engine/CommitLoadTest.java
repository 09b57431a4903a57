package io.driftless.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitLoadTest {

  private static final NodeId NODE = new NodeId(new UUID(2, 2));
  private static final Sha256 DIGEST = Sha256.digest(new byte[0]);

  private static List<Change> put(int packs) {
    List<RecipeOp> runs =
        IntStream.range(0, packs)
            .<RecipeOp>mapToObj(i -> new RecipeOp.Run(new PackId(new UUID(3, i)), 0, 1))
            .toList();
    RecipeScript script = new RecipeScript(VersionNumber.NONE, runs, DIGEST);
    Content content = new Content(packs, DIGEST, 0, false, 1, script, null);
    return List.of(
        new Change.Put(NODE, NodeId.ROOT, "a", NodeKind.FILE, VersionNumber.NONE, content, 0));
  }

  private static CommitLoad load(int packs, int chunks, int base, int inPack) {
    return CommitLoad.NONE.and(
        put(packs), Map.of(NODE, new CommitLoad.Chunks(chunks, base)), pack -> inPack);
  }

  @Test
  void commitAtEachLimitShouldFitAndNoneBeyond() {
    int most = Limits.MAX_COMMIT_CHUNKS;
    assertThat(load(1, most, most, most).fits()).isTrue();
    assertThat(load(1, most + 1, 0, 1).fits()).isFalse();
    assertThat(load(1, 1, most + 1, 1).fits()).isFalse();
    assertThat(load(1, 1, 0, most + 1).fits()).isFalse();
    assertThat(load(Limits.MAX_COMMIT_PACKS, 1, 0, 1).fits()).isTrue();
    assertThat(load(Limits.MAX_COMMIT_PACKS + 1, 1, 0, 1).fits()).isFalse();
  }

  @Test
  void changesShouldAddUpAndSharedPacksCountOnce() {
    Map<NodeId, CommitLoad.Chunks> known = Map.of(NODE, new CommitLoad.Chunks(7, 5));
    CommitLoad both = CommitLoad.NONE.and(put(2), known, pack -> 10).and(put(3), known, pack -> 10);
    assertThat(both.chunks()).isEqualTo(14);
    assertThat(both.baseChunks()).isEqualTo(10);
    assertThat(both.packs()).hasSize(3);
    assertThat(both.packChunks()).isEqualTo(30);
  }
}
