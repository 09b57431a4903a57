package io.driftless.server.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitBoundsTest {

  private static final Sha256 CHUNK = RuleWorld.hash("one");

  private final RuleWorld world = new RuleWorld();
  private final RuleWorld.Device laptop = world.laptop;

  private Change file(RecipeOp... ops) {
    RecipeScript script = new RecipeScript(VersionNumber.NONE, List.of(ops), CHUNK);
    NodeId node = world.newNode();
    return RuleWorld.file(
        node, NodeId.ROOT, node.toString(), new Content(3, CHUNK, 0, false, 1, script, null));
  }

  private RecipeOp staged(int chunks) {
    Recipe recipe = new Recipe(Collections.nCopies(chunks, CHUNK));
    world.staged.put(recipe.digest(), recipe);
    return new RecipeOp.Staged(recipe.digest());
  }

  private RecipeOp pack(int id, int chunks) {
    PackId pack = new PackId(new UUID(5, id));
    ChunkLocation entry = new ChunkLocation(CHUNK, pack, 0, 0, 3, 3, 0);
    world.blobs.put(pack, new PackFooter.Found(Collections.nCopies(chunks, entry)));
    return new RecipeOp.Run(pack, 0, 1);
  }

  private static RecipeOp[] absent(int packs) {
    return IntStream.range(0, packs)
        .mapToObj(i -> new RecipeOp.Run(new PackId(new UUID(6, i)), 0, 1))
        .toArray(RecipeOp[]::new);
  }

  private void isTaken(Change... changes) {
    assertThat(laptop.send(laptop.request(changes)).refused()).isNull();
  }

  private void isRefused(Change... changes) {
    CommitAnswer answer = laptop.send(laptop.request(changes));
    assertThat(answer.refused()).isInstanceOf(ChangeAnswer.Malformed.class);
    assertThat(answer.answers()).isEmpty();
  }

  @Test
  void chunksOfAllRecipesShouldBeBounded() {
    int half = Limits.MAX_COMMIT_CHUNKS / 2;
    RecipeOp long1 = staged(half);
    isTaken(file(long1), file(long1));
    isRefused(file(long1), file(long1), file(new RecipeOp.Hashes(List.of(CHUNK))));
    isRefused(file(long1), file(long1), file(pack(1, 1)));
    isRefused(file(long1), file(new RecipeOp.Copy(0, half + 1)));
  }

  @Test
  void sameLongRecipeShouldNotBeExpandedManyTimes() {
    RecipeOp longest = staged(RecipeScript.MAX_CHUNKS);
    isTaken(file(longest));
    isRefused(
        IntStream.range(0, Limits.MAX_CHANGES).mapToObj(i -> file(longest)).toArray(Change[]::new));
  }

  @Test
  void packsOfACommitShouldBeBoundedBeforeTheyAreRead() {
    isTaken(file(absent(Limits.MAX_COMMIT_PACKS)));
    CommitRequest tooMany = laptop.request(file(absent(Limits.MAX_COMMIT_PACKS + 1)));
    assertThat(CommitRule.needs(tooMany).packs()).isEmpty();
    assertThat(laptop.send(tooMany).refused()).isInstanceOf(ChangeAnswer.Malformed.class);
  }

  @Test
  void chunksOfAllPacksShouldBeBounded() {
    isTaken(file(pack(1, Limits.MAX_COMMIT_CHUNKS / 2)), file(pack(2, 1)));
    isTaken(file(pack(2, Limits.MAX_COMMIT_CHUNKS / 2)));
    isRefused(file(pack(3, 1)));
  }

  @Test
  void chunksOfVersionsReferredToShouldBeBounded() {
    assertThat(CommitBounds.excess(Limits.MAX_COMMIT_CHUNKS)).isNull();
    assertThat(CommitBounds.excess(Limits.MAX_COMMIT_CHUNKS + 1L)).isNotNull();
  }
}
